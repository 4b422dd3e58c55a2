"""Where a position lives today, and what a segment was before."""

from collections.abc import Iterable
from decimal import Decimal

from django.db import connection

from qala.places.models import Succession
from qala.places.rules.position import Position, Reprojection, joined, reproject

LEAST_SHARE = Decimal("0.1")
"""[set] A segment that covers less of its successor is a neighbour's sliver, and no ancestor."""
LINE = """
WITH RECURSIVE line AS (
  SELECT one AS segment, one AS ancestor, 0 AS age, 1::numeric AS share FROM unnest(%(segments)s::bigint[]) one
  UNION ALL
  SELECT line.segment, before.predecessor_id, age + 1,
    share * abs(before.onto_to_m - before.onto_from_m) / heir.measured_length_m
  FROM line JOIN places_succession before ON before.successor_id = line.ancestor
  JOIN places_segment heir ON heir.id = line.ancestor
  WHERE abs(before.onto_to_m - before.onto_from_m) >= heir.measured_length_m * %(least)s
)
SELECT segment, ancestor FROM line GROUP BY segment, ancestor ORDER BY segment, min(age), max(share) DESC, ancestor
"""


def ancestors_of(segments: Iterable[int]) -> dict[int, list[int]]:
    """Each segment with those it was before: itself, then the nearest, of one age the one that covers most of it."""
    found: dict[int, list[int]] = {}
    with connection.cursor() as cursor:
        cursor.execute(LINE, {"segments": list(segments), "least": LEAST_SHARE})
        for segment, ancestor in cursor.fetchall():
            found.setdefault(segment, []).append(ancestor)
    return found


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
