"""The repair programme as pages show it: by year, by street, and why a street has its year."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from django.db.models import BigIntegerField, Count, OuterRef, QuerySet, Subquery, Sum
from django.db.models.functions import Cast, Substr

from qala.kernel.translated import Translated
from qala.places.models import Segment
from qala.planning.models import Choice, Plan
from qala.planning.queries import adopted_plan, document_of
from qala.roads.queries.network import KIND
from qala.roads.rules.published import programme_of, road_of
from qala.roads.rules.reasons import Course, by_year, courses_of

SEGMENT = "places.segment:"
MILLION_TENGE = 10**8
"""In tiyn."""


@dataclass(frozen=True, slots=True)
class Year:
    """One year of a plan: stretches, money spent and money there was, in tiyn."""

    year: int
    stretches: int
    tiyn: int
    budget: int


@dataclass(frozen=True, slots=True)
class Turn:
    """What the plan in force does to one stretch, and the courses it was chosen among, by the year they begin."""

    segment: Segment
    steps: tuple[Choice, ...]
    courses: dict[int | None, Course]


def plans() -> QuerySet[Plan]:
    """All repair programmes, the newest first."""
    return Plan.objects.of(KIND)


def years_of(plan: Plan) -> list[Year]:
    """The plan year by year."""
    spent = {
        row["year"]: row
        for row in plan.choices.values("year").annotate(stretches=Count("pk"), tiyn=Sum("tiyn")).order_by("year")
    }
    budgets: dict[int, int] = {}
    for limit in plan.limits.filter(key__startswith="budget:"):
        year = int(limit.key.split(":")[1])
        budgets[year] = budgets.get(year, 0) + limit.limit
    empty = {"stretches": 0, "tiyn": 0}
    return [
        Year(year, spent.get(year, empty)["stretches"], spent.get(year, empty)["tiyn"], budget)
        for year, budget in sorted(budgets.items())
    ]


def lines_of(plan: Plan, *, words: str = "", year: int | None = None) -> QuerySet[Choice]:
    """The steps of a plan with their street (`street_id`, `street_names`), narrowed to a year or a street's name."""
    segment = Cast(Substr("group", len(SEGMENT) + 1), BigIntegerField())
    own = Segment.objects.filter(pk=OuterRef("segment_number"))
    rows = plan.choices.annotate(segment_number=segment).annotate(
        street_id=Subquery(own.values("street_id")), street_names=Subquery(own.values("street__names")),
        street_search=Subquery(own.values("street__search")), metres=Subquery(own.values("measured_length_m")),
    )  # fmt: skip
    if words:
        rows = rows.filter(street_search__contains=words.casefold())
    return rows.filter(year=year) if year else rows


def street_name(row: Choice) -> str:
    """The street of a line, in the reader's language; a stretch without a street by its number."""
    names = getattr(row, "street_names", None)
    if isinstance(names, Translated):
        return str(names)
    return str(Translated(**names)) if names else row.group.removeprefix(SEGMENT)


def turns_of(segments: Iterable[Segment]) -> list[Turn]:
    """When these stretches are mended by the plan in force, and why then; empty while no plan is in force."""
    plan = adopted_plan(KIND)
    if plan is None:
        return []
    wanted = {f"{SEGMENT}{one.pk}": one for one in segments}
    steps: dict[str, list[Choice]] = {}
    for choice in plan.choices.filter(group__in=wanted):
        steps.setdefault(choice.group, []).append(choice)
    told = read(plan)
    programme, prices = programme_of(told), priced(plan)
    found = []
    for key, segment in wanted.items():
        road = road_of(told, key)
        if road is not None:
            own = tuple(steps.get(key, ()))
            chosen = tuple((one.year, one.option) for one in own)
            found.append(Turn(segment, own, by_year(courses_of(programme, road, prices, chosen))))
    return found


def priced(plan: Plan) -> dict[str, Fraction]:
    """The price of a unit of each limit."""
    per = int(plan.bound_per or 1)
    return {one.key: Fraction(int(one.price), per) for one in plan.limits.all()}


def read(plan: Plan) -> dict[str, Any]:
    """The published document."""
    told: dict[str, Any] = json.loads(document_of(plan))
    return told


@dataclass(frozen=True, slots=True)
class Limited:
    """A limit as a page says it: its year and source, or the promise; use, and what a further million tenge brings."""

    year: int | None
    source: str
    promise: str
    used: int
    million: int


def limits_of(plan: Plan) -> list[Limited]:
    """The limits in their order; the worth of a million tenge in the units of the plan's value."""
    per = int(plan.bound_per or 1)
    found = []
    for one in plan.limits.all():
        kind, *words = one.key.split(":")
        year, source = (int(words[0]), words[1]) if kind == "budget" else (None, "")
        promise = "" if kind == "budget" else words[-1]
        found.append(Limited(year, source, promise, one.used, int(one.price) * MILLION_TENGE // per))
    return found


def compared(chosen: Iterable[Plan]) -> list[dict[str, object]]:
    """Plans side by side: value, gap, money, condition and backlog at the end."""
    return [
        {
            "plan": one, "gap": one.gap, "tiyn": one.choices.aggregate(all=Sum("tiyn"))["all"] or 0,
            "condition": one.told.get("outlook", {}).get("condition", [None])[-1],
            "backlog": one.told.get("outlook", {}).get("backlog", [None])[-1],
        }
        for one in chosen
    ]  # fmt: skip
