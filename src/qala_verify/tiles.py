"""c2sp.org/tlog-tiles: where a tree lies in files, 256 hashes or entries to a file."""

import re
from hashlib import sha256

from qala_verify.merkle import node_hash, root

WIDTH = 256
PATH = re.compile(r"tile/(entries|0|[1-9]\d?)/((?:x\d{3}/)*\d{3})(?:\.p/([1-9]\d{0,2}))?")


def path_of(level: str, index: int, width: int) -> str:
    """1234067 lies at ``x001/x234/067``; a file of fewer than 256 says so at its end."""
    digits = str(index)
    digits = "0" * (-len(digits) % 3) + digits
    groups = [digits[at : at + 3] for at in range(0, len(digits), 3)]
    name = "/".join([f"x{group}" for group in groups[:-1]] + groups[-1:])
    return f"tile/{level}/{name}" + (f".p/{width}" if width < WIDTH else "")


def place_of(path: str) -> tuple[str, int, int] | None:
    """The level, number and width of the tile at a path, or None where no tile lies there."""
    found = PATH.fullmatch(path)
    if not found:
        return None
    level, index, width = found[1], int(found[2].replace("x", "").replace("/", "")), int(found[3] or WIDTH)
    return (level, index, width) if path_of(level, index, width) == path else None


def files_of(size: int) -> list[str]:
    """The tiles and bundles that a log of this size must publish."""
    found, level, count = [], 0, size
    while count:
        widths = [(at, min(WIDTH, count - at * WIDTH)) for at in range(-(-count // WIDTH))]
        names = ["entries", "0"] if level == 0 else [str(level)]
        found += [path_of(name, at, width) for name in names for at, width in widths]
        level, count = level + 1, count // WIDTH
    return found


def unbundle(content: bytes) -> list[bytes]:
    """The entries of a bundle, each behind two bytes that tell its length."""
    entries, at = [], 0
    while at < len(content):
        end = at + 2 + int.from_bytes(content[at : at + 2], "big")
        if end > len(content):
            raise ValueError("the bundle breaks off")
        entries.append(content[at + 2 : end])
        at = end
    return entries


class Rows:
    """All hashes of a tree, a row for every level of tiles, each row one long string of bytes."""

    def __init__(self, leaves: bytes) -> None:
        self.rows = [leaves]
        while len(self.rows[-1]) >= WIDTH * 32:
            row = self.rows[-1]
            full = len(row) // (WIDTH * 32)
            self.rows.append(b"".join(root(pieces(row, at * WIDTH, WIDTH)) for at in range(full)))

    def tile(self, level: int, index: int, width: int) -> bytes:
        """The bytes that belong into a tile; fewer where the tree is not so wide."""
        row = self.rows[level] if level < len(self.rows) else b""
        return row[index * WIDTH * 32 : (index * WIDTH + width) * 32]

    def root(self, size: int) -> bytes:
        """The root over the first `size` leaves."""
        if size == 0:
            return sha256(b"").digest()
        found = b""
        for row in self.rows:
            start = size // WIDTH * WIDTH
            # What is left over at this level hangs to the right of all that is above it.
            left = pieces(row, start, size - start)
            for part in reversed(widest_first(left)):
                found = node_hash(part, found) if found else part
            size //= WIDTH
        return found


def pieces(row: bytes, start: int, count: int) -> list[bytes]:
    return [row[at * 32 : at * 32 + 32] for at in range(start, start + count)]


def widest_first(hashes: list[bytes]) -> list[bytes]:
    """The roots of the complete subtrees a row of hashes falls into."""
    found, at = [], 0
    while at < len(hashes):
        width = 1 << (len(hashes) - at).bit_length() - 1
        found.append(root(hashes[at : at + width]))
        at += width
    return found
