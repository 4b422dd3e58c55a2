"""Put every question to a month, set-based, and say how often each was a false alarm."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db import connection
from django.db.models import Count, Q

from qala.meals.models import Flag, Meal
from qala.meals.queries.flags.around import AROUND, OFFICES
from qala.meals.queries.flags.places import PLACES, standing
from qala.meals.queries.flags.sentences import QUESTIONS
from qala.meals.queries.settings import setting
from qala.meals.rules.months import month_after
from qala.roster.models import School
from qala.roster.queries import calendars_of

NUMBERS = (
    "attendance_factor_permille", "provisional_cap_permille", "line_seconds", "growth_permille", "capacity_permille",
    "flat_days", "fast_scans", "after_hours_minutes", "after_hours_scans", "denials", "confirmations_by_one",
    "moves_a_year", "arrivals_permille", "leftover_grams", "terminal_metres",
)  # fmt: skip


@dataclass(frozen=True)
class Found:
    """A question: rule, school, days, how many, the published threshold, tiyn at stake, what about, which meals."""

    rule: str
    school: int
    day: date
    until_on: date
    count: int
    threshold: int
    tiyn: int
    about: str
    meals: tuple[int, ...] = ()


def questions(month: date) -> list[Found]:
    """Everything the month's numbers ask."""
    last = month_after(month) - timedelta(days=1)
    facts: dict[str, Any] = {slug: setting(slug, last) for slug in NUMBERS}
    facts |= {"first": month, "last": last, "before": (month - timedelta(days=1)).replace(day=1)}
    facts["offices"] = list(OFFICES)
    facts |= {"year_ago": month.replace(year=month.year - 1)} | _closed(month, last) | standing()
    found = []
    with connection.cursor() as cursor:
        for rule, statement in (*QUESTIONS, *AROUND, *PLACES):
            cursor.execute(statement, facts)
            found += [_found(rule, row) for row in cursor.fetchall()]
    return found


def _found(rule: str, row: tuple[Any, ...]) -> Found:
    school, day, until_on, count, threshold, tiyn, about, meals = row
    return Found(rule, school, day, until_on, count, threshold, tiyn, about, tuple(meals or ()))


def _closed(first: date, last: date) -> dict[str, Any]:
    """Schools and days with counted meals on which, as the calendar says by now, there were no lessons."""
    pairs = set(Meal.objects.filter(day__range=(first, last)).order_by().values_list("school_id", "day").distinct())
    schools = School.objects.filter(pk__in={school for school, _day in pairs})
    calendars = calendars_of(list(schools), first, last)
    shut = [(school, day) for school, day in pairs if not calendars[school].is_open(day)]
    return {"closed_schools": [school for school, _day in shut], "closed_days": [day for _school, day in shut]}


@dataclass(frozen=True)
class Rate:
    """How often a rule's questions were answered, and how many of them had a good explanation."""

    rule: str
    asked: int
    answered: int
    explained: int

    @property
    def permille(self) -> int | None:
        """False alarms in a thousand answers; None before the first answer."""
        return 1000 * self.explained // self.answered if self.answered else None


def false_positives(rules: Iterable[str] | None = None) -> list[Rate]:
    """The published false-positive rate of each rule."""
    rows = Flag.objects.all() if rules is None else Flag.objects.filter(rule__in=list(rules))
    told = rows.order_by("rule").values("rule").annotate(
        asked=Count("pk"),
        answered=Count("pk", filter=~Q(answer="")),
        explained=Count("pk", filter=Q(answer="explained")),
    )  # fmt: skip
    return [Rate(**row) for row in told]
