"""What a newer file changes: which of its rows are old acquaintances, which are new, which have gone."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

import shapely

from qala.places.rules.tracing import Traced, trace

WHOLE: Decimal = Decimal("0.98")


@dataclass(frozen=True, slots=True)
class Difference:
    """Counts shown before a newer file is accepted."""

    noun: str
    new: int
    changed: int
    same: int
    gone: int

    @property
    def is_empty(self) -> bool:
        """Whether accepting would change nothing."""
        return not (self.new or self.changed or self.gone)


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


def _covers(old: Traced, new: Traced) -> bool:
    share = trace(old, new)
    if share is None:
        return False
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
