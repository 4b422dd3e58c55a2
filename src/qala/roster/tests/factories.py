"""A school for tests: a trait for every lawful state. Rows are made directly; actions are tested by themselves."""

from collections.abc import Sequence
from datetime import date, timedelta

import factory

from qala.people.models import Person
from qala.people.tests.factories import AppointmentFactory, GuardianshipFactory, OrganisationFactory, PersonFactory
from qala.roster.models import (
    Attendance,
    Enrolment,
    Pupil,
    PupilCard,
    School,
    SchoolClass,
    SchoolDay,
    SchoolDayNote,
    SchoolYear,
    Term,
)

FIRST, LAST = date(2026, 9, 1), date(2027, 8, 31)
OVER = LAST + timedelta(days=1)
TERMS = (
    (date(2026, 9, 1), date(2026, 10, 25)),
    (date(2026, 11, 2), date(2026, 12, 29)),
    (date(2027, 1, 11), date(2027, 3, 18)),
    (date(2027, 3, 30), date(2027, 5, 25)),
)


class SchoolYearFactory(factory.django.DjangoModelFactory[SchoolYear]):
    """The year 2026–27 with its four terms; asked twice it is the same row."""

    class Meta:
        model = SchoolYear
        django_get_or_create = ("slug",)
        skip_postgeneration_save = True

    slug = "2026-27"
    first_on = FIRST
    last_on = LAST
    source = "Test"

    @factory.post_generation
    def terms(obj: SchoolYear, create: bool, extracted: Sequence[tuple[date, date]] | None, **_: object) -> None:  # noqa: N805
        if create and not Term.objects.filter(year=obj).exists():
            spans = TERMS if extracted is None else extracted
            Term.objects.bulk_create(
                Term(year=obj, ordinal=n, first_on=first, last_on=last) for n, (first, last) in enumerate(spans, 1)
            )


class SchoolFactory(factory.django.DjangoModelFactory[School]):
    class Meta:
        model = School

    organisation = factory.SubFactory(
        OrganisationFactory, kind="school", slug=factory.Sequence(lambda n: f"school-{n + 1}")
    )
    number = factory.Sequence(lambda n: str(n + 1))
    kind = "state"
    design_capacity = 600
    shifts = 2

    class Params:
        private = factory.Trait(kind="private", shifts=1)
        six_days = factory.Trait(days_a_week=6)


class SchoolClassFactory(factory.django.DjangoModelFactory[SchoolClass]):
    class Meta:
        model = SchoolClass

    school = factory.SubFactory(SchoolFactory)
    year = factory.SubFactory(SchoolYearFactory)
    grade = 3
    letter = factory.Sequence(lambda n: f"А{n}")
    language = "kk"

    class Params:
        second_shift = factory.Trait(shift=2)
        led = factory.Trait(teacher=factory.SubFactory(PersonFactory))


class PupilFactory(factory.django.DjangoModelFactory[Pupil]):
    """A child born in 2016."""

    class Meta:
        model = Pupil

    person = factory.SubFactory(PersonFactory, child=True)


class PupilCardFactory(factory.django.DjangoModelFactory[PupilCard]):
    class Meta:
        model = PupilCard

    pupil = factory.SubFactory(PupilFactory)
    code = factory.Sequence(lambda n: f"QALA-{n:08}")
    issued_on = FIRST

    class Params:
        lost = factory.Trait(withdrawn_on=date(2026, 10, 1), reason="lost")


class EnrolmentFactory(factory.django.DjangoModelFactory[Enrolment]):
    class Meta:
        model = Enrolment

    pupil = factory.SubFactory(PupilFactory)
    school_class = factory.SubFactory(SchoolClassFactory)
    from_on = FIRST
    until_on = OVER

    class Params:
        left = factory.Trait(until_on=date(2026, 10, 1), left_reason="left_city")


class SchoolDayFactory(factory.django.DjangoModelFactory[SchoolDay]):
    """A mark for all schools; name a school for one."""

    class Meta:
        model = SchoolDay

    day = date(2026, 11, 20)
    kind = "closed"
    reason = "frost"
    marked_by = "job:tests"

    class Params:
        quarantine = factory.Trait(kind="quarantine", reason="illness")
        holiday = factory.Trait(kind="holiday", reason="order")
        reopened = factory.Trait(kind="lessons", reason="mistake")


class SchoolDayNoteFactory(factory.django.DjangoModelFactory[SchoolDayNote]):
    class Meta:
        model = SchoolDayNote

    school_day = factory.SubFactory(SchoolDayFactory)
    text = "Жылу жоқ"


class AttendanceFactory(factory.django.DjangoModelFactory[Attendance]):
    """Handed in for a class and a day; every pupil named must be enrolled in the class."""

    class Meta:
        model = Attendance

    school_class = factory.SubFactory(SchoolClassFactory)
    day = date(2026, 11, 20)
    submitted_by = "job:tests"


def class_of(count: int, **facts: object) -> tuple[SchoolClass, list[Pupil]]:
    """A class with so many pupils, all enrolled for the year."""
    school_class = SchoolClassFactory(**facts)
    return school_class, [EnrolmentFactory(school_class=school_class).pupil for _ in range(count)]


def officer(role: str, school: School) -> Person:
    """Somebody who holds a role in a school today."""
    return AppointmentFactory(role=role, organisation=school.organisation).person


def parent_of(pupil: Pupil) -> Person:
    """Somebody who answers for a pupil."""
    return GuardianshipFactory(child=pupil.person).guardian
