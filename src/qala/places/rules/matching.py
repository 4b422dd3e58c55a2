"""What a newer file changes: which of its rows are old acquaintances, which are new, which have gone."""

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

import shapely
from shapely.geometry.base import BaseGeometry

from qala.places.rules.position import Succession
from qala.places.rules.tracing import Traced, trace

WHOLE: Decimal = Decimal("0.98")
SAME_LENGTH_M, SAME_LENGTH_SHARE = Decimal("0.5"), Decimal("0.01")
"""[set] A drawn length that differs by less than the larger of both is the same length."""


@dataclass(frozen=True, slots=True)
class Redrawn:
    """A segment of which a newer file tells other ground, another length or another street."""

    source_id: str
    before_m: Decimal
    after_m: Decimal


@dataclass(frozen=True, slots=True)
class Difference:
    """Counts shown before a newer file is accepted. `succeeded`: those that end and go on under a new number."""

    noun: str
    new: int
    changed: int
    same: int
    gone: int
    succeeded: tuple[Redrawn, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether accepting would change nothing."""
        return not (self.new or self.changed or self.gone or self.succeeded)


def same_ground(old: Sequence[Traced], new: Sequence[Traced]) -> dict[int, int]:
    """Pairs new key → old key of lines that cover each other whole, drawn either way; each key used once."""
    if not old or not new:
        return {}
    tree = shapely.STRtree([one.line for one in old])
    taken: set[int] = set()
    pairs: dict[int, int] = {}
    for line in new:
        reach = shapely.box(*line.line.bounds).buffer(0.0001)
        for at in sorted(int(found) for found in tree.query(reach)):
            candidate = old[at]
            if candidate.key not in taken and _covers(candidate, line):
                pairs[line.key] = candidate.key
                taken.add(candidate.key)
                break
    return pairs


def same_line(old: Traced, new: Traced, *, measured: bool = False) -> bool:
    """Whether a newer drawing is the same stretch of road: the same ground, as long.

    A `measured` length counts to the centimetre; a drawn one may differ a little.
    """
    near = Decimal(0) if measured else max(SAME_LENGTH_M, old.length_m * SAME_LENGTH_SHARE)
    if abs(new.length_m - old.length_m) > near:
        return False
    if shapely.equals_exact(old.line, new.line, tolerance=1e-7):
        return True
    return _covers(old, new)


def runs_back(old: BaseGeometry, new: BaseGeometry) -> bool:
    """Whether a line is drawn the other way round than an older one: each end lies nearer to the other's far end."""
    (start, end), (first, last) = ((line.coords[0], line.coords[-1]) for line in (old, new))
    return math.dist(start, first) + math.dist(end, last) > math.dist(start, last) + math.dist(end, first)


def _covers(old: Traced, new: Traced) -> bool:
    share = trace(old, new)
    return share is not None and _whole(share, old, new)


def _whole(share: Succession, old: Traced, new: Traced) -> bool:
    mine = (share.to_m - share.from_m) / old.length_m
    theirs = abs(share.onto_to_m - share.onto_from_m) / new.length_m
    return mine >= WHOLE and theirs >= WHOLE


def heirs_of_streets(shared: Iterable[tuple[int, str, Decimal]], lengths: Mapping[int, Decimal]) -> dict[str, int]:
    """Which new street (by its key) continues which old one: it holds more than half of the old one's metres.

    `shared` gives metres found in both; `lengths` the old street's whole length.
    """
    metres: dict[int, dict[str, Decimal]] = defaultdict(lambda: defaultdict(Decimal))
    for old, new, length in shared:
        metres[old][new] += length
    found: dict[str, int] = {}
    for old, counted in sorted(metres.items()):
        new, length = max(counted.items(), key=lambda pair: pair[1])
        if length * 2 > lengths[old] and new not in found:
            found[new] = old
    return found
