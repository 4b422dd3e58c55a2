"""Seats and questions of an open meeting. A question becomes a case in the transaction that takes it in."""

from dataclasses import dataclass, replace
from uuid import UUID, uuid5

from django.db import transaction
from django.utils.translation import gettext as _

from qala.journal.log import record
from qala.kernel.actors import Actor
from qala.kernel.clock import now
from qala.kernel.refusals import Refusal, require
from qala.proposals.actions import intake
from qala.proposals.counting import spend, spend_letter
from qala.proposals.models import Letter, Meeting, Proposal, Registration
from qala.proposals.policies import holds_seat, may_hold_meetings, may_submit
from qala.proposals.rules.meetings import waits
from qala.proposals.rules.sheet import Sheet


@dataclass(frozen=True)
class SeatSheet:
    """What a person wrote down to come. Everything may be empty; `question` is a filled sheet of its own."""

    name: str = ""
    email: str = ""
    language: str = "kk"
    question: Sheet | None = None
    device: str = ""


@transaction.atomic
def join(*, by: Actor, meeting: Meeting, uid: UUID, sheet: SeatSheet) -> Registration:
    """Take a seat, or a place on the waiting list. The same `uid` again answers with the first seat.

    The meeting's row is held until the commit, so that nobody else counts the same free seat; the database refuses
    one seat too many on its own as well.
    """
    require(may_submit(by))
    held = _still_to_come(meeting)
    earlier = Registration.objects.filter(uid=uid, meeting=held).first()
    if earlier is not None:
        return earlier
    from_device = spend(f"seat:{sheet.device}", a_day=True) if sheet.device else 0
    taken = held.registrations.filter(waiting=False).count()
    case = _asked(by, held, uid, sheet.question)
    seat = Registration.objects.create(
        meeting=held,
        uid=uid,
        name=sheet.name,
        contact=sheet.email,
        language=sheet.language,
        registered_at=now(),
        waiting=waits(held.seats, taken, from_device=from_device),
        proposal=case,
    )
    record(by, "proposals.meeting.joined", held, seat=seat.pk, waiting=seat.waiting)
    if seat.contact:
        _write(seat, "meeting_seat")
    return seat


def _still_to_come(meeting: Meeting) -> Meeting:
    """The meeting under its lock; refused where nobody can come any more."""
    held = Meeting.objects.select_for_update(no_key=True).get(pk=meeting.pk)
    if held.cancelled_at is not None:
        gone = _("This meeting is cancelled. Your question is welcome as a message.")
        raise Refusal(gone, code="cancelled", status=409)
    if held.held_at is not None or held.ends_at <= now():
        raise Refusal(_("This meeting is over. Your question is welcome as a message."), code="held", status=409)
    return held


def _asked(by: Actor, meeting: Meeting, uid: UUID, question: Sheet | None) -> Proposal | None:
    """The question as a case of its own: same talon, same clock."""
    if question is None:
        return None
    sheet = replace(question, channel="meeting", district_id=question.district_id or meeting.district_id)
    case = intake.submit(by=by, uid=uuid5(uid, "question"), sheet=sheet)
    record(by, "proposals.meeting.asked", meeting, case=case.pk)
    return case


def _write(seat: Registration, template: str) -> None:
    """One letter to an address nobody has confirmed; every further one needs the reader's yes."""
    if template == "meeting_seat":
        spend_letter(seat.contact)
    elif seat.contact_confirmed_at is None:
        return
    at = now()
    Letter.objects.get_or_create(
        dedup=f"seat-{seat.pk}:{template}",
        defaults={
            "way": Letter.Way.EMAIL,
            "address": seat.contact,
            "language": seat.language,
            "template": template,
            "slots": {"meeting": seat.meeting_id, "seat": seat.pk},
            "queued_at": at,
            "next_try_at": at,
        },
    )


@transaction.atomic
def leave(*, by: Actor, seat: Registration) -> Meeting:
    """Give the seat back: the row is erased, the first of the waiting list moves up. A question stays a case."""
    require(holds_seat(by, seat) or may_hold_meetings(by))
    held = Meeting.objects.select_for_update(no_key=True).get(pk=seat.meeting_id)
    if seat.came_at is not None:
        raise Refusal(_("You have been at this meeting: the seat stays in its list."), code="came", status=409)
    gone, had_seat, case = seat.pk, not seat.waiting, seat.proposal_id
    Registration.objects.filter(pk=gone).delete()
    moved = _move_up(held) if had_seat else 0
    record(by, "proposals.meeting.left", held, seat=gone, case=case, moved_up=moved)
    return held


def _move_up(meeting: Meeting) -> int:
    """The first who waits gets the free seat."""
    if meeting.held_at or meeting.cancelled_at or meeting.ends_at <= now():
        return 0
    first = meeting.registrations.filter(waiting=True, came_at=None).order_by("pk").first()
    if first is None or meeting.registrations.filter(waiting=False).count() >= meeting.seats:
        return 0
    first.waiting = False
    first.save(update_fields=["waiting"])
    _write(first, "meeting_moved_up")
    return first.pk


@transaction.atomic
def confirm_contact(*, by: Actor, seat: Registration) -> Registration:
    """The reader of the letter wants to hear when something changes."""
    require(holds_seat(by, seat))
    if seat.contact and seat.contact_confirmed_at is None:
        seat.contact_confirmed_at = now()
        seat.save(update_fields=["contact_confirmed_at"])
    record(by, "proposals.meeting.contacted", seat.meeting, seat=seat.pk)
    return seat


@transaction.atomic
def come(*, by: Actor, seat: Registration) -> Registration:
    """Mark that somebody came. Marking again changes nothing."""
    require(may_hold_meetings(by))
    if seat.came_at is None:
        seat.came_at = now()
        seat.save(update_fields=["came_at"])
    record(by, "proposals.meeting.came", seat.meeting, seat=seat.pk)
    return seat


@transaction.atomic
def ask_aloud(*, by: Actor, meeting: Meeting, uid: UUID, question: Sheet, seat: Registration | None = None) -> Proposal:
    """Write down a question asked aloud: it is a case before the next person speaks. The same `uid` is one case."""
    require(may_hold_meetings(by))
    meeting = Meeting.objects.select_for_update(no_key=True).get(pk=meeting.pk)
    if meeting.cancelled_at is not None:
        raise Refusal(_("This meeting is cancelled: nobody could ask there."), code="cancelled", status=409)
    earlier = Registration.objects.filter(meeting=meeting, uid=uid).select_related("proposal").first()
    if earlier is not None and earlier.proposal is not None:
        return earlier.proposal
    at = now()
    case = _asked(by, meeting, uid, replace(question, accepted_by=by.actor_key))
    assert case is not None
    if seat is not None and seat.meeting_id == meeting.pk and seat.proposal_id is None:
        seat.proposal, seat.came_at = case, seat.came_at or at
        seat.save(update_fields=["proposal", "came_at"])
    else:
        Registration.objects.create(
            meeting=meeting, uid=uid, language=case.language, registered_at=at, came_at=at, waiting=True, proposal=case
        )
    record(by, "proposals.meeting.came", meeting, case=case.pk)
    return case


@transaction.atomic
def tell_of_cancelling(*, by: Actor, meeting: Meeting) -> list[Letter]:
    """Tell everybody who confirmed a contact that the meeting will not be. Returns the queued letters."""
    require(may_hold_meetings(by))
    told = []
    for seat in meeting.registrations.exclude(contact="").filter(contact_confirmed_at__isnull=False):
        _write(seat, "meeting_cancelled")
        told.append(seat.pk)
    letters = list(Letter.objects.filter(dedup__in=[f"seat-{pk}:meeting_cancelled" for pk in told]))
    record(by, "proposals.letter.queued", meeting, template="meeting_cancelled", letters=len(letters))
    return letters
