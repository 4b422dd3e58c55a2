"""What a parent does: agree or take it back, say how the food was, raise a concern."""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from qala.journal.log import record
from qala.kernel.actors import Actor
from qala.kernel.announcements import announce
from qala.kernel.clock import now, today
from qala.kernel.keys import key_of
from qala.kernel.models import Announcement
from qala.kernel.refusals import Refusal, require
from qala.meals.actions import vouchers
from qala.meals.models import Appeal, Pause, Rating, ServiceEvent, Voucher
from qala.meals.policies import may_consent, may_speak_for
from qala.meals.queries.removals import off_list
from qala.meals.rules.bases import WITHDRAWN
from qala.meals.rules.processes import VOUCHER
from qala.meals.steps import as_it_stands, living_consent
from qala.people.actions import withdraw_consent
from qala.people.models import Person
from qala.people.refusing import unstorable
from qala.roster.models import Pupil

LONGEST = 4_000


@transaction.atomic
def agree(*, by: Actor, voucher: Voucher) -> Voucher:
    """Agree to the voucher, for the first time or again after it was taken back."""
    require(may_consent(by, voucher))
    as_it_stands(voucher, "consent")
    if voucher.state == "suspended":
        _renew(by, voucher)
    else:
        vouchers.consent(by=by, voucher=voucher)
    record(by, "meals.consent.given", voucher)
    return voucher


def _renew(by: Actor, voucher: Voucher) -> None:
    """A consent given again ends the rest it began; what the school paused for another reason goes on resting."""
    voucher.consent = living_consent(by, voucher.pupil.person, vouchers.PURPOSE)
    pause = Pause.objects.filter(voucher=voucher, until_on=None, reason=WITHDRAWN).first()
    if pause is not None:
        voucher.state = VOUCHER.after(voucher.state, "resume")
        pause.until_on = max(today(), pause.from_on)
        pause.save(update_fields=["until_on"])
    voucher.save(update_fields=["state", "consent"])


@transaction.atomic
def take_back(*, by: Actor, voucher: Voucher) -> Voucher:
    """Take the consent back: the voucher rests from today, no code works. The child goes on eating.

    What the school paused already goes on resting, and only a new consent lets it be resumed.
    """
    require(may_consent(by, voucher))
    as_it_stands(voucher, "consent")
    withdraw_consent(by=by, person=voucher.pupil.person, purpose=vouchers.PURPOSE)
    if voucher.state != "suspended":
        voucher.state = VOUCHER.after(voucher.state, "suspend")
        voucher.save(update_fields=["state"])
        Pause.objects.create(voucher=voucher, from_on=today(), reason=WITHDRAWN)
    record(by, "meals.consent.withdrawn", voucher)
    return voucher


@transaction.atomic
def rate(*, by: Person, event: ServiceEvent, stars: int) -> Rating:
    """Say how a meal was, once a day. Nobody can take it away."""
    require(event.pupil is not None and may_speak_for(by, event.pupil))
    rating = Rating(pupil=event.pupil, by=by, school=event.school, day=event.day, stars=stars, at=now())
    with unstorable("one_rating_per_parent_and_day", _("You have rated this day already."), "rated"):
        rating.save(force_insert=True)
    record(by, "meals.rating.given", rating, school=event.school.slug, day=event.day, stars=stars)
    return rating


@transaction.atomic
def raise_concern(*, by: Actor, pupil: Pupil, event: ServiceEvent, words: str, language: str) -> Announcement:
    """Complain in words about a meal. It becomes a case of the city with a clock; the words can be erased."""
    require(may_speak_for(by, pupil) and event.pupil_id == pupil.pk)
    about = key_of(event)
    told = _tell(by, about, words, language)
    record(by, "meals.concern.raised", about, school=event.school.slug, day=event.day)
    return told


@transaction.atomic
def appeal(*, by: Person, pupil: Pupil, words: str, language: str) -> Appeal:
    """Say that a child was wrongly left off the list, or its voucher wrongly paused.

    It becomes a case of the city with a clock; the words can go.
    """
    require(may_speak_for(by, pupil))
    off = off_list(pupil)
    if off is None:
        raise Refusal(_("Your child stands on the list."), code="listed", status=409)
    row = Appeal(pupil=pupil, school=off.school, off_since=off.since, reason=off.reason, by=by, at=now())
    with unstorable("one_appeal_against_a_removal", _("You have asked about this already."), "appealed"):
        row.save(force_insert=True)
    _tell(by, key_of(row), words, language)
    record(by, "meals.appeal.raised", row, school=off.school.slug, reason=off.reason)
    return row


def _tell(by: Actor, about: str, words: str, language: str) -> Announcement:
    if not words.strip():
        raise Refusal(_("Write what was wrong."), code="words_missing")
    return announce(
        "concern_raised",
        {"about": about, "language": language, "raised_by": by.actor_key},
        words=words.strip()[:LONGEST],
    )
