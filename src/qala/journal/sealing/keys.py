"""The log's private keys: one file outside the database, read by the sealing job only.

Each line is a key and the instant it was made: ``PRIVATE+KEY+name+id+base64(kind ‖ seed) 2026-11-23T04:00:00+00:00``.
The newest signs. The ones before it sign too for a stated time, so that whoever knows only them hears of the new one.
"""

import secrets
from base64 import b64decode, b64encode
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from qala.journal.rules.notes import ED25519, NAME, Key, Signature

FIRST = "PRIVATE+KEY+"


class NoKey(RuntimeError):
    """The log cannot sign, and why."""


@dataclass(frozen=True)
class Signer:
    """A private key: never printed, never sent."""

    key: Key
    made_at: datetime
    private: Ed25519PrivateKey

    def sign(self, text: str) -> Signature:
        return Signature(self.key.name, self.key.id, self.private.sign(text.encode()))


def is_sound(public: bytes, message: bytes, signature: bytes) -> bool:
    """Ed25519 by `cryptography`."""
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, message)
    except (InvalidSignature, ValueError):
        return False
    return True


def read_signers(file: Path) -> list[Signer]:
    """All private keys, oldest first."""
    if not file.is_file():
        raise NoKey(f"The log has no key at {file}. Make one: qala log key")
    if file.stat().st_mode & 0o077:
        raise NoKey(f"Others may read {file}. Take their rights: chmod 600 {file}")
    return sorted(map(_signer, file.read_text("utf-8").splitlines()), key=lambda signer: signer.made_at)


def _signer(line: str) -> Signer:
    packed, _space, made_at = line.partition(" ")
    try:
        name, number, coded = packed.removeprefix(FIRST).split("+", 2)
        seed = b64decode(coded, validate=True)
        signer = _of_seed(name, seed[1:], datetime.fromisoformat(made_at))
    except ValueError as broken:
        raise NoKey("A line of the key file is no private key.") from broken
    if seed[0] != ED25519 or signer.key.id.hex() != number:
        raise NoKey(f"The private key of {name} does not match its own id.")
    return signer


def _of_seed(name: str, seed: bytes, made_at: datetime) -> Signer:
    private = Ed25519PrivateKey.from_private_bytes(seed)
    return Signer(Key(name, ED25519, private.public_key().public_bytes_raw()), made_at, private)


def add_key(file: Path, name: str, made_at: datetime) -> Signer:
    """Write a new key behind those that are there; from now on it signs."""
    if not NAME.fullmatch(name):
        raise NoKey(f"{name!r} is no name for a log: no spaces, no plus")
    file.parent.mkdir(parents=True, exist_ok=True)
    file.touch(mode=0o600)
    seed = secrets.token_bytes(32)
    # A clock set back must not make the new key the older one.
    latest = [one.made_at + timedelta(microseconds=1) for one in read_signers(file)]
    signer = _of_seed(name, seed, max([made_at, *latest]))
    coded = b64encode(bytes([ED25519]) + seed).decode()
    with file.open("a", encoding="utf-8") as lines:
        lines.write(f"{FIRST}{name}+{signer.key.id.hex()}+{coded} {signer.made_at.isoformat()}\n")
    return signer


def signing_on(signers: Sequence[Signer], at: datetime, both_for: timedelta) -> list[Signer]:
    """Who signs at a moment: the newest first, and the older ones while both do."""
    if not signers:
        raise NoKey("The key file is empty. Make a key: qala log key")
    *older, newest = signers
    return [newest, *(older if at < newest.made_at + both_for else ())]
