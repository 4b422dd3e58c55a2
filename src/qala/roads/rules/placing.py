"""What is left of a stretch when a newer one takes its place."""

from collections.abc import Iterable
from dataclasses import replace

from qala.places.rules.position import Position, Side


class HalfReplaced(ValueError):
    """A stretch of both sides cannot be replaced on one side only: which half would be left is not said."""


def remains(old: Position, newer: Iterable[Position]) -> tuple[Position, ...]:
    """The pieces of `old` that no newer position covers, in order along the segment."""
    pieces = [old]
    for new in newer:
        if new.segment != old.segment or not new.overlaps(old):
            continue
        if new.side not in {Side.BOTH, old.side}:
            raise HalfReplaced
        pieces = [left for piece in pieces for left in _cut(piece, new)]
    return tuple(pieces)


def _cut(piece: Position, new: Position) -> tuple[Position, ...]:
    if not new.overlaps(piece):
        return (piece,)
    before = replace(piece, to_m=new.from_m) if piece.from_m < new.from_m else None
    after = replace(piece, from_m=new.to_m) if new.to_m < piece.to_m else None
    return tuple(left for left in (before, after) if left is not None)


def collisions(rows: Iterable[tuple[str, Position]]) -> dict[str, str]:
    """Rows of one file that cover the same ground: the later row with the earlier one it meets."""
    by_segment: dict[int, list[tuple[str, Position]]] = {}
    found: dict[str, str] = {}
    for line, there in rows:
        others = by_segment.setdefault(there.segment, [])
        met = next((other for other, place in others if place.overlaps(there)), None)
        if met is None:
            others.append((line, there))
        else:
            found[line] = met
    return found
