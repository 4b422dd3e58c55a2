"""The city's P-256 keys for codes and rosters: a file outside the database, never sent anywhere but as public points.

The file holds one or more PEM keys. The first signs; all of them are believed, so that a new key can be put before the
old one while codes and rosters of the old one are still about (a week).
"""

import os
from functools import lru_cache
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ec import (
    ECDSA,
    SECP256R1,
    EllipticCurvePrivateKey,
    EllipticCurvePublicKey,
    generate_private_key,
)
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature, encode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

HALF = 32
_ECDSA = ECDSA(SHA256())
END = b"-----END PRIVATE KEY-----\n"


def sign(message: bytes) -> bytes:
    """The city's signature: r and s, 32 bytes each."""
    return signed_by(keys()[0], message)


def signed_by(key: EllipticCurvePrivateKey, message: bytes) -> bytes:
    """ECDSA with SHA-256 as WebCrypto writes it."""
    r, s = decode_dss_signature(key.sign(message, _ECDSA))
    return r.to_bytes(HALF, "big") + s.to_bytes(HALF, "big")


def is_signed(point: bytes | None, message: bytes, signature: bytes) -> bool:
    """Whether the holder of a public point signed a message; without a point: whether the city did."""
    if point is None:
        return any(is_signed(one, message, signature) for one in points())
    if len(signature) != 2 * HALF:
        return False
    r, s = int.from_bytes(signature[:HALF], "big"), int.from_bytes(signature[HALF:], "big")
    try:
        _public(bytes(point)).verify(encode_dss_signature(r, s), message, _ECDSA)
    except (InvalidSignature, ValueError):
        return False
    return True


@lru_cache(maxsize=1_024)
def _public(point: bytes) -> EllipticCurvePublicKey:
    """A public key, unpacked once for all the events of its terminal."""
    return EllipticCurvePublicKey.from_encoded_point(SECP256R1(), point)


def is_point(point: bytes) -> bool:
    """Whether 65 bytes are a point of the curve."""
    try:
        EllipticCurvePublicKey.from_encoded_point(SECP256R1(), point)
    except ValueError:
        return False
    return len(point) == 2 * HALF + 1


def point_of(key: EllipticCurvePrivateKey) -> bytes:
    """The public half, uncompressed (65 bytes)."""
    return key.public_key().public_bytes(
        serialization.Encoding.X962, serialization.PublicFormat.UncompressedPoint
    )


def points() -> tuple[bytes, ...]:
    """The public points of every key that is believed, the signing one first."""
    return tuple(point_of(key) for key in keys())


def keys() -> tuple[EllipticCurvePrivateKey, ...]:
    """The city's keys, read once a process. On a machine that named no file the first use makes one."""
    return _read(Path(settings.CODE_KEY_FILE), made_here=settings.CODE_KEY_MADE_HERE)


@lru_cache(maxsize=4)
def _read(file: Path, *, made_here: bool) -> tuple[EllipticCurvePrivateKey, ...]:
    if not file.exists():
        if not made_here:
            raise ImproperlyConfigured(f"The city's key for codes is missing at {file} (QALA_CODE_KEY_FILE)")
        _make(file)
    if file.stat().st_mode & 0o077:
        raise ImproperlyConfigured(f"Others may read {file}. Take their rights: chmod 600 {file}")
    parts = [part + END for part in file.read_bytes().split(END) if part.strip()]
    found = [serialization.load_pem_private_key(part, None) for part in parts]
    kept = tuple(key for key in found if isinstance(key, EllipticCurvePrivateKey) and key.curve.name == "secp256r1")
    if not kept or len(kept) != len(found):
        raise ImproperlyConfigured(f"{file} holds something else than P-256 keys")
    return kept


def _make(file: Path) -> None:
    """Two workers may start at once: whoever links its file first wins, both read the same one."""
    file.parent.mkdir(parents=True, exist_ok=True)
    fresh = file.with_name(f"{file.name}.{os.getpid()}")
    pem = generate_private_key(SECP256R1()).private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as stream:
        stream.write(pem)
    try:
        os.link(fresh, file)
    except FileExistsError:
        pass
    finally:
        fresh.unlink()
