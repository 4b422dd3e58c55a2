"""Seals identification numbers at rest: encrypted to read, fingerprinted with a key to find.

A stolen backup shows neither the numbers nor, as only 10^11 of them exist, a hash one could run through.
"""

import hmac
from base64 import urlsafe_b64encode
from hashlib import sha256

from cryptography.fernet import Fernet, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings


def _keys() -> list[str]:
    return list(settings.QALA_IDENTITY_KEYS) or [settings.SECRET_KEY]


def _derived(secret: str, purpose: bytes) -> bytes:
    return HKDF(algorithm=SHA256(), length=32, salt=b"qala.people", info=purpose).derive(secret.encode())


def _box() -> MultiFernet:
    return MultiFernet([Fernet(urlsafe_b64encode(_derived(key, b"seal"))) for key in _keys()])


def seal(text: str) -> bytes:
    """Encrypt a number with the newest key."""
    return _box().encrypt(text.encode())


def open_seal(sealed: bytes) -> str:
    """Read a sealed number with whichever key sealed it; `cryptography.fernet.InvalidToken` with none."""
    return _box().decrypt(sealed).decode()


def fingerprints(text: str) -> list[str]:
    """Return the keyed fingerprints a number may be stored under, newest key first."""
    return [hmac.new(_derived(key, b"find"), text.encode(), sha256).hexdigest() for key in _keys()]
