"""What is known of a segment's condition on a day: the last rating, how old, and what to expect by now."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from qala.places.models import Segment
from qala.roads.models import Rating, WearFit
from qala.roads.queries.ratings import last_ratings
from qala.roads.rules.deterioration import HUNDRED, TEN, Forecast, Wear
from qala.roads.rules.references import reference_for

PCI = "astm-d6433"
DAYS = 365.25


@dataclass(frozen=True, slots=True)
class Condition:
    """`value` is the forecast for the day, eight of ten outcomes lie between `low` and `high`; `rated` was seen.

    `method`: `own history` or `reference`; `source` says which fit or which row. `synthetic` must show.
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


def condition_of(segment: Segment, on: date, procedure: str = PCI) -> Condition | None:
    """The condition of one segment on a day by what was known then; None where nobody surveyed it."""
    return conditions([segment.pk], on, procedure).get(segment.pk)


def conditions(segments: Iterable[int], on: date, procedure: str = PCI) -> dict[int, Condition]:
    """The same for many, in a few questions to the database. Segments that were never surveyed are left out."""
    last = last_ratings(segments, on, procedure).values()
    fit = WearFit.objects.filter(procedure=procedure, fitted_on__lte=on).order_by("-fitted_on", "-pk").first()
    wear = _wear(fit) if fit else None
    found = (_condition(row, on, wear, f"roads.wearfit:{fit.pk}" if fit else "") for row in last)
    return {one.segment: one for one in found if one}


def _condition(row: Rating, on: date, wear: Wear | None, fit: str) -> Condition | None:
    years, rated = (on - row.rated_on).days / DAYS, float(row.value)
    reference = reference_for(row.surface, on)
    told: Forecast
    if wear:
        told, method, source = wear.forecast(rated, years, row.cracks), "own history", fit
    elif reference and row.procedure == PCI:
        told, method, source = reference.forecast(rated, years), "reference", reference.source
    else:
        told, method, source = Forecast(rated, rated, 0.0, rated), "as rated", "nothing is known of its wear"
    return Condition(
        row.segment_id, on, told.expected, told.low, told.high, rated, row.rated_on, years, row.procedure,
        row.curve_set, row.synthetic, method, source,
    )  # fmt: skip


def _wear(fit: WearFit) -> Wear:
    return Wear(
        HUNDRED if fit.procedure == PCI else TEN,
        {level: slope for level, slope in fit.told["slopes"]},  # noqa: C416 - pairs of a JSON list
        {(level, cracks): factor for level, cracks, factor in fit.told["cracks"]},
        {years: (low, high) for years, low, high in fit.told["misses"]},
        fit.pairs,
    )
