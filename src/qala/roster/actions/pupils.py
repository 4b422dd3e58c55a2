"""Pupils come into a class, move and leave. A day back in time is allowed: papers follow children late."""

from datetime import date, timedelta

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from qala.journal.log import record
from qala.kernel.actors import Actor
from qala.kernel.refusals import Refusal, require
from qala.people.models import Person
from qala.people.refusing import unstorable
from qala.roster.models import Enrolment, LeavingReason, Pupil, SchoolClass
from qala.roster.policies import may_keep, may_move

IN_TWO_CLASSES = _("This pupil is in a class on some of these days already.")


def _insist_on_day(school_class: SchoolClass, day: date) -> None:
    year = school_class.year
    if not year.first_on <= day <= year.last_on:
        raise Refusal(
            _("The day lies outside the school year of this class."), code="wrong_day", fields={"on": _("Check it.")}
        )


def _seated(pupil: Pupil, school_class: SchoolClass, from_on: date) -> Enrolment:
    until_on = school_class.year.last_on + timedelta(days=1)
    place = Enrolment(pupil=pupil, school_class=school_class, from_on=from_on, until_on=until_on)
    with unstorable("a_pupil_is_in_one_class_at_a_time", IN_TWO_CLASSES, "in_a_class"):
        place.save(force_insert=True)
    return place


def _end(enrolment: Enrolment, until_on: date, reason: str) -> None:
    if enrolment.left_reason or not enrolment.from_on <= until_on <= enrolment.until_on:
        raise Refusal(_("The last day lies within the time in this class."), code="wrong_day")
    enrolment.until_on, enrolment.left_reason = until_on, reason
    enrolment.save(update_fields=["until_on", "left_reason"])


@transaction.atomic
def enrol(*, by: Actor, person: Person, school_class: SchoolClass, from_on: date) -> Enrolment:
    """Take a child into a class until the year is over; a child new to school becomes a pupil."""
    require(may_keep(by, school_class.school))
    if person.is_erased or person.birth_on is None or not person.is_minor(from_on):
        raise Refusal(_("A pupil is a child whose birth date is known."), code="not_a_child")
    _insist_on_day(school_class, from_on)
    pupil, _new = Pupil.objects.get_or_create(person=person)
    place = _seated(pupil, school_class, from_on)
    record(by, "roster.pupil.enrolled", place, pupil=pupil.pk, school_class=school_class.pk, from_on=from_on)
    return place


@transaction.atomic
def transfer(*, by: Actor, enrolment: Enrolment, to: SchoolClass, on: date) -> Enrolment:
    """Move a pupil to another class, here or at another school; `on` is the first day there."""
    require(may_move(by, enrolment, to))
    if to.pk == enrolment.school_class_id:
        raise Refusal(_("The pupil is in this class."), code="same_class")
    _insist_on_day(to, on)
    same_school = to.school_id == enrolment.school_class.school_id
    _end(enrolment, on, LeavingReason.CLASS_CHANGE if same_school else LeavingReason.SCHOOL_CHANGE)
    place = _seated(enrolment.pupil, to, on)
    record(by, "roster.pupil.transferred", place, pupil=place.pupil_id, was=enrolment.school_class_id, now=to.pk, on=on)
    return place


@transaction.atomic
def leave(*, by: Actor, enrolment: Enrolment, until_on: date, reason: str) -> Enrolment:
    """End a pupil's time in a class for a reason; `until_on` is the first day the pupil is not in it."""
    require(may_keep(by, enrolment.school_class.school))
    if reason not in LeavingReason.values:
        raise Refusal(_("Say why the pupil leaves."), code="no_reason", fields={"reason": _("Choose one.")})
    _end(enrolment, until_on, reason)
    record(by, "roster.pupil.left", enrolment, pupil=enrolment.pupil_id, until_on=until_on, reason=reason)
    return enrolment
