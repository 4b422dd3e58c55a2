"""What `roads` hears from other parts. `apps.ready()` imports this file; from then on its listeners listen."""

from qala.kernel.actors import Job
from qala.kernel.announcements import listens
from qala.kernel.models import Announcement
from qala.roads.actions.defects import note_candidate
from qala.roads.actions.drafting import carry_over
from qala.roads.rules.defects import KINDS

FOLLOWING = Job("roads.following")
DEFECTS = Job("roads.defects")


@listens("segments_succeeded", "roads.following")
def hear_succession(announcement: Announcement) -> None:
    """What lies on a segment that was cut, joined or drawn anew moves to its successors. Hearing it twice is once."""
    carry_over(by=FOLLOWING, segments=announcement.payload["segments"])


@listens("defect_reported", "roads.defects")
def hear_defect(announcement: Announcement) -> None:
    """A reported pothole or bad surface becomes a candidate; lamps are not of roads. Hearing it twice is once."""
    if announcement.payload["category"] in KINDS:
        note_candidate(by=DEFECTS, announcement=announcement)
