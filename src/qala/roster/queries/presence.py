"""Who was at school on a day, and which classes have said so."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from datetime import date

from django.db.models import QuerySet

from qala.roster.models import Attendance, Enrolment, School, SchoolClass
from qala.roster.rules import Presence, joined


def submitted(day: date, classes: Collection[int] | None = None) -> QuerySet[Attendance]:
    """Return the newest list of each class that handed one in for a day."""
    found = Attendance.objects.filter(day=day)
    if classes is not None:
        found = found.filter(school_class__in=classes)
    return found.order_by("school_class_id", "-version").distinct("school_class_id")


def _by_class(day: date, enrolled: Mapping[int, set[int]]) -> dict[int, Presence]:
    lists = {row.school_class_id: row for row in submitted(day, list(enrolled))}
    found = {}
    for school_class, pupils in enrolled.items():
        row = lists.get(school_class)
        found[school_class] = Presence(
            day,
            frozenset(pupils),
            # Somebody who was marked and left the class since, back-dated, is no longer counted that day.
            frozenset(pupils & set(row.present if row else ())),
            frozenset(pupils & set(row.late if row else ())),
            frozenset(pupils & set(row.absent if row else ())),
        )
    return found


def present_at(schools: Collection[School], day: date) -> dict[int, Presence]:
    """Return who was at each school on a day, by the school's number, in two questions for any number of schools."""
    enrolled: dict[int, set[int]] = defaultdict(set)
    school_of: dict[int, int] = {}
    rows = Enrolment.objects.in_force(day).filter(school_class__school__in=[school.pk for school in schools])
    for school_class, school, pupil in rows.values_list("school_class", "school_class__school", "pupil"):
        enrolled[school_class].add(pupil)
        school_of[school_class] = school
    parts: dict[int, list[Presence]] = defaultdict(list)
    for school_class, presence in _by_class(day, enrolled).items():
        parts[school_of[school_class]].append(presence)
    return {school.pk: joined(day, parts[school.pk]) for school in schools}


def present_on(school: School, day: date) -> Presence:
    """Return who was at a school on a day: counts are the sizes of its groups, and unknown is one of them."""
    return present_at([school], day)[school.pk]


def class_presence(school_class: SchoolClass, day: date) -> Presence:
    """Return who was in a class on a day."""
    pupils = set(Enrolment.objects.in_force(day).filter(school_class=school_class).values_list("pupil", flat=True))
    return _by_class(day, {school_class.pk: pupils})[school_class.pk]
