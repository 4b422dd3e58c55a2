"""The school calendar, now or as it was at an earlier version."""

from collections.abc import Collection
from datetime import date

from django.db.models import Max, Q

from qala.kernel.queries import city_calendar
from qala.roster.models import School, SchoolDay, Term
from qala.roster.rules import SchoolCalendar


def calendar_version() -> int:
    """Return the number of the newest mark in any school's calendar; 0 where there is none."""
    return SchoolDay.objects.aggregate(newest=Max("pk"))["newest"] or 0


def calendars_of(
    schools: Collection[School], first: date | None = None, last: date | None = None, version: int | None = None
) -> dict[int, SchoolCalendar]:
    """Return the calendar of each school by its number, in three questions however many schools there are.

    With `first` and `last` only marks of those days are read. `version` asks for the calendar as it stood then.
    """
    newest = calendar_version() if version is None else version
    work = city_calendar()
    terms = tuple(Term.objects.order_by("first_on").values_list("first_on", "last_on"))
    asked = Q(pk__lte=newest) & (Q(school__isnull=True) | Q(school__in=[school.pk for school in schools]))
    if first is not None:
        asked &= Q(day__gte=first)
    if last is not None:
        asked &= Q(day__lte=last)
    marks: dict[int, dict[date, str]] = {school.pk: {} for school in schools}
    for mark in SchoolDay.objects.filter(asked).order_by("pk").only("school_id", "day", "kind"):
        for own in marks.values() if mark.school_id is None else (marks[mark.school_id],):
            own[mark.day] = mark.kind
    return {school.pk: SchoolCalendar(work, terms, marks[school.pk], school.days_a_week, newest) for school in schools}


def calendar_of(
    school: School, first: date | None = None, last: date | None = None, version: int | None = None
) -> SchoolCalendar:
    """Return a school's calendar."""
    return calendars_of([school], first, last, version)[school.pk]


def open_days(school: School, first: date, last: date, version: int | None = None) -> tuple[date, ...]:
    """Return a school's lesson days from the first to the last day, both counted."""
    return calendar_of(school, first, last, version).open_days(first, last)


def is_open(school: School, day: date, version: int | None = None) -> bool:
    """Tell whether a school has lessons on a day."""
    return calendar_of(school, day, day, version).is_open(day)
