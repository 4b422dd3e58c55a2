"""Open meetings with the akim: announced, held, cancelled. What was asked there is a case or the meeting stays open."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from qala.journal.log import record
from qala.kernel.actors import Actor
from qala.kernel.clock import now
from qala.kernel.refusals import Refusal, require
from qala.kernel.translated import Translated
from qala.places.models import District
from qala.proposals.actions.seats import tell_of_cancelling
from qala.proposals.models import Meeting
from qala.proposals.policies import may_hold_meetings


@dataclass(frozen=True)
class MeetingSheet:
    """What is announced."""

    title: Translated
    place: Translated
    host: str
    starts_at: datetime
    ends_at: datetime
    seats: int
    district: District | None = None


@transaction.atomic
def announce_meeting(*, by: Actor, sheet: MeetingSheet) -> Meeting:
    """Open a meeting for registration."""
    require(may_hold_meetings(by))
    if sheet.ends_at <= sheet.starts_at:
        wrong = _("A meeting ends after it begins.")
        raise Refusal(wrong, code="ends-too-early", fields={"ends_at": wrong})
    if sheet.starts_at <= now():
        wrong = _("Announce a meeting before it begins.")
        raise Refusal(wrong, code="in-the-past", fields={"starts_at": wrong})
    meeting = Meeting.objects.create(
        title=sheet.title,
        place=sheet.place,
        host=sheet.host,
        starts_at=sheet.starts_at,
        ends_at=sheet.ends_at,
        seats=sheet.seats,
        district=sheet.district,
    )
    record(by, "proposals.meeting.announced", meeting, starts_at=sheet.starts_at, seats=sheet.seats)
    return meeting


@transaction.atomic
def hold(*, by: Actor, meeting: Meeting, asked: int) -> Meeting:
    """Close the meeting's list. Refused while fewer cases stand in it than questions were asked.

    `asked` is what the protocol controller counted in the hall: the promise given aloud must not be lost.
    """
    require(may_hold_meetings(by))
    held = _open(meeting)
    if held.starts_at > now():
        raise Refusal(_("This meeting has not begun yet."), code="not-begun", status=409)
    born = held.registrations.filter(proposal__isnull=False).count()
    if born < asked:
        missing = _("%(asked)d questions were asked and %(born)d are cases. Write down the others first.")
        wrong = missing % {"asked": asked, "born": born}
        raise Refusal(wrong, code="questions-missing", fields={"asked": wrong})
    held.held_at = now()
    held.save(update_fields=["held_at"])
    came = held.registrations.filter(came_at__isnull=False).count()
    record(by, "proposals.meeting.held", held, came=came, asked=asked, cases=born)
    return held


@transaction.atomic
def cancel(*, by: Actor, meeting: Meeting, reason: Translated) -> Meeting:
    """The meeting will not be: said on its page with the reason, and to everybody who confirmed a contact."""
    require(may_hold_meetings(by))
    held = _open(meeting)
    if not reason.kk.strip() or not reason.ru.strip():
        missing = _("Say why, in Kazakh and in Russian: people have planned their day.")
        raise Refusal(missing, code="reason-missing", fields={"reason_kk": missing})
    held.cancelled_at, held.cancelled_because = now(), reason
    held.save(update_fields=["cancelled_at", "cancelled_because"])
    told = tell_of_cancelling(by=by, meeting=held)
    record(by, "proposals.meeting.cancelled", held, letters=len(told))
    return held


def _open(meeting: Meeting) -> Meeting:
    """The meeting under its lock, while it is neither held nor cancelled."""
    held = Meeting.objects.select_for_update(no_key=True).get(pk=meeting.pk)
    if held.held_at or held.cancelled_at:
        raise Refusal(_("This meeting is closed already."), code="closed", status=409)
    return held
