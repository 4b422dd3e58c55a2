"""“Is it one of these?” before sending: place, asset, time and spelling only, late answers are not waited for.

Candidates come by placard, landmark, or a box around the point (indexes `proposals_by_placard`, `…_landmark`,
`…_point`), or by street's category where no point is known; each source gives its newest `NEWEST` open cases at most,
so the work stays the same with ten thousand cases and with a million.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import DatabaseError, connection, transaction

from qala.kernel.clock import local, now
from qala.places.rules.geometry import Box
from qala.proposals.models import OPEN_STATES, Category
from qala.proposals.queries.whereabouts import Whereabouts
from qala.proposals.rules.masking_patterns import HIDDEN
from qala.proposals.rules.spelling import folded, similarity

PATIENCE_MS = 150
NEWEST = 300
SHOWN = 3
LOOKED_AT = 12  # likest by the index's spelling, before masked ones are read again as everyone reads them
Row = tuple[Any, ...]
RECEIVED, TEXT, REVIEWED, LIKENESS = 1, 8, 9, 10
ALIKE, NEARLY_SURE = 0.22, 0.55
REACH_M, REACH_DAYS = 250, 84
FARTHEST_M = 300  # a blackout is wide, but who looks before sending looks around himself

_BY_PLACE = """
WITH near AS MATERIALIZED (
  {sources}
)
SELECT p.id, p.received_at, p.state, p.category_id, p.longitude, p.latitude, p.placard_id, p.landmark_id,
       s.public_text, s.reviewed_at, similarity(s.spelling, %s) AS likeness,
       (SELECT count(*) FROM proposals_support v WHERE v.proposal_id = p.id) AS supports
FROM (SELECT DISTINCT id FROM near) AS n
JOIN proposals_proposal p USING (id)
JOIN proposals_statement s ON s.proposal_id = p.id
WHERE similarity(s.spelling, %s) >= %s
ORDER BY likeness DESC, p.received_at DESC LIMIT %s
"""
_WITHIN = f"SET LOCAL statement_timeout = {PATIENCE_MS};"
_NO_LIMIT = ";SET LOCAL statement_timeout = DEFAULT"
_NEWEST = (
    "(SELECT id FROM proposals_proposal WHERE {here} AND state = ANY(%s) AND quarantined_at IS NULL"
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


def twins(text: str, place: Whereabouts, category: str = "", *, least: float = ALIKE, limit: int = SHOWN) -> list[Twin]:
    """Open cases like this one, likest first. Empty where the database takes longer than 150 ms."""
    spelling = folded(text)
    sources, values = _sources(place, category)
    if not spelling or not sources:
        return []
    statement = _BY_PLACE.format(sources="\n  UNION ALL\n  ".join(sources))
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            # One trip for the three: each statement of a line has a time of its own.
            cursor.execute(_WITHIN + statement + _NO_LIMIT, [*values, spelling, spelling, least, LOOKED_AT])
            cursor.nextset()
            rows = cursor.fetchall()
    except DatabaseError:
        return []
    said = [_as_said(row, spelling) for row in rows]
    said.sort(key=lambda row: (row[LIKENESS], row[RECEIVED]), reverse=True)
    return [_twin(row, place) for row in said if row[LIKENESS] >= least][:limit]


def _as_said(row: Row, spelling: str) -> Row:
    """The row with the likeness of its public words: whoever types a guess learns nothing of a masked passage."""
    text, reviewed_at = row[TEXT], row[REVIEWED]
    if reviewed_at is None and HIDDEN not in text:
        return row
    return (*row[:LIKENESS], similarity(spelling, folded(text)), *row[LIKENESS + 1 :])


def _sources(place: Whereabouts, category: str) -> tuple[list[str], list[Any]]:
    """The ways to find neighbours, each cut to its newest cases, with their values."""
    reach_m, days = _reach(category)
    found: dict[str, list[Any]] = {}
    if place.placard_id:
        found["placard"] = [place.placard_id]
    if place.landmark_id:
        found["landmark"] = [place.landmark_id]
    if place.point:
        box = Box.near(place.point.longitude, place.point.latitude, reach_m)
        found["box"] = [box.west, box.south, box.east, box.north]
    if not found and category and place.district_id:
        found["category"] = [category, place.district_id]
    rest = [list(OPEN_STATES), now() - timedelta(days=days), NEWEST]
    return [_SOURCE[name] for name in found], [value for here in found.values() for value in (*here, *rest)]


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
        number=f"{local(received_at):%y}-{pk:06d}",
    )


def _is_close(place: Whereabouts, longitude: float, latitude: float, metres: float = 60) -> bool:
    assert place.point is not None
    return Box.near(place.point.longitude, place.point.latitude, metres).holds(longitude, latitude)
