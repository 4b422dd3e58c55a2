"""The one way to say where something lies along a street: segment, metres from-to, side and lane.

Metres are decimals with two places (centimetres), so that cutting and joining loses nothing.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum
from typing import Self

CENTIMETRE = Decimal("0.01")


class Side(StrEnum):
    """Which side of the segment's drawn direction; turning the line round swaps left and right."""

    LEFT = "left"
    RIGHT = "right"
    BOTH = "both"
    CENTRE = "centre"

    @property
    def turned(self) -> "Side":
        """The same side of the ground when the line is drawn the other way."""
        return {Side.LEFT: Side.RIGHT, Side.RIGHT: Side.LEFT}.get(self, self)

    def meets(self, other: "Side") -> bool:
        """Whether something on this side can touch something on the other one."""
        return self is other or Side.BOTH in {self, other}


def metres(value: Decimal | float | str) -> Decimal:
    """Round to whole centimetres, half to even."""
    number = value if isinstance(value, Decimal) else Decimal(str(value))
    return number.quantize(CENTIMETRE)


class UnlawfulPositionError(ValueError):
    """A position that cannot exist: it runs backwards, starts before zero, or names a lane of both sides."""


@dataclass(frozen=True, slots=True)
class Position:
    """A stretch of a segment. `from_m == to_m` is a point: a lamp, a sign, a hatch.

    Lanes count from the axis outwards on their side, so they keep their number when the line is turned.
    `lane=None` means the whole side.
    """

    segment: int
    from_m: Decimal
    to_m: Decimal
    side: Side = Side.BOTH
    lane: int | None = None

    def __post_init__(self) -> None:
        """Round to centimetres and refuse what cannot exist."""
        object.__setattr__(self, "from_m", metres(self.from_m))
        object.__setattr__(self, "to_m", metres(self.to_m))
        object.__setattr__(self, "side", Side(self.side))
        if self.from_m < 0 or self.to_m < self.from_m:
            msg = f"a position runs from {self.from_m} to {self.to_m} m"
            raise UnlawfulPositionError(msg)
        if self.lane is not None and (self.lane < 1 or self.side not in {Side.LEFT, Side.RIGHT}):
            msg = "a lane is counted from one and belongs to the left or the right side"
            raise UnlawfulPositionError(msg)

    @property
    def length_m(self) -> Decimal:
        """Metres along the segment; zero for a point."""
        return self.to_m - self.from_m

    @property
    def is_point(self) -> bool:
        """Whether this is a single place, not a stretch."""
        return self.from_m == self.to_m

    @property
    def order(self) -> tuple[int, Decimal, Decimal, str, int]:
        """A sorting key: along each segment from its start."""
        return (self.segment, self.from_m, self.to_m, self.side.value, self.lane or 0)

    def fits(self, length_m: Decimal) -> bool:
        """Whether it ends before the segment does."""
        return self.to_m <= metres(length_m)

    def overlaps(self, other: Self) -> bool:
        """Whether both cover some of the same ground; touching ends alone do not count."""
        return self.shared_with(other) is not None

    def shared_with(self, other: Self) -> "Position | None":
        """The ground both cover, on the narrower side and lane."""
        if self.segment != other.segment or not self.side.meets(other.side):
            return None
        if self.lane is not None and other.lane is not None and self.lane != other.lane:
            return None
        start, end = max(self.from_m, other.from_m), min(self.to_m, other.to_m)
        if end < start or (end == start and not (self.is_point or other.is_point)):
            return None
        narrow = other if self.side is Side.BOTH else self
        lane = self.lane if self.lane is not None else other.lane
        return Position(self.segment, start, end, narrow.side, lane)


@dataclass(frozen=True, slots=True)
class Succession:
    """Metres of an old segment that live on as metres of a new one.

    `onto_from_m > onto_to_m` says that the new line is drawn the other way round.
    """

    predecessor: int
    successor: int
    from_m: Decimal
    to_m: Decimal
    onto_from_m: Decimal
    onto_to_m: Decimal

    @property
    def is_turned(self) -> bool:
        """Whether left and right change places."""
        return self.onto_from_m > self.onto_to_m

    def carry(self, metre: Decimal) -> Decimal:
        """Where one metre mark of the old segment stands on the new one."""
        if self.to_m == self.from_m:
            return metres(self.onto_from_m)
        share = (metre - self.from_m) / (self.to_m - self.from_m)
        return metres(self.onto_from_m + share * (self.onto_to_m - self.onto_from_m))


@dataclass(frozen=True, slots=True)
class Reprojection:
    """What became of a position: where it lives on, and which old metres no successor took over."""

    found: tuple[Position, ...]
    lost: tuple[tuple[Decimal, Decimal], ...] = ()

    @property
    def is_whole(self) -> bool:
        """Whether nothing was lost."""
        return not self.lost


def reproject(position: Position, successions: Iterable[Succession]) -> Reprojection:
    """Carry a position over to the segments that succeeded its own.

    A point on a cut goes to the first of the two successors, so that a lamp is never counted twice.
    """
    heirs = sorted((s for s in successions if s.predecessor == position.segment), key=lambda s: s.from_m)
    if position.is_point:
        return _reproject_point(position, heirs)
    found: list[Position] = []
    lost: list[tuple[Decimal, Decimal]] = []
    reached = position.from_m
    for heir in heirs:
        start, end = max(position.from_m, heir.from_m), min(position.to_m, heir.to_m)
        if end <= start:
            continue
        if start > reached:
            lost.append((reached, start))
        found.append(_carried(position, heir, start, end))
        reached = max(reached, end)
    if reached < position.to_m:
        lost.append((reached, position.to_m))
    return Reprojection(joined(found), tuple(lost))


def _reproject_point(position: Position, heirs: Sequence[Succession]) -> Reprojection:
    for heir in heirs:
        if heir.from_m <= position.from_m <= heir.to_m:
            return Reprojection((_carried(position, heir, position.from_m, position.to_m),))
    return Reprojection((), ((position.from_m, position.to_m),))


def _carried(position: Position, heir: Succession, start: Decimal, end: Decimal) -> Position:
    ends = sorted((heir.carry(start), heir.carry(end)))
    side = position.side.turned if heir.is_turned else position.side
    return replace(position, segment=heir.successor, from_m=ends[0], to_m=ends[1], side=side)


def joined(positions: Iterable[Position]) -> tuple[Position, ...]:
    """Put together stretches of the same side and lane that touch or overlap; order along the segment."""
    result: list[Position] = []
    for one in sorted(positions, key=lambda p: (p.segment, p.side.value, p.lane or 0, p.from_m, p.to_m)):
        last = result[-1] if result else None
        same = last is not None and (last.segment, last.side, last.lane) == (one.segment, one.side, one.lane)
        if last is not None and same and one.from_m <= last.to_m:
            result[-1] = replace(last, to_m=max(last.to_m, one.to_m))
        else:
            result.append(one)
    return tuple(sorted(result, key=lambda p: p.order))


def split_map(segment: int, length_m: Decimal, cuts: Sequence[tuple[int, Decimal]]) -> tuple[Succession, ...]:
    """How one segment lives on in several, cut in order.

    `cuts` names each successor with the metre of the old segment where it ends; the last ends at its length.
    """
    start, made = Decimal(0), []
    for successor, end in cuts:
        if not start < end <= length_m:
            msg = f"a cut at {end} m does not lie between {start} and {length_m} m"
            raise UnlawfulPositionError(msg)
        made.append(Succession(segment, successor, start, metres(end), metres(0), metres(end - start)))
        start = metres(end)
    if start != metres(length_m):
        msg = f"the parts end at {start} m, the segment at {length_m} m"
        raise UnlawfulPositionError(msg)
    return tuple(made)


def merge_map(successor: int, parts: Sequence[tuple[int, Decimal, bool]]) -> tuple[Succession, ...]:
    """How several segments live on in one. Each part: key, length in metres, drawn the other way round?"""
    start, made = Decimal(0), []
    for segment, length, turned in parts:
        end = start + metres(length)
        onto = (end, start) if turned else (start, end)
        made.append(Succession(segment, successor, Decimal(0), metres(length), *onto))
        start = end
    return tuple(made)
