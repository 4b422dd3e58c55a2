"""Cases that may speak of the same thing as one case: found by place, category and meaning, in one statement.

Each way to find them is cut to its newest `NEWEST` cases and stands on an index, so the work stays the same with ten
thousand cases and with a million. The database keeps the `COMPARED` likest of them; `queries.likeness` judges those.
Words are compared as everyone may read them: a masked name moves nothing.
"""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db import DatabaseError, connection, transaction

from qala.places.rules.geometry import Box
from qala.proposals.models import Proposal
from qala.proposals.queries.meaning import TABLE, as_text, from_text
from qala.proposals.rules.masking_patterns import HIDDEN
from qala.proposals.rules.spelling import folded
from qala.proposals.understanding.classifier import Model
from qala.proposals.understanding.duplicates import Reach
from qala.proposals.understanding.embedding import Vector

PATIENCE_MS = 300
NEWEST, NEAREST, COMPARED = 300, 40, 16
CLOSE_M = 300.0
"""Within it every case is a neighbour; farther away, as far as the category reaches, those of the same category."""

_BOX = (
    "longitude IS NOT NULL AND point(longitude, latitude) <@ "
    "box(point(%({0}_west)s, %({0}_south)s), point(%({0}_east)s, %({0}_north)s))"
)
_NEWEST = (
    "(SELECT id FROM proposals_proposal p WHERE {here} AND received_at BETWEEN %(since)s AND %(until)s {shown}"
    " ORDER BY received_at DESC LIMIT %(newest)s)"
)
_NEAREST = f"(SELECT proposal_id FROM {TABLE} ORDER BY vector <=> %(vector)s::vector LIMIT %(nearest)s)"  # noqa: S608
_LIKEST = """
SET LOCAL statement_timeout = {patience};
WITH near (id) AS MATERIALIZED ({sources})
SELECT p.id, {vector} FROM (SELECT DISTINCT id FROM near) AS n
JOIN proposals_proposal p USING (id) JOIN proposals_statement s ON s.proposal_id = p.id {meant}
CROSS JOIN LATERAL (SELECT similarity({words}, %(spelling)s) AS words) AS w
WHERE p.id <> %(me)s AND p.erased_at IS NULL AND p.received_at BETWEEN %(since)s AND %(until)s {shown} {reached}
ORDER BY {odds} DESC, p.received_at DESC LIMIT %(compared)s;
SET LOCAL statement_timeout = DEFAULT
"""
_SHOWN = "AND p.visibility = 'public' AND p.quarantined_at IS NULL"
_REACHED = (
    "AND (p.longitude IS NULL OR p.placard_id = %(placard)s OR p.landmark_id = %(landmark)s"
    " OR p.longitude BETWEEN %(far_west)s AND %(far_east)s AND p.latitude BETWEEN %(far_south)s AND %(far_north)s)"
)
_WORDS = (
    f"CASE WHEN s.reviewed_at IS NULL AND strpos(s.public_text, '{HIDDEN}') = 0 THEN s.spelling ELSE s.public_text END"
)
_MEANT = f"LEFT JOIN {TABLE} m ON m.proposal_id = p.id"
_ODDS = (
    "coalesce(%(full_words)s * words + %(full_meaning)s * (1 - (m.vector <=> %(vector)s::vector)) + %(full_rest)s,"
    " %(fast_words)s * words + %(fast_rest)s)"
)


def neighbours(
    case: Proposal, vector: Vector | None, model: Model, reach: Reach, *, public: bool
) -> list[tuple[int, Vector | None]]:
    """Keys of the likest cases around, each with its vector where it has one. Late: nothing."""
    values = _values(case, model, reach)
    sources = list(_sources(case, reach))
    if vector is not None:
        sources.append(_NEAREST)
        values["vector"] = as_text(vector)
    if not sources:
        return []
    shown = _SHOWN if public else ""
    statement = _LIKEST.format(
        patience=round(PATIENCE_MS * settings.QUERY_PATIENCE),
        sources="\nUNION ALL\n".join(sources).replace("{shown}", shown),
        vector="m.vector::text" if vector is not None else "NULL",
        meant=_MEANT if vector is not None else "",
        words=_WORDS,
        shown=shown,
        reached=_REACHED if case.longitude is not None else "",
        odds=_ODDS if vector is not None else "words",
    )
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement, values)  # one trip: each statement of it has a time of its own
            cursor.nextset()
            return [(pk, from_text(text) if text else None) for pk, text in cursor.fetchall()]
    except DatabaseError:
        return []


def _sources(case: Proposal, reach: Reach) -> Iterator[str]:
    """Where neighbours are looked for; meaning comes beside them."""
    if case.placard_id:
        yield _newest("placard_id = %(placard)s")
    if case.landmark_id:
        yield _newest("landmark_id = %(landmark)s")
    placed = case.longitude is not None
    if placed:
        yield _newest(_BOX.format("close"))
    if case.category_id and placed and reach.metres > CLOSE_M:
        yield _newest("category_id = %(category)s AND " + _BOX.format("far"))
    if case.category_id and not placed and case.district_id:
        yield _newest("category_id = %(category)s AND district_id = %(district)s")


def _newest(here: str) -> str:
    return _NEWEST.replace("{here}", here)


def _values(case: Proposal, model: Model, reach: Reach) -> dict[str, Any]:
    days = timedelta(days=reach.days)
    full, fast = model.likeness["full"], model.likeness["fast"]
    values: dict[str, Any] = {
        "me": case.pk, "placard": case.placard_id, "landmark": case.landmark_id, "category": case.category_id,
        "district": case.district_id, "since": case.received_at - days, "until": case.received_at + days,
        "spelling": folded(case.statement.public_text), "newest": NEWEST, "nearest": NEAREST, "compared": COMPARED,
        "full_words": full[0], "full_meaning": full[2], "full_rest": full[3],
        "fast_words": fast[0], "fast_rest": fast[2],
    }  # fmt: skip
    if case.longitude is not None and case.latitude is not None:
        for name, metres in (("close", min(reach.metres, CLOSE_M)), ("far", reach.metres)):
            box = Box.near(case.longitude, case.latitude, metres)
            edges = {"west": box.west, "south": box.south, "east": box.east, "north": box.north}
            values |= {f"{name}_{edge}": degrees for edge, degrees in edges.items()}
    return values
