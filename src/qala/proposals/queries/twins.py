"""“Is it one of these?” before sending: place, asset, time and spelling only, late answers are not waited for.

Candidates come by placard, landmark, or a box around the point (indexes `proposals_by_placard`, `…_landmark`,
`…_point`), or by street's category where no point is known; each source gives its newest `NEWEST` open cases at most,
so the work stays the same with ten thousand cases and with a million.
"""

from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.db import DatabaseError, connection, transaction

from qala.kernel.clock import now
from qala.kernel.prepared import Prepared
from qala.places.rules.geometry import Box
from qala.proposals.models import OPEN_STATES, Category, numbered
from qala.proposals.queries.whereabouts import Whereabouts
from qala.proposals.rules.masking_patterns import HIDDEN
from qala.proposals.rules.spelling import folded, similarity

PATIENCE_MS = 150
NEWEST, NEWEST_OF_SPOT = 300, 30
SHOWN = 3
SAME_SPOT_M = 60
LOOKED_AT = 12  # likest by the index's spelling, before masked ones are read again as everyone reads them
Row = tuple[Any, ...]
Sources = list[tuple[str, list[Any]]]
RECEIVED, TEXT, REVIEWED, LIKENESS = 1, 8, 9, 10
ALIKE, NEARLY_SURE = 0.22, 0.55
REACH_M, REACH_DAYS = 250, 84
FARTHEST_M = 300  # a blackout is wide, but who looks before sending looks around himself

_ALIKE = """
WITH near AS MATERIALIZED (
  {sources}
)
SELECT * FROM (
  SELECT proposal_id, similarity(spelling, %s) AS likeness FROM proposals_statement
  WHERE proposal_id IN (SELECT id FROM near) AND char_length(spelling) BETWEEN %s AND %s OFFSET 0
) AS n WHERE likeness >= %s ORDER BY likeness DESC LIMIT %s
"""
# Asked only for the few that are alike: mostly there are none, and every message that comes in asks.
_TOLD = Prepared(
    "proposals_twins_told",
    """
SELECT p.id, p.received_at, p.state, p.category_id, p.longitude, p.latitude, p.placard_id, p.landmark_id,
       s.public_text, s.reviewed_at, n.likeness,
       (SELECT count(*) FROM proposals_support v WHERE v.proposal_id = p.id) AS supports
FROM unnest(%s::bigint[], %s::float8[]) AS n (id, likeness)
JOIN proposals_proposal p USING (id) JOIN proposals_statement s ON s.proposal_id = p.id
""",
)
_WITHIN = f"SET LOCAL statement_timeout = {round(PATIENCE_MS * settings.QUERY_PATIENCE)};"
_NO_LIMIT = ";SET LOCAL statement_timeout = DEFAULT"
# The states stand in the text: the index of open points is only taken where the planner sees them.
_NEWEST = (
    f"(SELECT id FROM proposals_proposal WHERE {{here}} AND state IN {OPEN_STATES} AND quarantined_at IS NULL"  # noqa: S608
    " AND visibility = 'public' AND received_at > %s ORDER BY received_at DESC LIMIT %s)"
)
_HERE = {
    "placard": "placard_id = %s",
    "landmark": "landmark_id = %s",
    "box": "longitude IS NOT NULL AND point(longitude, latitude) <@ box(point(%s, %s), point(%s, %s))",
    "category": "category_id = %s AND district_id = %s",
}
_SOURCE = {name: _NEWEST.format(here=here) for name, here in _HERE.items()}


@dataclass(frozen=True)
class Twin:
    """A case that may be about the same, with what may be shown of it."""

    pk: int
    received_at: datetime
    state: str
    category: str
    text: str
    supports: int
    likeness: float
    same_spot: bool
    number: str

    @property
    def is_nearly_sure(self) -> bool:
        """So alike and on the same spot that a person should look before sending the same again."""
        return self.same_spot and self.likeness >= NEARLY_SURE


def twins(text: str, place: Whereabouts, category: str = "", *, limit: int = SHOWN) -> list[Twin]:
    """Open cases like this one, likest first. Empty where the database takes longer than 150 ms."""
    return _likest(text, place, _sources(place, category), ALIKE)[:limit]


def nearly_sure(text: str, place: Whereabouts, limit: int = SHOWN) -> list[Twin]:
    """Those a person should look at before sending: on the same spot, in nearly the same words."""
    spot = _around(place, SAME_SPOT_M, REACH_DAYS, NEWEST_OF_SPOT)
    return [one for one in _likest(text, place, spot, NEARLY_SURE) if one.is_nearly_sure][:limit]


def _likest(text: str, place: Whereabouts, sources: Sources, least: float) -> list[Twin]:
    spelling = folded(text)
    if not spelling or not sources:
        return []
    statement = _alike(_ALIKE, tuple(name for name, _values in sources))
    values = [value for _name, here in sources for value in here]
    alike = _in_time(statement, [*values, spelling, *_lengths(spelling, least), least, LOOKED_AT])
    if not alike:
        return []
    rows = _in_time(_TOLD, [list(column) for column in zip(*alike, strict=True)])
    said = [_as_said(row, spelling) for row in rows]
    said.sort(key=lambda row: (row[LIKENESS], row[RECEIVED]), reverse=True)
    return [_twin(row, place) for row in said if row[LIKENESS] >= least]


def _lengths(spelling: str, least: float) -> tuple[int, int]:
    """How short and how long a text can be and still be so alike: shared over all trigrams is at most short over long.

    Long texts repeat trigrams, so the bound is taken a third wider. It saves the reading of half the candidates.
    """
    share = least * 2 / 3
    return int(len(spelling) * share), int(len(spelling) / share) + 1


@lru_cache(maxsize=32)
def _alike(statement: str, sources: tuple[str, ...]) -> Prepared:
    together = "\n  UNION ALL\n  ".join(_SOURCE[name] for name in sources)
    return Prepared("proposals_twins", statement.format(sources=together))


def _in_time(statement: Prepared, values: list[Any]) -> list[Row]:
    """The rows, or none where they take too long. One trip: statements of one line are one transaction."""
    atomic: AbstractContextManager[None] = transaction.atomic() if connection.in_atomic_block else nullcontext()
    try:
        with atomic, connection.cursor() as cursor:
            cursor.execute(_WITHIN + statement.on(cursor) + _NO_LIMIT, values)
            cursor.nextset()
            rows: list[Row] = cursor.fetchall()
            return rows
    except DatabaseError:
        return []


def _as_said(row: Row, spelling: str) -> Row:
    """The row with the likeness of its public words: whoever types a guess learns nothing of a masked passage."""
    text, reviewed_at = row[TEXT], row[REVIEWED]
    if reviewed_at is None and HIDDEN not in text:
        return row
    return (*row[:LIKENESS], similarity(spelling, folded(text)), *row[LIKENESS + 1 :])


def _sources(place: Whereabouts, category: str) -> Sources:
    """The ways to find neighbours, each cut to its newest cases, with their values."""
    reach_m, days = _reach(category)
    if around := _around(place, reach_m, days):
        return around
    if category and place.district_id:
        return [("category", [category, place.district_id, *_newest(days, NEWEST)])]
    return []


def _around(place: Whereabouts, reach_m: float, days: int, most: int = NEWEST) -> Sources:
    newest = _newest(days, most)
    found: Sources = []
    if place.landmark_id:
        found.append(("landmark", [place.landmark_id, *newest]))
    elif place.placard_id:  # what came through a placard that stands somewhere is found by its landmark
        found.append(("placard", [place.placard_id, *newest]))
    if place.point:
        box = Box.near(place.point.longitude, place.point.latitude, reach_m)
        found.append(("box", [box.west, box.south, box.east, box.north, *newest]))
    return found


def _newest(days: int, most: int) -> list[Any]:
    return [now() - timedelta(days=days), most]


def _reach(category: str) -> tuple[int, int]:
    """How far and how long one thing of a category goes on, as the register says."""
    row = Category.objects.filter(pk=category).values_list("radius_m", "days_back").first() if category else None
    metres, days = row or (REACH_M, REACH_DAYS)
    return min(metres, FARTHEST_M), days


def _twin(row: Row, place: Whereabouts) -> Twin:
    pk, received_at, state, category, longitude, latitude, placard, landmark, text, _seen, likeness, supports = row
    same_asset = (place.placard_id and placard == place.placard_id) or (
        place.landmark_id and landmark == place.landmark_id
    )
    near = place.point is not None and longitude is not None
    return Twin(
        pk=pk,
        received_at=received_at,
        state=state,
        category=category or "",
        text=text,
        supports=supports,
        likeness=float(likeness),
        same_spot=bool(same_asset) or (near and _is_close(place, longitude, latitude)),
        number=numbered(received_at, pk),
    )


def _is_close(place: Whereabouts, longitude: float, latitude: float) -> bool:
    assert place.point is not None
    return Box.near(place.point.longitude, place.point.latitude, SAME_SPOT_M).holds(longitude, latitude)
