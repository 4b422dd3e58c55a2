"""What is known of a segment's condition on a day: the last rating, how old, and what to expect by now."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import NamedTuple

from qala.places.models import Segment
from qala.roads.models import Rating, WearFit
from qala.roads.queries.drops import drops_since
from qala.roads.queries.lifts import lifts_since
from qala.roads.queries.ratings import last_ratings
from qala.roads.rules.deterioration import HUNDRED, TEN, Forecast, Wear
from qala.roads.rules.lifts import Lift
from qala.roads.rules.references import reference_for

PCI = "astm-d6433"
DAYS = 365.25


@dataclass(frozen=True, slots=True)
class Condition:
    """`value` is the forecast for the day; where nobody mends about eight of ten lie between `low` and `high`; `rated`
    was seen.

    `method`: `own history` (of the `nearest level` where its own taught nothing) or `reference`; `source` says which
    fit or which row. `synthetic` must show. `works`: the numbers of works accepted since it was rated, whose lift is
    assumed: `low` is as if they had brought nothing. `cuts`: the numbers of digs opened since, whose harm is assumed:
    `high` is as if they had done none.
    """

    segment: int
    on: date
    value: float
    low: float
    high: float
    rated: float
    rated_on: date
    age_years: float
    procedure: str
    curve_set: str
    synthetic: bool
    method: str
    source: str
    works: tuple[int, ...] = ()
    cuts: tuple[int, ...] = ()


class Course(NamedTuple):
    """How a rated stretch is taken to wear: points and years to a forecast, by which method and source."""

    forecast: Callable[[float, float], Forecast]
    method: str
    source: str


def condition_of(segment: Segment, on: date, procedure: str = PCI) -> Condition | None:
    """The condition of one segment on a day by what was known then; None where nobody surveyed it."""
    return conditions([segment.pk], on, procedure).get(segment.pk)


def conditions(segments: Iterable[int], on: date, procedure: str = PCI) -> dict[int, Condition]:
    """The same for many, in a few questions to the database. Segments that were never surveyed are left out.

    Works accepted since a rating lift it, digs opened since lower it, until somebody surveys the stretch again.
    """
    last = last_ratings(segments, on, procedure)
    fit = WearFit.objects.filter(procedure=procedure, fitted_on__lte=on).order_by("-fitted_on", "-pk").first()
    wear = _wear(fit) if fit else None
    rated = {key: row.rated_on for key, row in last.items()} if procedure == PCI else {}
    lifts, drops = lifts_since(rated, on), drops_since(rated, on)
    source = f"roads.wearfit:{fit.pk}" if fit else ""
    known = (_condition(row, on, _course(row, on, wear, source), lifts.get(key, ())) for key, row in last.items())
    return {one.segment: _dropped(one, *drops[one.segment]) if one.segment in drops else one for one in known}


def _dropped(known: Condition, points: float, cuts: tuple[int, ...]) -> Condition:
    low, value = max(0.0, known.low - points), max(0.0, known.value - points)
    return replace(known, value=value, low=low, cuts=cuts)


def _course(row: Rating, on: date, wear: Wear | None, fit: str) -> Course:
    reference = reference_for(row.surface, on) if row.procedure == PCI else None
    if wear and (reference is None or not wear.surfaces or row.surface in wear.surfaces):
        method = "own history" if wear.knows(float(row.value)) else "own history, nearest level"
        return Course(lambda score, years: wear.forecast(score, years, row.cracks), method, fit)
    if reference:
        return Course(reference.forecast, "reference", reference.source)
    return Course(lambda score, _years: Forecast(score, score, 0.0, score), "as rated", "nothing is known of its wear")


def _condition(row: Rating, on: date, course: Course, lifts: Sequence[Lift]) -> Condition:
    rated, age = float(row.value), (on - row.rated_on).days / DAYS
    seen = told = course.forecast(rated, age)
    day, score = row.rated_on, rated
    for lift in lifts:
        score = min(100.0, course.forecast(score, (lift.on - day).days / DAYS).expected + lift.points)
        day = lift.on
        told = course.forecast(score, (on - day).days / DAYS)
    return Condition(
        row.segment_id, on, told.expected, min(seen.low, told.low), told.high, rated, row.rated_on, age, row.procedure,
        row.curve_set, row.synthetic, course.method, course.source, tuple(lift.works for lift in lifts),
    )  # fmt: skip


def _wear(fit: WearFit) -> Wear:
    return Wear(
        HUNDRED if fit.procedure == PCI else TEN,
        {level: slope for level, slope in fit.told["slopes"]},  # noqa: C416 - pairs of a JSON list
        {(level, cracks): factor for level, cracks, factor in fit.told["cracks"]},
        {years: (low, high) for years, low, high in fit.told["misses"]},
        fit.pairs,
        tuple(fit.told.get("surfaces", ())),
    )
