"""The published folder: plain files that any web server hands out. It is the log's memory outside the database.

A file is written beside itself, forced to disk and renamed, so a reader never sees half of one. Whoever is killed
between two files leaves an older checkpoint, which is still true, over tiles that are already wider.
"""

import fcntl
import os
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from qala.journal.rules.notes import Checkpoint, Key, Note
from qala.journal.rules.tiles import HASH, WIDTH, Tile, unbundle

MODE = 0o644
BESIDE = ".sealing-"
"""A file under way stands in the folder that holds the published one, on the same disk, and is not published."""


class Lost(RuntimeError):
    """Something the folder published is not there any more."""


@dataclass(frozen=True)
class Folder:
    """What the city publishes of its log."""

    root: Path

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Keep other sealers out until we are done."""
        self.root.mkdir(parents=True, exist_ok=True)
        handle = os.open(self.root, os.O_RDONLY)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX)
            for left in self.root.parent.glob(f"{BESIDE}*"):
                left.unlink(missing_ok=True)
            yield
        finally:
            os.close(handle)

    def note(self) -> Note | None:
        """The newest checkpoint, or None where nothing was published yet."""
        path = self.root / "checkpoint"
        return Note.read(path.read_text("utf-8")) if path.is_file() else None

    def size(self) -> int:
        """How many leaves are published."""
        note = self.note()
        return Checkpoint.read(note.text).size if note else 0

    def kept(self) -> list[Note]:
        """Earlier checkpoints that stay: the last of each day and those that witnesses cosigned, newest first."""
        paths = sorted((self.root / "checkpoints").glob("*"), key=lambda path: int(path.name), reverse=True)
        return [Note.read(path.read_text("utf-8")) for path in paths]

    def keys(self) -> list[Key]:
        """Every key that ever signed here."""
        path = self.root / "keys"
        return [Key.read(line) for line in path.read_text("utf-8").splitlines()] if path.is_file() else []

    def read(self, tile: Tile) -> bytes:
        """The bytes of a tile; of the full one where the partial one was tidied away."""
        for one in (tile, tile.full):
            path = self.root / one.path
            if path.is_file():
                return path.read_bytes()
        raise Lost(f"The published folder has lost {tile.path}")

    def hashes(self, tile: Tile) -> list[bytes]:
        """The hashes of a tile."""
        content = self.read(tile)
        found = [content[at : at + HASH] for at in range(0, len(content), HASH)]
        if len(found) < tile.width or len(content) % HASH:
            raise Lost(f"The published file {tile.path} is cut short")
        return found

    def entry(self, number: int, size: int) -> bytes:
        """One published entry of a log of `size`."""
        start = number - number % WIDTH
        return unbundle(self.read(Tile(-1, number // WIDTH, min(WIDTH, size - start))))[number - start]

    def write(self, name: str, content: bytes) -> None:
        """Put a file in its place in one step."""
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, beside = tempfile.mkstemp(dir=self.root.parent, prefix=BESIDE)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(content)
                file.flush()
                os.fchmod(file.fileno(), MODE)
                os.fsync(file.fileno())
            Path(beside).replace(path)
        except BaseException:
            Path(beside).unlink(missing_ok=True)
            raise
        place = os.open(path.parent, os.O_RDONLY)
        try:
            os.fsync(place)
        finally:
            os.close(place)

    def write_keys(self, keys: Sequence[Key]) -> None:
        """List whoever signs here, old ones too: earlier checkpoints bear their signatures."""
        listed = list(dict.fromkeys([*self.keys(), *keys]))
        if listed != self.keys():
            self.write("keys", "".join(f"{key}\n" for key in listed).encode())

    def keep(self, note: Note) -> None:
        """Keep a checkpoint beside the newest one."""
        self.write(f"checkpoints/{Checkpoint.read(note.text).size}", str(note).encode())

    def list_cosigned(self) -> None:
        """Tell under which checkpoint each witness put its name last: the file `cosigned`, a size a line."""
        newest: dict[tuple[str, bytes], int] = {}
        for note in self.kept():
            checkpoint = Checkpoint.read(note.text)
            for line in note.signatures:
                if line.name != checkpoint.origin:
                    newest.setdefault((line.name, line.key_id), checkpoint.size)
        if newest:
            self.write("cosigned", "".join(f"{size}\n" for size in sorted(set(newest.values()))).encode())

    def tidy(self, tile: Tile) -> None:
        """Drop the narrower forms of a tile that is full now, after the checkpoint that needs the full one."""
        narrow = (self.root / tile.full.path).with_name(Path(tile.full.path).name + ".p")
        if narrow.is_dir():
            for path in narrow.iterdir():
                path.unlink()
            narrow.rmdir()
