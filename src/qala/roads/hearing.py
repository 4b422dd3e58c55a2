"""What `roads` hears from other parts. `apps.ready()` imports this file; from then on its listeners listen."""

from qala.kernel.actors import Job
from qala.kernel.announcements import listens
from qala.kernel.models import Announcement
from qala.roads.actions.drafting import carry_over

FOLLOWING = Job("roads.following")


@listens("segments_succeeded", "roads.following")
def hear_succession(announcement: Announcement) -> None:
    """What lies on a segment that was cut, joined or drawn anew moves to its successors. Hearing it twice is once."""
    carry_over(by=FOLLOWING, segments=announcement.payload["segments"])
