"""Open data told of segments: their condition with the day of its survey, their turn in the programme in force."""

from collections.abc import Callable, Collection, Iterator, Mapping
from datetime import date, datetime, time, timedelta
from typing import Any

from qala.kernel.clock import CITY
from qala.places.exports import Row
from qala.places.models import Segment
from qala.planning.models import Plan
from qala.roads.queries.condition import conditions
from qala.roads.queries.programme import SEGMENT, plans
from qala.roads.queries.register import segments_on

Told = dict[int, dict[str, Any]]
UNKNOWN = ("pci", "rated_on", "expected", "low", "high", "method", "curve_set", "synthetic")


def condition_layer(day: date, segments: Collection[int]) -> Told:
    """What each was rated and what to expect on a day; all empty where nobody surveyed it: not surveyed is not good."""
    known = conditions(segments, day)
    told: Told = {pk: {"surveyed": pk in known, **dict.fromkeys(UNKNOWN)} for pk in segments}
    for pk, one in known.items():
        told[pk] |= {
            "pci": round(one.rated, 1), "rated_on": one.rated_on.isoformat(), "expected": round(one.value, 1),
            "low": round(one.low, 1), "high": round(one.high, 1), "method": one.method, "curve_set": one.curve_set,
            "synthetic": one.synthetic,
        }  # fmt: skip
    return told


def programme_layer(day: date, segments: Collection[int] | None = None) -> Told:
    """The steps of each in the programme that was in force on a day; those without a step are left out."""
    plan = _in_force(day)
    if plan is None:
        return {}
    rows = plan.choices.order_by("year", "pk").values_list("group", "year", "option")
    told: Told = {}
    for group, year, option in rows:
        pk = int(group.removeprefix(SEGMENT))
        if segments is None or pk in segments:
            one = told.setdefault(pk, {"year": year, "treatment": option, "steps": "", "plan_sha256": plan.sha256})
            one["steps"] = "; ".join(filter(None, [one["steps"], f"{year} {option}"]))
    return told


def _in_force(day: date) -> Plan | None:
    ends = datetime.combine(day + timedelta(days=1), time.min, CITY)
    return plans().filter(adopted_at__lt=ends, state__in=["adopted", "superseded"]).order_by("-adopted_at").first()


LAYERS: Mapping[str, Callable[[date, Collection[int]], Told]] = {
    "condition": condition_layer,
    "programme": programme_layer,
}


def layer_rows(name: str, day: date) -> Iterator[Row]:
    """A layer as a whole: the segments of a day with what is told of them."""
    segments = list(segments_on(day).select_related("street").order_by("pk"))
    told = LAYERS[name](day, {one.pk for one in segments})
    return (layer_row(one, told[one.pk]) for one in segments if one.pk in told)


def layer_row(one: Segment, told: Mapping[str, Any]) -> Row:
    """One segment as a feature of a layer."""
    names = one.street.names if one.street else None
    street = {
        "street": one.street_id,
        "name_kk": names.kk if names else "",
        "name_ru": names.ru if names else "",
        "measured_length_m": float(one.measured_length_m),
    }
    return Row(str(one.pk), one.line, {**street, **told})
