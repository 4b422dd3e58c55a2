"""What `proposals` hears from other parts. `apps.ready()` imports this file; from then on its listeners listen."""

from qala.kernel.actors import Job
from qala.kernel.announcements import listens
from qala.kernel.models import Announcement
from qala.proposals.actions.concerns import open_concern
from qala.proposals.actions.notices import write_notice

CONCERNS = Job("proposals.concerns")
NOTICES = Job("proposals.notices")


@listens("concern_raised", "proposals.concerns")
def hear_concern(announcement: Announcement) -> None:
    """A complaint raised in another part becomes a case with the same clock as any other. Hearing it twice is once."""
    open_concern(by=CONCERNS, announcement=announcement)


@listens("notice_due", "proposals.notices")
def hear_notice(announcement: Announcement) -> None:
    """What another part must tell a person becomes a letter. Hearing it twice is once."""
    write_notice(by=NOTICES, announcement=announcement)
