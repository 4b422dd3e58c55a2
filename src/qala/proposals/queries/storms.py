"""Many cases of one matter: which open cases may belong to a storm, and which hang together as twins."""

from datetime import timedelta

from django.db.models import Q

from qala.kernel.clock import now
from qala.places.rules.geometry import Box
from qala.proposals.models import OPEN_STATES, Incident, Proposal
from qala.proposals.queries.likeness import reach_of
from qala.proposals.rules.works import ORDERED_IN

STORM_HOURS, STORM_MOST = 24, 3_000


def _of_kind(slug: str) -> Q:
    """Sorted under this category, or not sorted yet and most likely of it: in a storm nobody sorts first."""
    return Q(category=slug) | Q(category=None, statement__suggested__0__0=slug)


def storm_around(proposal: Proposal) -> list[Proposal]:
    """Open cases of the last day that may be the same event: of one kind, in one district or at a near place."""
    if proposal.category_id is None:
        return []
    place = Q(district=proposal.district_id) if proposal.district_id else Q()
    if not proposal.district_id and proposal.longitude is not None and proposal.latitude is not None:
        box = Box.near(proposal.longitude, proposal.latitude, 3 * reach_of(proposal).metres)
        place = Q(longitude__range=(box.west, box.east), latitude__range=(box.south, box.north))
    span = timedelta(hours=STORM_HOURS)
    around = (max(proposal.received_at - span, now() - 2 * span), proposal.received_at + span)
    cases = Proposal.objects.filter(
        place, _of_kind(proposal.category_id), incident=None, state__in=OPEN_STATES, received_at__range=around
    )
    others = cases.exclude(pk=proposal.pk).select_related("statement", "landmark", "street")
    return list(others.order_by("-received_at")[:STORM_MOST])


def newcomers(incident: Incident) -> list[Proposal]:
    """Open cases of the same kind since the storm began that have not joined it."""
    place = Q(district=incident.district_id) if incident.district_id else Q()
    since = incident.opened_at - timedelta(hours=STORM_HOURS)
    return list(
        Proposal.objects.filter(
            place, _of_kind(incident.category_id), incident=None, state__in=OPEN_STATES, received_at__gte=since
        )[:STORM_MOST]
    )


def with_twins(case: Proposal) -> list[Proposal]:
    """The case and the twins that hang on it, as far as somebody answers for them: one hole is mended once."""
    twins = Proposal.objects.filter(links__target=case, links__kind="duplicate", links__undone_at=None)
    return [case, *twins.filter(state__in=ORDERED_IN).order_by("pk")]
