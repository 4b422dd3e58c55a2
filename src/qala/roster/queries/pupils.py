"""Who is a pupil where, on a day."""

from collections.abc import Collection
from datetime import date
from uuid import UUID

from django.db.models import Q, QuerySet

from qala.kernel.clock import today
from qala.people.models import Person
from qala.people.queries import wards_of
from qala.roster.models import Enrolment, Pupil, PupilCard, School, SchoolClass


def enrolments_on(day: date | None = None, school: School | None = None) -> QuerySet[Enrolment]:
    """Return the enrolments in force on a day, of one school or of all, with pupil, person and class."""
    found = Enrolment.objects.in_force(day).select_related("pupil__person", "school_class__school__organisation")
    return found if school is None else found.filter(school_class__school=school)


def enrolment_on(pupil: Pupil, day: date | None = None) -> Enrolment | None:
    """Return the class a pupil is in on a day, or None: a pupil is in one at a time."""
    return enrolments_on(day).filter(pupil=pupil).first()


def pupils_of(school: School, day: date | None = None) -> QuerySet[Pupil]:
    """Return the pupils of a school on a day."""
    there = Enrolment.objects.in_force(day).filter(school_class__school=school)
    return Pupil.objects.filter(pk__in=there.values("pupil")).select_related("person")


def class_roster(school_class: SchoolClass, day: date | None = None) -> QuerySet[Pupil]:
    """Return the pupils of a class on a day, in the order of their names."""
    there = Enrolment.objects.in_force(day).filter(school_class=school_class)
    return (
        Pupil.objects.filter(pk__in=there.values("pupil"))
        .select_related("person")
        .order_by("person__family", "person__given", "pk")
    )


def eligible(grades: Collection[int], day: date | None = None, school: School | None = None) -> QuerySet[Enrolment]:
    """Return the enrolments of a day in certain grades: those free meals are given to by grade, for example."""
    return enrolments_on(day, school).filter(school_class__grade__in=list(grades))


def pupils_of_guardian(guardian: Person, day: date | None = None) -> QuerySet[Pupil]:
    """Return the children at school a person answers for on a day."""
    return Pupil.objects.filter(person__in=wards_of(guardian, day)).select_related("person")


def card_of(pupil: Pupil) -> PupilCard | None:
    """Return the card a pupil carries now."""
    return PupilCard.objects.filter(pupil=pupil, withdrawn_on__isnull=True).first()


def pupil_by_card(code: str, day: date | None = None) -> Pupil | None:
    """Return whose card this is on a day; None for an unknown, a later or a withdrawn one."""
    asked = day or today()
    lasting = Q(withdrawn_on__isnull=True) | Q(withdrawn_on__gt=asked)
    card = PupilCard.objects.filter(lasting, code=code, issued_on__lte=asked).select_related("pupil__person").first()
    return card.pupil if card else None


def at_school(persons: Collection[UUID], day: date | None = None) -> set[UUID]:
    """Of these persons, by their keys, those who are or will be pupils: nobody erases them before they leave."""
    staying = Enrolment.objects.filter(pupil__person__in=persons, until_on__gt=day or today())
    return set(staying.values_list("pupil__person", flat=True))
