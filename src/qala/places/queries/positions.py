"""Where a position lives today."""

from decimal import Decimal

from qala.places.models import Succession
from qala.places.rules.position import Position, Reprojection, joined, reproject


def reprojected(there: Position) -> Reprojection:
    """Carry a position over every generation of successors to segments that are present.

    Lost metres are told on the segment where they were lost first; a segment that never ended keeps its own.
    """
    found: list[Position] = []
    lost: list[tuple[Decimal, Decimal]] = []
    waiting = [there]
    while waiting:
        heirs = _heirs({one.segment for one in waiting})
        on: list[Position] = []
        for one in waiting:
            shares = heirs.get(one.segment, [])
            if not shares:
                found.append(one)
                continue
            carried = reproject(one, [share.rule for share in shares])
            on.extend(carried.found)
            lost.extend(carried.lost)
        waiting = on
    return Reprojection(joined(found), tuple(lost))


def _heirs(segments: set[int]) -> dict[int, list[Succession]]:
    found: dict[int, list[Succession]] = {}
    for share in Succession.objects.filter(predecessor_id__in=segments).order_by("predecessor", "from_m"):
        found.setdefault(share.predecessor_id, []).append(share)
    return found
