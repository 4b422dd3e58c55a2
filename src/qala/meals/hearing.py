"""What `meals` hears from other parts. `apps.ready()` imports this file; from then on its listeners listen."""

from uuid import UUID

from qala.kernel.actors import Job
from qala.kernel.announcements import listens
from qala.kernel.models import Announcement
from qala.meals.actions.vouchers import PURPOSE, rest_withdrawn

CONSENTS = Job("meals.consents")


@listens("consent_withdrawn", "meals.consents")
def hear_withdrawal(announcement: Announcement) -> None:
    """A consent taken back on any page lets the voucher rest. Hearing it twice is once."""
    if announcement.payload["purpose"] == PURPOSE:
        rest_withdrawn(by=CONSENTS, person=UUID(str(announcement.payload["person"])))
