"""What the pages of the register show."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Q, QuerySet

from qala.kernel.cards import Reference
from qala.kernel.clock import today
from qala.people.models import Person
from qala.people.queries import appointments
from qala.roster.models import Attendance, DayKind, School, SchoolClass, SchoolDay
from qala.roster.queries.days import calendar_of
from qala.roster.queries.presence import submitted
from qala.roster.queries.pupils import enrolments_on, pupils_of_guardian
from qala.roster.queries.schools import classes_of

LOOK_BACK = timedelta(days=13)
STATES = ("present", "late", "absent")


@dataclass(frozen=True)
class ClassDay:
    """A class on a day; the counts are None until it is handed in."""

    school_class: SchoolClass
    present: int | None = None
    absent: int | None = None

    @property
    def is_told(self) -> bool:
        return self.present is not None


def school_day(school: School, day: date) -> list[ClassDay]:
    """Return each class of a school with what it said of a day."""
    classes = list(classes_of(school, day))
    told = {row.school_class_id: row for row in submitted(day, [room.pk for room in classes])}
    return [_class_day(room, told.get(room.pk)) for room in classes]


def _class_day(room: SchoolClass, told: Attendance | None) -> ClassDay:
    return ClassDay(room) if told is None else ClassDay(room, len(told.present) + len(told.late), len(told.absent))


def class_at(slug: str, pk: int) -> SchoolClass | None:
    """Return a class of a school by both their keys."""
    rooms = SchoolClass.objects.select_related("school__organisation", "year", "teacher")
    return rooms.filter(pk=pk, school__organisation__slug=slug).first()


def teachers_of(school: School) -> list[Person]:
    """Return who is appointed class teacher at a school today, in the order of names."""
    return [post.person for post in appointments("class_teacher", school.slug)]


@dataclass(frozen=True)
class CalendarDay:
    """A day of a school as a calendar shows it."""

    day: date
    kind: str

    @property
    def is_open(self) -> bool:
        return self.kind == DayKind.LESSONS

    @property
    def word(self) -> str:
        return str(DayKind(self.kind).label)


def month_of(school: School, day: date) -> tuple[date, list[CalendarDay], QuerySet[SchoolDay]]:
    """Return the first of a month, its days, and every mark ever made in it, newest first."""
    first = day.replace(day=1)
    last = (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)
    plan = calendar_of(school, first, last)
    days = [
        CalendarDay(each, plan.kind(each)) for each in (first + timedelta(n) for n in range((last - first).days + 1))
    ]
    marks = (
        SchoolDay.objects.filter(Q(school=school) | Q(school__isnull=True), day__range=(first, last))
        .select_related("note", "school")
        .order_by("-pk")
    )
    return first, days, marks


@dataclass(frozen=True)
class Child:
    """A pupil for a parent: the class, and (day, state) of the latest lesson days, newest first."""

    person: Person
    school_class: SchoolClass | None
    days: list[tuple[date, str]]


def children_of(guardian: Person) -> list[Child]:
    """Return a guardian's children at school with their days."""
    day = today()
    pupils = pupils_of_guardian(guardian, day)
    places = {row.pupil_id: row for row in enrolments_on(day).filter(pupil__in=pupils)}
    found = []
    for pupil in pupils:
        place = places.get(pupil.pk)
        room = place.school_class if place else None
        found.append(Child(pupil.person, room, _days_of(pupil.pk, room, day) if room else []))
    return found


def _days_of(pupil: int, room: SchoolClass, until: date) -> list[tuple[date, str]]:
    since = until - LOOK_BACK
    rows = Attendance.objects.filter(school_class=room, day__range=(since, until)).order_by("day", "version")
    told = {row.day: next((state for state in STATES if pupil in getattr(row, state)), "unknown") for row in rows}
    days = calendar_of(room.school, since, until).open_days(since, until)
    return [(day, told.get(day, "unknown")) for day in reversed(days)]


def cabinet(person: Person) -> list[Reference]:
    """Return a line for each child at school, for a person's own page."""
    pupils = pupils_of_guardian(person)
    rooms = {row.pupil_id: row.school_class for row in enrolments_on().filter(pupil__in=pupils)}
    return [
        Reference(str(pupil.person), "/me/children/", f"{rooms[pupil.pk].school.name}, {rooms[pupil.pk].title}")
        for pupil in pupils
        if pupil.pk in rooms
    ]
