"""Leftovers beside served counts."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, QuerySet

from qala.meals.models import Leftover, Meal
from qala.meals.rules.months import last_of
from qala.roster.models import School


@dataclass(frozen=True)
class Weighed:
    """What came back from a service, in grams, beside the meals counted then."""

    day: date
    service: str
    grams: int
    meals: int
    version: int

    @property
    def a_meal(self) -> int | None:
        """Grams a meal; None where no meal was counted."""
        return self.grams // self.meals if self.meals else None


def newest(school: School, month: date) -> QuerySet[Leftover]:
    """The weighing that holds for each service of a month."""
    rows = Leftover.objects.filter(school=school, day__range=(month, last_of(month))).select_related("service")
    return rows.order_by("-day", "service_id", "-version").distinct("day", "service_id")


def weighed(school: School, month: date) -> list[Weighed]:
    """A month of weighings, the newest day first."""
    meals = Meal.objects.filter(school=school, day__range=(month, last_of(month)), reversal=None)
    counts = {(row["day"], row["service"]): row["n"] for row in meals.values("day", "service").annotate(n=Count("pk"))}
    return [
        Weighed(row.day, str(row.service), row.grams, counts.get((row.day, row.service_id), 0), row.version)
        for row in newest(school, month)
    ]


def weighed_in_all(school: School, month: date) -> tuple[int, int]:
    """Grams of a month and on how many days somebody weighed: what the public reads, without a count of meals."""
    rows = list(newest(school, month))
    return sum(row.grams for row in rows), len({row.day for row in rows})
