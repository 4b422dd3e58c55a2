"""Storms: many cases of one event, gathered in an incident. Which open cases may belong together."""

from datetime import timedelta

from django.db.models import Q

from qala.kernel.clock import now
from qala.places.rules.geometry import Box
from qala.proposals.models import OPEN_STATES, Incident, Proposal
from qala.proposals.queries.likeness import reach_of

STORM_HOURS, STORM_MOST = 24, 3_000


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
