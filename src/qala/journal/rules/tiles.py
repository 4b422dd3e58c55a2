"""c2sp.org/tlog-tiles: which files hold a tree, how wide each is, what stands in an entry bundle."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from qala.journal.rules.merkle import node_hash

WIDTH, HEIGHT, HASH = 256, 8, 32
LONGEST_ENTRY = 65_535


@dataclass(frozen=True)
class Tile:
    """A tile of hashes at a level, or a bundle of entries (level −1); `width` 256 is a full one."""

    level: int
    index: int
    width: int = WIDTH

    @property
    def path(self) -> str:
        level = "entries" if self.level < 0 else str(self.level)
        partial = "" if self.width == WIDTH else f".p/{self.width}"
        return f"tile/{level}/{index_path(self.index)}{partial}"

    @property
    def full(self) -> "Tile":
        return Tile(self.level, self.index)


def index_path(index: int) -> str:
    """1234067 stands at ``x001/x234/067``."""
    digits = f"{index:03}"
    digits = digits.zfill(-len(digits) % 3 + len(digits))
    groups = [digits[at : at + 3] for at in range(0, len(digits), 3)]
    return "/".join([f"x{group}" for group in groups[:-1]] + groups[-1:])


def tiles_at(level: int, size: int, since: int = 0) -> list[Tile]:
    """The tiles a row of `size` hashes has and one of `since` had not."""
    found = [Tile(level, index) for index in range(since // WIDTH, size // WIDTH)]
    return found + ([Tile(level, size // WIDTH, size % WIDTH)] if size % WIDTH and size != since else [])


def tiles_of(size: int, since: int = 0) -> list[Tile]:
    """The tiles of hashes that a tree of `size` leaves has and one of `since` leaves had not, lowest level first."""
    found, level = [], 0
    while size:
        found += tiles_at(level, size, since)
        size, since, level = size // WIDTH, since // WIDTH, level + 1
    return found


def bundles_of(size: int, since: int = 0) -> list[Tile]:
    """The bundles of entries, likewise."""
    return tiles_at(-1, size, since)


def bundle(entries: Iterable[bytes]) -> bytes:
    """Entries one after the other, each behind its length in two bytes."""
    parts = []
    for entry in entries:
        if len(entry) > LONGEST_ENTRY:
            raise ValueError(f"an entry of {len(entry)} bytes is too long for a bundle")
        parts.append(len(entry).to_bytes(2, "big") + entry)
    return b"".join(parts)


def unbundle(content: bytes) -> list[bytes]:
    """The entries of a bundle; ValueError for a broken one."""
    entries, at = [], 0
    while at < len(content):
        end = at + 2 + int.from_bytes(content[at : at + 2], "big")
        if len(content) - at < 2 or end > len(content):
            raise ValueError(f"the bundle breaks off at byte {at}")
        entries.append(content[at + 2 : end])
        at = end
    return entries


def fold(hashes: Sequence[bytes]) -> bytes:
    """The root over a power of two of hashes: a full tile becomes one hash of the level above."""
    row = list(hashes)
    while len(row) > 1:
        row = [node_hash(row[at], row[at + 1]) for at in range(0, len(row), 2)]
    return row[0]


#: Hashes of a tile, at least `width` of them.
Read = Callable[[Tile], Sequence[bytes]]


def node_reader(size: int, read: Read) -> Callable[[int, int], bytes]:
    """How to find any complete subtree `(level, index)` of a tree of `size` leaves in its tiles."""

    def node(level: int, index: int) -> bytes:
        row, within = level // HEIGHT, level % HEIGHT
        first = index << within
        tile = first // WIDTH
        held = (size >> row * HEIGHT) - tile * WIDTH
        start, count = first % WIDTH, 1 << within
        if held < start + count:
            raise ValueError(f"a tree of {size} has no subtree {level}/{index}")
        return fold(read(Tile(row, tile, min(held, WIDTH)))[start : start + count])

    return node


def growth(old: int, new: int, leaves: Sequence[bytes], read: Read) -> Iterator[tuple[Tile, Sequence[bytes]]]:
    """The tiles that a tree of `old` leaves must get to have `new`, with their hashes, lowest level first.

    `leaves` are the hashes from the beginning of the tile that leaf `old` falls into. `read` gives what stood in the
    unfinished tiles of the old tree, from the second level up.
    """
    level, row = 0, list(leaves)
    while new:
        first = old // WIDTH
        for tile in tiles_at(level, new, old):
            start = (tile.index - first) * WIDTH
            yield tile, row[start : start + tile.width]
        full = range(0, (new // WIDTH - first) * WIDTH, WIDTH)
        folded = [fold(row[at : at + WIDTH]) for at in full]
        level, old, new = level + 1, first, new // WIDTH
        standing = old % WIDTH
        row = [*(read(Tile(level, old // WIDTH, standing))[:standing] if standing else ()), *folded]
