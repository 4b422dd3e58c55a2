"""Search by meaning: vectors in pgvector, where this database has it. Without it every answer here is empty.

`twins` is what a case's page shows: open or recent cases near in meaning or in place, judged by
`understanding.duplicates`, with its reasons. `is_here` tells whether meaning had a say.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from math import cos, radians

import numpy as np
from django.db import DatabaseError, connection, transaction
from django.db.models import Q, QuerySet

from qala.kernel.clock import now
from qala.places.rules.geometry import METRES_PER_DEGREE, Box
from qala.proposals.models import OPEN_STATES, Proposal, Statement, Visibility
from qala.proposals.queries.understanding import model
from qala.proposals.understanding.duplicates import Likeness, Reach, Sighting, Where, compare, likely, sighting
from qala.proposals.understanding.embedding import Vector

TABLE = "proposals_meaning"
NEAREST, COMPARED, SHOWN = 40, 60, 6
PATIENCE_MS = 150


def is_here() -> bool:
    """Whether this database can search by meaning (pgvector)."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT to_regclass(%s) IS NOT NULL", [TABLE])
        return bool(cursor.fetchone()[0])


def waiting(limit: int) -> list[Statement]:
    """Statements not yet read in full, oldest first; erased ones are never read again."""
    rows = Statement.objects.filter(embedded_at=None).exclude(text="").select_related("proposal__placard")
    return list(rows.order_by("pk")[:limit])


def waiting_count() -> int:
    return Statement.objects.filter(embedded_at=None).exclude(text="").count()


def vectors(pks: Iterable[int]) -> dict[int, Vector]:
    """The stored vectors of these cases."""
    wanted = list(pks)
    if not wanted or not is_here():
        return {}
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT proposal_id, vector::text FROM {TABLE} WHERE proposal_id = ANY(%s)", [wanted])  # noqa: S608
        return {pk: np.array(text.strip("[]").split(","), dtype=np.float32) for pk, text in cursor.fetchall()}


def nearest(pk: int, limit: int = NEAREST) -> list[tuple[int, float]]:
    """The cases nearest in meaning to a case, with the cosine. Late or without pgvector: nothing."""
    search = (
        f"SELECT proposal_id, 1 - (vector <=> own.v) FROM {TABLE}, "  # noqa: S608 - a constant
        f"(SELECT vector AS v FROM {TABLE} WHERE proposal_id = %s) AS own "
        "WHERE proposal_id <> %s ORDER BY vector <=> own.v LIMIT %s"
    )
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"SET LOCAL statement_timeout = {PATIENCE_MS}")
            cursor.execute(search, [pk, pk, limit])
            found = [(row[0], float(row[1])) for row in cursor.fetchall()]
            cursor.execute("SET LOCAL statement_timeout = DEFAULT")
    except DatabaseError:
        return []
    return found


@dataclass(frozen=True)
class Twin:
    """A case that may speak of the same thing; `sure` where the cut of the model says so."""

    case: Proposal
    likeness: Likeness
    sure: bool


@dataclass(frozen=True)
class Twins:
    """The twins found; `with_meaning` False where pgvector is missing or the case is not embedded yet."""

    found: Sequence[Twin]
    with_meaning: bool


def twins(proposal: Proposal, *, public: bool = False, shown: int = SHOWN) -> Twins:
    """Open or recent cases like this one, likest first. `public` leaves out what the public may not read."""
    statement = getattr(proposal, "statement", None)
    if statement is None or not statement.text:
        return Twins((), with_meaning=False)
    near = [pk for pk, _cosine in nearest(proposal.pk)]
    reach = reach_of(proposal)
    cases = list(_candidates(proposal, near, reach, public=public)[:COMPARED])
    known = vectors([proposal.pk, *(case.pk for case in cases)])
    own = seen(proposal, known.get(proposal.pk))
    found = []
    for case in cases:
        told = compare(model(), own, seen(case, known.get(case.pk)), reach)
        if told is not None:
            both = proposal.pk in known and case.pk in known
            found.append(Twin(case, told, likely(model(), told, with_meaning=both)))
    found.sort(key=lambda twin: (-twin.likeness.score, -twin.case.pk))
    return Twins(found[:shown], with_meaning=proposal.pk in known)


def reach_of(proposal: Proposal) -> Reach:
    """How far and how long one thing of the case's category goes on."""
    category = proposal.category
    return Reach(float(category.radius_m), float(category.days_back)) if category else Reach()


def _candidates(proposal: Proposal, near: list[int], reach: Reach, *, public: bool) -> QuerySet[Proposal]:
    """Near in meaning, or about the same asset, or within the category's reach."""
    where = Q(pk__in=near)
    if proposal.placard_id:
        where |= Q(placard=proposal.placard_id)
    if proposal.landmark_id:
        where |= Q(landmark=proposal.landmark_id)
    if proposal.longitude is not None and proposal.latitude is not None:
        box = Box.near(proposal.longitude, proposal.latitude, reach.metres)
        where |= Q(longitude__range=(box.west, box.east), latitude__range=(box.south, box.north))
    recent = Q(received_at__gte=now() - timedelta(days=reach.days)) | Q(state__in=OPEN_STATES)
    rows = Proposal.objects.filter(where, recent, erased_at=None).exclude(pk=proposal.pk)
    if public:
        rows = rows.filter(visibility=Visibility.PUBLIC, quarantined_at=None)
    return rows.select_related("statement", "category", "placard", "district").order_by("-received_at")


def seen(case: Proposal, vector: Vector | None) -> Sighting:
    """A case as the comparison reads it."""
    statement = getattr(case, "statement", None)
    where = Where(
        asset=str(case.landmark_id or ""),
        placard=str(case.placard_id or ""),
        placard_kind=case.placard.kind if case.placard else "",
        point=_metres(case),
    )
    return sighting(model(), statement.text if statement else "", case.received_at, where, vector)


def _metres(case: Proposal) -> tuple[float, float] | None:
    if case.longitude is None or case.latitude is None:
        return None
    east = case.longitude * METRES_PER_DEGREE * cos(radians(case.latitude))
    return (east, case.latitude * METRES_PER_DEGREE)
