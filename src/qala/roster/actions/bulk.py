"""Whole registers at once: classes, seats, cards and attendance by the thousand, in a few statements.

Trusted for what a loader has checked row by row; the database's own constraints and triggers judge every row still.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from qala.journal.log import record_many
from qala.kernel.actors import Actor
from qala.kernel.clock import now
from qala.kernel.refusals import require
from qala.people.models import Person
from qala.people.refusing import unstorable
from qala.roster.actions.pupils import IN_TWO_CLASSES
from qala.roster.models import Attendance, Enrolment, Pupil, PupilCard, School, SchoolClass, SchoolYear
from qala.roster.policies import may_keep_schools

BATCH = 5_000


@dataclass(frozen=True, slots=True)
class Place:
    """A class to open."""

    school: School
    grade: int
    letter: str
    language: str = "kk"
    shift: int = 1
    teacher: Person | None = None
    source_id: str = ""


@dataclass(frozen=True, slots=True)
class Seat:
    """A child to take into a class until the year is over."""

    person: Person
    school_class: SchoolClass
    from_on: date
    source_id: str = ""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A class on a day, pupils by their numbers."""

    school_class: int
    day: date
    present: Sequence[int]
    late: Sequence[int] = ()
    absent: Sequence[int] = ()
    version: int = 1


@transaction.atomic
def open_classes(*, by: Actor, year: SchoolYear, places: Sequence[Place]) -> list[SchoolClass]:
    """Open many classes of a year."""
    require(may_keep_schools(by))
    rows = [
        SchoolClass(
            school=place.school,
            year=year,
            grade=place.grade,
            letter=place.letter,
            language=place.language,
            shift=place.shift,
            teacher=place.teacher,
            source_id=place.source_id,
        )
        for place in places
    ]
    with unstorable("one_class_per_grade_and_letter", _("There is such a class this year."), "class_taken"):
        made = SchoolClass.objects.bulk_create(rows, batch_size=BATCH)
    record_many(by, "roster.class.opened", made, year=year.slug)
    return made


@transaction.atomic
def enrol_many(*, by: Actor, seats: Sequence[Seat]) -> list[Enrolment]:
    """Take many children into classes; those new to school become pupils. All of them or none."""
    require(may_keep_schools(by))
    known = {pupil.person_id: pupil for pupil in Pupil.objects.filter(person__in=[seat.person.pk for seat in seats])}
    fresh = {
        seat.person.pk: Pupil(person=seat.person, source_id=seat.source_id)
        for seat in seats
        if seat.person.pk not in known
    }
    for pupil in Pupil.objects.bulk_create(fresh.values(), batch_size=BATCH):
        known[pupil.person_id] = pupil
    rows = [
        Enrolment(
            pupil=known[seat.person.pk],
            school_class=seat.school_class,
            from_on=seat.from_on,
            until_on=seat.school_class.year.last_on + timedelta(days=1),
        )
        for seat in seats
    ]
    with unstorable("a_pupil_is_in_one_class_at_a_time", IN_TWO_CLASSES, "in_a_class"):
        made = Enrolment.objects.bulk_create(rows, batch_size=BATCH)
    record_many(
        by,
        "roster.pupil.enrolled",
        [(row, {"pupil": row.pupil_id, "school_class": row.school_class_id}) for row in made],
    )
    return made


@transaction.atomic
def issue_cards(*, by: Actor, cards: Sequence[tuple[int, str]], on: date) -> list[PupilCard]:
    """Give out many cards: pairs of a pupil's number and a code."""
    require(may_keep_schools(by))
    rows = [PupilCard(pupil_id=pupil, code=code, issued_on=on) for pupil, code in cards]
    with unstorable("pupilcard_code", _("This card was given out before."), "card_taken"):
        made = PupilCard.objects.bulk_create(rows, batch_size=BATCH)
    record_many(by, "roster.card.issued", [(row, {"pupil": row.pupil_id}) for row in made], on=on)
    return made


@transaction.atomic
def submit_many(*, by: Actor, sheets: Sequence[Sheet], at: datetime | None = None) -> int:
    """Hand in many classes and days, as a register of another program holds them; returns how many."""
    require(may_keep_schools(by))
    told_at = at or now()
    rows = [
        Attendance(
            school_class_id=sheet.school_class,
            day=sheet.day,
            version=sheet.version,
            present=sheet.present,
            late=sheet.late,
            absent=sheet.absent,
            submitted_at=told_at,
            submitted_by=by.actor_key,
        )
        for sheet in sheets
    ]
    made = Attendance.objects.bulk_create(rows, batch_size=BATCH)
    record_many(
        by,
        "roster.attendance.submitted",
        [(row, {"school_class": row.school_class_id, "day": row.day, "absent": len(row.absent)}) for row in made],
    )
    return len(made)
