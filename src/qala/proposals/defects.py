"""Defects of streets and lamps, told to the parts that mend them once an officer has read the case."""

from qala.kernel.announcements import announce
from qala.kernel.clock import local
from qala.kernel.keys import key_of
from qala.kernel.models import Announcement
from qala.proposals.models import Proposal

DEFECTS = frozenset({"pothole", "road_surface", "street_light"})
KIND = "defect_reported"


def tell_of_defect(proposal: Proposal) -> None:
    """Announce a defect, in the transaction that read it; a case speaks once, even if its category is changed again."""
    case = key_of(proposal)
    if proposal.category_id not in DEFECTS or Announcement.objects.filter(kind=KIND, payload__case=case).exists():
        return
    place = proposal.landmark or proposal.street or proposal.district
    announce(
        KIND,
        {
            "case": case,
            "category": proposal.category_id,
            "place": key_of(place) if place else "",
            "longitude": proposal.longitude,
            "latitude": proposal.latitude,
            "reported_on": local(proposal.received_at).date().isoformat(),
        },
    )
