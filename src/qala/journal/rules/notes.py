"""Signed notes (c2sp.org/signed-note), checkpoints (tlog-checkpoint) and cosignatures (tlog-cosignature), as text.

Nothing is signed or verified here: callers hand in the arithmetic, so that the private key stays with the job.
"""

import binascii
import re
from base64 import b64decode, b64encode
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from hashlib import sha256

ED25519, COSIGNATURE = 1, 4
DASH = "— "
NAME = re.compile(r"[^\s+]+")
NUMBER = re.compile(r"0|[1-9][0-9]{0,18}")

#: Tells whether (public key, message, signature) is sound.
Verify = Callable[[bytes, bytes, bytes], bool]


class NotANote(ValueError):
    """The text is no note, checkpoint or key, and where it breaks off."""


@dataclass(frozen=True)
class Key:
    """A public key with its name: ``name+id+base64(kind ‖ key)``. Kind 1 signs notes, kind 4 cosigns checkpoints."""

    name: str
    kind: int
    public: bytes

    @property
    def id(self) -> bytes:
        return sha256(self.name.encode() + b"\n" + bytes([self.kind]) + self.public).digest()[:4]

    def __str__(self) -> str:
        return f"{self.name}+{self.id.hex()}+{b64encode(bytes([self.kind]) + self.public).decode()}"

    @classmethod
    def read(cls, line: str) -> "Key":
        name, _plus, rest = line.strip().partition("+")
        number, _plus, coded = rest.partition("+")
        key = _unbase(coded)
        if not NAME.fullmatch(name) or len(key) != 33 or key[0] not in {ED25519, COSIGNATURE}:
            raise NotANote(f"not a verifier key: {line!r}")
        found = cls(name, key[0], key[1:])
        if found.id.hex() != number:
            raise NotANote(f"the key of {name} does not match its own id")
        return found


@dataclass(frozen=True)
class Signature:
    """One line under a note: who says so, by which key, and the signature's bytes."""

    name: str
    key_id: bytes
    body: bytes

    def __str__(self) -> str:
        return f"{DASH}{self.name} {b64encode(self.key_id + self.body).decode()}\n"


@dataclass(frozen=True)
class Note:
    """A text that ends with a line break, and the signatures under it."""

    text: str
    signatures: tuple[Signature, ...] = ()

    def __str__(self) -> str:
        return self.text + "\n" + "".join(map(str, self.signatures))

    def with_signatures(self, more: Iterable[Signature]) -> "Note":
        """The note with signatures it has not yet, in their order."""
        return replace(self, signatures=tuple(dict.fromkeys([*self.signatures, *more])))

    @classmethod
    def read(cls, content: str) -> "Note":
        text, gap, lines = content.rpartition("\n\n")
        if not gap or not text or not lines.endswith("\n") or any(ord(sign) < 32 and sign != "\n" for sign in content):
            raise NotANote("the note has no text, no blank line or no signatures")
        return cls(text + "\n", tuple(_signature(line) for line in lines[:-1].split("\n")))

    def signed_by(self, key: Key, verify: Verify) -> bool:
        """Whether this key signed; a signature under its name and id that is wrong raises NotANote."""
        found = [line for line in self.signatures if (line.name, line.key_id) == (key.name, key.id)]
        for line in found:
            if not verify(key.public, *signed_bytes(self.text, key, line.body)):
                raise NotANote(f"the signature of {key.name} is wrong")
        return bool(found)


def _signature(line: str) -> Signature:
    name, _space, coded = line.removeprefix(DASH).partition(" ")
    body = _unbase(coded)
    if not line.startswith(DASH) or not NAME.fullmatch(name) or len(body) < 5:
        raise NotANote(f"not a signature line: {line!r}")
    return Signature(name, body[:4], body[4:])


def signed_bytes(text: str, key: Key, body: bytes) -> tuple[bytes, bytes]:
    """What was signed, and the 64 bytes of the signature: a cosignature brings its time in its first eight."""
    if key.kind == ED25519:
        return text.encode(), body
    return cosigned(text, int.from_bytes(body[:8], "big")), body[8:]


def cosigned(text: str, seconds: int) -> bytes:
    """The bytes a witness signs at a time."""
    return f"cosignature/v1\ntime {seconds}\n{text}".encode()


def cosigned_at(signature: Signature) -> int:
    """The time in a cosignature, in seconds."""
    return int.from_bytes(signature.body[:8], "big")


@dataclass(frozen=True)
class Checkpoint:
    """What a log says of itself: its name, how many leaves, the root over them."""

    origin: str
    size: int
    root: bytes

    @property
    def text(self) -> str:
        return f"{self.origin}\n{self.size}\n{b64encode(self.root).decode()}\n"

    @classmethod
    def read(cls, text: str) -> "Checkpoint":
        lines = text.split("\n")
        if len(lines) < 4 or lines[-1] or not all(lines[:-1]) or not NUMBER.fullmatch(lines[1]):
            raise NotANote("the text is no checkpoint")
        root = _unbase(lines[2])
        if len(root) != 32:
            raise NotANote("the root of a checkpoint has 32 bytes")
        return cls(lines[0], int(lines[1]), root)


def _unbase(coded: str) -> bytes:
    """Standard base64 in its one canonical form."""
    try:
        found = b64decode(coded, validate=True)
    except (binascii.Error, ValueError) as broken:
        raise NotANote(f"not base64: {coded[:60]!r}") from broken
    if b64encode(found).decode() != coded:
        raise NotANote(f"not canonical base64: {coded[:60]!r}")
    return found
