"""Signed notes, checkpoints and witness cosignatures: c2sp.org/signed-note, tlog-checkpoint, tlog-cosignature."""

from base64 import b64decode, b64encode
from dataclasses import dataclass
from hashlib import sha256

from qala_verify.ed25519 import is_sound

SIGNS, COSIGNS = 1, 4


@dataclass(frozen=True)
class Key:
    """``name+id+base64(kind ‖ public key)``; kind 1 is a log's, kind 4 a witness's."""

    name: str
    kind: int
    public: bytes

    @property
    def id(self) -> bytes:
        return sha256(self.name.encode() + b"\n" + bytes([self.kind]) + self.public).digest()[:4]

    def __str__(self) -> str:
        return f"{self.name}+{self.id.hex()}+{b64encode(bytes([self.kind]) + self.public).decode()}"


@dataclass(frozen=True)
class Note:
    """A text, and under it lines of (name, key id, signature)."""

    text: str
    lines: tuple[tuple[str, bytes, bytes], ...]

    @property
    def origin(self) -> str:
        return self.text.split("\n")[0]

    @property
    def size(self) -> int:
        return int(self.text.split("\n")[1])

    @property
    def root(self) -> bytes:
        return unbase(self.text.split("\n")[2])

    def signed_by(self, key: Key) -> bool:
        """Whether this key signed. A wrong signature under its name and id is a ValueError, not a no."""
        found = [body for name, number, body in self.lines if (name, number) == (key.name, key.id)]
        for body in found:
            message, signature = self.text.encode(), body
            if key.kind == COSIGNS:
                message = b"cosignature/v1\ntime %d\n" % int.from_bytes(body[:8], "big") + message
                signature = body[8:]
            if not is_sound(key.public, message, signature):
                raise ValueError(f"the signature of {key.name} is wrong")
        return bool(found)


def read_key(line: str) -> Key:
    """A key as logs write it, name+id+base64; ValueError where one of the three does not fit the others."""
    name, _, rest = line.strip().partition("+")
    number, _, coded = rest.partition("+")
    packed = unbase(coded)
    if not name or len(packed) != 33 or packed[0] not in {SIGNS, COSIGNS}:
        raise ValueError(f"this is no key: {line!r}")
    key = Key(name, packed[0], packed[1:])
    if key.id.hex() != number:
        raise ValueError(f"the key of {name} does not match its own id")
    return key


def read_checkpoint(content: str) -> Note:
    """A signed checkpoint; ValueError where a byte of it is not as the formats say."""
    text, gap, under = content.rpartition("\n\n")
    head = text.split("\n")
    if not gap or not under.endswith("\n") or len(head) < 3 or not all(head):
        raise ValueError("this is no signed checkpoint")
    if not (head[1].isascii() and head[1].isdigit() and str(int(head[1])) == head[1]) or len(unbase(head[2])) != 32:
        raise ValueError("a checkpoint has a name, a size and a root")
    return Note(text + "\n", tuple(read_line(line) for line in under[:-1].split("\n")))


def read_line(line: str) -> tuple[str, bytes, bytes]:
    """One signature under a checkpoint: whose it is, the first bytes of the key's id, the signature itself."""
    dash, name, coded = (*line.split(" "), "", "")[:3]
    body = unbase(coded)
    if dash != "—" or not name or len(body) < 5 or line.count(" ") != 2:
        raise ValueError(f"this is no signature: {line!r}")
    return name, body[:4], body[4:]


def unbase(coded: str) -> bytes:
    """Standard base64 in its one lawful form, so that no flipped bit passes."""
    found = b64decode(coded, validate=True)
    if b64encode(found).decode() != coded:
        raise ValueError(f"not canonical base64: {coded!r}")
    return found
