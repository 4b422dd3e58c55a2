"""What `proposals` hears from other parts. `apps.ready()` imports this file; from then on its listeners listen."""

from qala.kernel.actors import Job
from qala.kernel.announcements import listens
from qala.kernel.models import Announcement
from qala.proposals.actions.concerns import open_concern

CONCERNS = Job("proposals.concerns")


@listens("concern_raised", "proposals.concerns")
def hear_concern(announcement: Announcement) -> None:
    """A complaint raised in another part becomes a case with the same clock as any other. Hearing it twice is once."""
    open_concern(by=CONCERNS, announcement=announcement)
