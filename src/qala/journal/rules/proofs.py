"""c2sp.org/tlog-proof@v1: a leaf's place, its path and the checkpoint, in one file that is checked offline."""

from base64 import b64decode, b64encode
from collections.abc import Sequence
from dataclasses import dataclass

from qala.journal.rules.notes import NUMBER, NotANote, Note

FIRST = "c2sp.org/tlog-proof@v1"


@dataclass(frozen=True)
class Proof:
    """A receipt. `extra` proves nothing by itself: the leaf is recomputed from it."""

    index: int
    path: Sequence[bytes]
    checkpoint: Note
    extra: bytes = b""

    def __str__(self) -> str:
        lines = [FIRST, *([f"extra {b64encode(self.extra).decode()}"] if self.extra else []), f"index {self.index}"]
        lines += [b64encode(step).decode() for step in self.path]
        return "\n".join(lines) + f"\n\n{self.checkpoint}"

    @classmethod
    def read(cls, content: str) -> "Proof":
        head, gap, note = content.partition("\n\n")
        first, *lines = head.split("\n")
        extra = lines.pop(0).removeprefix("extra ") if lines and lines[0].startswith("extra ") else ""
        index = lines.pop(0).removeprefix("index ") if lines and lines[0].startswith("index ") else ""
        if first != FIRST or not gap or not NUMBER.fullmatch(index):
            raise NotANote("not a tlog-proof")
        try:
            path = [b64decode(line, validate=True) for line in lines]
            opened = b64decode(extra, validate=True)
        except ValueError as broken:
            raise NotANote("not base64 in the proof") from broken
        if any(len(step) != 32 for step in path):
            raise NotANote("a hash of the path has 32 bytes")
        return cls(int(index), tuple(path), Note.read(note), opened)
