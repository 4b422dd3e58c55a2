"""What `roads` hears from other parts and is asked by them. `apps.ready()` imports this file; then it listens."""

from django.utils.translation import ngettext

from qala.kernel.actors import Job
from qala.kernel.announcements import listens
from qala.kernel.models import Announcement
from qala.planning.models import Plan
from qala.planning.objections import objects_to
from qala.roads.actions.defects import note_candidate
from qala.roads.actions.drafting import carry_over
from qala.roads.queries.network import KIND
from qala.roads.queries.taken_ground import steps_on_taken_ground
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


@objects_to(KIND)
def object_to_programme(plan: Plan) -> str:
    """A programme that was reckoned before works or a guarantee took its ground would pay twice."""
    steps = steps_on_taken_ground(plan)
    if not steps:
        return ""
    return ngettext(
        "Since it was reckoned, works or a guarantee took the ground of %(count)s repair, in %(year)s: it would be "
        "paid for twice. Have the programme reckoned again.",
        "Since it was reckoned, works or guarantees took the ground of %(count)s repairs, the first in %(year)s: they "
        "would be paid for twice. Have the programme reckoned again.",
        len(steps),
    ) % {"count": len(steps), "year": steps[0].year}
