"""The repair programme as pages show it: by year, by street, by limit, beside others, and what it cannot do."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import pairwise
from typing import Any

from django.db.models import BigIntegerField, Case, Count, F, OuterRef, QuerySet, Subquery, Sum, When
from django.db.models.functions import Cast, Substr

from qala.kernel.translated import Translated
from qala.places.models import District, Segment, Street
from qala.places.queries import street_lines
from qala.planning.models import Choice, Limit, Plan
from qala.planning.rules.model import Sense
from qala.roads.queries.network import KIND

SEGMENT = "places.segment:"
MOST_STREETS = 200
MILLION_TENGE = 10**8
"""In tiyn."""


@dataclass(frozen=True, slots=True)
class Year:
    """One year of a plan: stretches, money spent and money there was, in tiyn."""

    year: int
    stretches: int
    tiyn: int
    budget: int


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


def lines_of(
    plan: Plan, *, words: str = "", year: int | None = None, streets: Collection[int] | None = None
) -> QuerySet[Choice]:
    """The steps of a plan with their street (`street_id`, `street_names`), by year and street.

    Narrowed to a year, to streets by their keys, or to streets whose name is like these words.
    """
    segment = Cast(Substr("group", len(SEGMENT) + 1), BigIntegerField())
    own = Segment.objects.filter(pk=OuterRef("segment_number"))
    rows = plan.choices.annotate(segment_number=segment).annotate(
        street_id=Subquery(own.values("street_id")), street_names=Subquery(own.values("street__names")),
        street_search=Subquery(own.values("street__search")), metres=Subquery(own.values("measured_length_m")),
    )  # fmt: skip
    rows = rows.order_by("year", "street_search", "street_id", "option", "source", "pk")
    if streets is not None:
        rows = rows.filter(street_id__in=list(streets))
    if words:
        rows = rows.filter(street_id__in=[street.pk for street in street_lines(words)[:MOST_STREETS]])
    return rows.filter(year=year) if year else rows


def street_name(row: Choice) -> str:
    """The street of a line, in the reader's language; a stretch without a street by its number."""
    names = getattr(row, "street_names", None)
    if isinstance(names, Translated):
        return str(names)
    return str(Translated(**names)) if names else row.group.removeprefix(SEGMENT)


@dataclass(frozen=True, slots=True)
class StreetStep:
    """What a plan does on one street in a year in one way from one source: stretches, metres and tiyn together."""

    year: int
    street_id: int | None
    name: str
    option: str
    source: str
    stretches: int
    metres: Decimal
    tiyn: int


def streets_of(plan: Plan, *, words: str = "", year: int | None = None) -> list[StreetStep]:
    """The steps of a plan street by street, in the order of `lines_of`; stretches without a street by their numbers."""
    lone = Case(When(street_id__isnull=True, then=F("group")))
    rows = lines_of(plan, words=words, year=year).annotate(lone=lone)
    keys = ("year", "street_search", "street_id", "lone", "option", "source")
    told = rows.order_by().values_list(*keys).annotate(Count("pk"), Sum("metres"), Sum("tiyn")).order_by(*keys)
    names = Street.objects.in_bulk({row[2] for row in told if row[2] is not None})
    return [
        StreetStep(at, street, str(names[street]) if street else group.removeprefix(SEGMENT), *figures)
        for at, _search, street, group, *figures in told
    ]


@dataclass(frozen=True, slots=True)
class Limited:
    """A limit as a page says it: a year's money by source, or a promise to a district by name; both in tiyn.

    ``million``: what a further million tenge brings. Promised to a district instead, it takes worth away: below nought.
    """

    year: int | None
    source: str
    sense: str
    name: str
    limit: int
    used: int
    million: int


def limits_of(plan: Plan) -> list[Limited]:
    """The limits in their order; the worth of a million tenge in the units of the plan's value."""
    names = district_names()
    return [_limited(one, int(plan.bound_per or 1), names) for one in plan.limits.all()]


def _limited(one: Limit, per: int, names: Mapping[str, str]) -> Limited:
    kind, *words = one.key.split(":")
    year, source, name = (int(words[0]), words[1], "") if kind == "budget" else (None, "", words[-1])
    worth = int(one.price) * MILLION_TENGE // per
    return Limited(
        year, source, one.sense, names.get(name, name), one.limit, one.used,
        -worth if one.sense == Sense.AT_LEAST else worth,
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Mend:
    """One treatment by a plan's terms: points it lifts by, condition it is meant for, wear after it, tiyn a m²."""

    option: str
    gain: Decimal
    low: Decimal
    high: Decimal
    slow: int
    price: int


@dataclass(frozen=True, slots=True)
class PlanTerms:
    """By which terms a plan was reckoned: since when, from where, and what a metre weighs by the class of its road."""

    since: date
    is_verified: bool
    sources: tuple[str, str]
    mends: list[Mend]
    weights: list[tuple[str, int]]


def terms_of(plan: Plan) -> PlanTerms | None:
    """The terms a plan was reckoned by, as it tells them; None for a plan of before they were kept with it."""
    told = plan.told.get("terms")
    if not told:
        return None
    mends = [
        Mend(one["key"], points(one["gain"]), points(one["low"]), points(one["high"]), one["slow"], one["price"])
        for one in told["treatments"]
    ]
    weights = [(str(word), told["users"][slug]) for slug, word in Segment.CLASSES if slug in told["users"]]
    sources = (told["source"], told["users_source"])
    return PlanTerms(date.fromisoformat(told["valid_from"]), bool(told["verified"]), sources, mends, weights)


def points(hundredths: int) -> Decimal:
    """Points of condition, told in hundredths."""
    return Decimal(hundredths) / 100


@dataclass(frozen=True, slots=True)
class Scenario:
    """A plan beside others: its figures at the end, those of the list sorted by condition, and its worst district."""

    plan: Plan
    tiyn: int
    condition: float | None
    backlog: int | None
    listed_gap: float | None
    listed_condition: float | None
    hindmost: str
    hindmost_condition: float | None
    foremost_condition: float | None


def compared(chosen: Iterable[Plan]) -> list[Scenario]:
    """Plans side by side: money, condition and backlog at the end, the worst first, and how fair it is."""
    names = district_names()
    return [_scenario(one, names) for one in chosen]


def _scenario(plan: Plan, names: Mapping[str, str]) -> Scenario:
    course, listed = plan.told.get("outlook", {}), plan.told.get("worst_first", {})
    districts = course.get("districts", {})
    last = min(districts, key=districts.__getitem__, default="")
    return Scenario(
        plan, plan.choices.aggregate(all=Sum("tiyn"))["all"] or 0,
        _end(course, "condition"), _end(course, "backlog"), listed.get("gap"), _end(listed, "condition"),
        names.get(last, last), districts.get(last), max(districts.values(), default=None),
    )  # fmt: skip


def _end(course: Mapping[str, Any], figure: str) -> Any:
    return course.get(figure, [None])[-1]


def district_names() -> dict[str, str]:
    """Districts by their code, in the reader's language."""
    return {str(one.pk): str(one) for one in District.objects.all()}


@dataclass(frozen=True, slots=True)
class Ahead:
    """One year of the outlook: (condition, backlog) by the plan, without repair, by the list sorted by condition.

    ``delay``: by how much a year without repair lets the waiting repairs grow, in tiyn.
    """

    year: int
    plan: tuple[float, int]
    nothing: tuple[float, int]
    listed: tuple[float, int]
    delay: int


def outlook_of(plan: Plan) -> list[Ahead]:
    """Year by year, the state before the first year in front."""
    first = int(plan.asked["start"]) - 1
    by_plan, nothing, listed = (
        list(zip(plan.told[name]["condition"], plan.told[name]["backlog"], strict=True))
        for name in ("outlook", "nothing", "worst_first")
    )
    grown = [0, *(after[1] - before[1] for before, after in pairwise(nothing))]
    return [
        Ahead(first + at, by_plan[at], nothing[at], listed[at], grown[at]) for at in range(len(by_plan))
    ]


@dataclass(frozen=True, slots=True)
class Demand:
    """One of the demands that contradict each other: what it is, and the words its page needs.

    ``kind`` is "unsound" or "broken" where it was not reckoned to an end: then ``name`` says what stood in the way.
    """

    kind: str
    year: int | None = None
    source: str = ""
    tiyn: int | None = None
    name: str = ""
    segment: Segment | None = None
    steps: tuple[tuple[int, str], ...] = ()


def demands_of(plan: Plan) -> list[Demand]:
    """Why a plan failed: what contradicts itself, told by street, district and year instead of keys."""
    names, asked = district_names(), plan.asked
    return [_demand(key, asked, names) for key in plan.conflict]


def _demand(key: str, asked: Mapping[str, Any], names: Mapping[str, str]) -> Demand:
    kind, *words = key.split(":")
    if kind == "budget":
        year, source = int(words[0]), words[1]
        tiyn = next((money for at, own, money in asked["budgets"] if (at, own) == (year, source)), None)
        return Demand("budget", year=year, source=source, tiyn=tiyn)
    if kind in {"at_least", "at_most"}:
        field, value = words
        tiyn = next((money for own, one, money, _sense in asked["promises"] if (own, one) == (field, value)), None)
        return Demand(kind, name=names.get(value, value), tiyn=tiyn)
    if kind in {"unsound", "broken"}:
        return Demand(kind, name=words[0])
    unplanned = kind == "unplanned"
    group = key.removeprefix("unplanned:")
    segment = Segment.objects.select_related("street").filter(pk=int(group.removeprefix(SEGMENT))).first()
    wishes = asked.get("wishes", ())
    told = tuple((year, kind) for own, _first, _last, fixed in wishes if own == group for year, kind in fixed)
    return Demand("unplanned" if unplanned else "fixed", segment=segment, steps=told)
