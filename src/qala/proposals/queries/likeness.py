"""Which cases may speak of the same thing, by place, spelling and meaning, with the reasons an officer reads."""

from dataclasses import dataclass
from datetime import timedelta

from django.db import connection
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from qala.kernel.clock import now
from qala.places.rules.geometry import Box
from qala.proposals.models import OPEN_STATES, Incident, Proposal
from qala.proposals.queries.meaning import TABLE, is_here, reach_of, seen, vectors
from qala.proposals.queries.understanding import model
from qala.proposals.understanding.duplicates import Likeness, Reason, compare

COMPARED, SHOWN, ALIKE = 24, 6, 0.25
STORM_HOURS, STORM_MOST = 24, 3_000


@dataclass(frozen=True)
class Alike:
    """A case that may be a twin: how likely, and why in words."""

    case: Proposal
    score: float
    why: tuple[str, ...]


def alike(proposal: Proposal, *, limit: int = SHOWN) -> list[Alike]:
    """Open or recent cases like this one, likest first."""
    statement = getattr(proposal, "statement", None)
    if statement is None or not statement.text:
        return []
    meant = _by_meaning(proposal.pk)
    candidates = list(_candidates(proposal, meant)[:COMPARED])
    known = vectors([proposal.pk, *(case.pk for case in candidates)])
    own = seen(proposal, known.get(proposal.pk))
    reach = reach_of(proposal)
    found = [(case, compare(model(), own, seen(case, known.get(case.pk)), reach)) for case in candidates]
    likely = [Alike(case, told.score, _words(told)) for case, told in found if told and told.score >= ALIKE]
    return sorted(likely, key=lambda one: -one.score)[:limit]


def _candidates(proposal: Proposal, meant: list[int]) -> QuerySet[Proposal]:
    near = Q(pk__in=meant)
    if proposal.placard_id:
        near |= Q(placard=proposal.placard_id)
    if proposal.landmark_id:
        near |= Q(landmark=proposal.landmark_id)
    if proposal.longitude is not None and proposal.latitude is not None:
        box = Box.near(proposal.longitude, proposal.latitude, reach_of(proposal).metres)
        near |= Q(longitude__range=(box.west, box.east), latitude__range=(box.south, box.north))
    if proposal.category_id and proposal.district_id:
        near |= Q(category=proposal.category_id, district=proposal.district_id)
    since = proposal.received_at - timedelta(days=reach_of(proposal).days)
    twins = Proposal.objects.filter(near, received_at__gte=since).exclude(pk=proposal.pk)
    return twins.select_related("statement", "category", "placard").order_by("-received_at")


def _by_meaning(pk: int) -> list[int]:
    if not is_here():
        return []
    nearest = (
        f"SELECT other.proposal_id FROM {TABLE} AS own, {TABLE} AS other "  # noqa: S608 - a constant's name
        "WHERE own.proposal_id = %s AND other.proposal_id <> own.proposal_id "
        "ORDER BY other.vector <=> own.vector LIMIT 8"
    )
    with connection.cursor() as cursor:
        cursor.execute(nearest, [pk])
        return [row[0] for row in cursor.fetchall()]


def _words(told: Likeness) -> tuple[str, ...]:
    return tuple(_reason(reason) for reason in told.reasons)


def _reason(reason: Reason) -> str:
    amount = round(reason.amount * 100) if reason.code in {"words", "meaning"} else round(reason.amount)
    return {
        "same_asset": _("the same object"),
        "same_placard": _("the same placard"),
        "near": _("%(metres)s m away") % {"metres": amount},
        "recent": _("%(hours)s hours apart") % {"hours": amount},
        "words": _("alike in words, %(share)s of 100") % {"share": amount},
        "meaning": _("alike in meaning, %(share)s of 100") % {"share": amount},
        "category": _("the same category"),
    }[reason.code]


def storm_around(proposal: Proposal) -> list[Proposal]:
    """Open cases of the last day that may be the same event: one category, one district or a near place."""
    if proposal.category_id is None:
        return []
    place = Q(district=proposal.district_id) if proposal.district_id else Q()
    if not proposal.district_id and proposal.longitude is not None and proposal.latitude is not None:
        box = Box.near(proposal.longitude, proposal.latitude, 3 * reach_of(proposal).metres)
        place = Q(longitude__range=(box.west, box.east), latitude__range=(box.south, box.north))
    span = timedelta(hours=STORM_HOURS)
    around = (max(proposal.received_at - span, now() - 2 * span), proposal.received_at + span)
    cases = Proposal.objects.filter(
        place, category=proposal.category_id, incident=None, state__in=OPEN_STATES, received_at__range=around
    )
    others = cases.exclude(pk=proposal.pk).select_related("statement", "landmark", "street")
    return list(others.order_by("-received_at")[:STORM_MOST])


def newcomers(incident: Incident) -> list[Proposal]:
    """Open cases of the same kind since the storm began that have not joined it."""
    place = Q(district=incident.district_id) if incident.district_id else Q()
    since = incident.opened_at - timedelta(hours=STORM_HOURS)
    return list(
        Proposal.objects.filter(
            place, category=incident.category_id, incident=None, state__in=OPEN_STATES, received_at__gte=since
        )[:STORM_MOST]
    )
