"""Works accepted since a stretch was rated, and what they are taken to have brought it."""

from collections import defaultdict
from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from qala.roads.models import Ground, Works
from qala.roads.queries.works import norms_on
from qala.roads.rules.lifts import Lift, points_of
from qala.roads.rules.terms import terms_on
from qala.roads.rules.works import Size


def lifts_since(rated: Mapping[int, date], on: date) -> dict[int, list[Lift]]:
    """By segment, in the order of their acts: works accepted after the day it was rated and until ``on``."""
    rows = Ground.objects.on(on).filter(segment__in=rated, works__accepted_on__lte=on)
    part: dict[tuple[int, int], Decimal] = defaultdict(Decimal)
    works: dict[int, Works] = {}
    for row in rows.select_related("works", "segment"):
        done = row.works
        if done and done.accepted_on and done.accepted_on > rated[row.segment_id]:
            works[done.pk] = done
            part[row.segment_id, done.pk] += (row.to_m - row.from_m) / row.segment.measured_length_m
    norms = {day: norms_on(day) for day in {accepted_on(one) for one in works.values()}}
    found: dict[int, list[Lift]] = defaultdict(list)
    for (segment, number), share in part.items():
        lift = _lift(works[number], share, norms)
        if lift.points > 0:
            found[segment].append(lift)
    return {segment: sorted(own, key=lambda one: (one.on, one.works)) for segment, own in found.items()}


def _lift(works: Works, part: Decimal, norms: Mapping[date, Mapping[str, Decimal]]) -> Lift:
    day, size = accepted_on(works), Size(works.top_cm, works.base_cm, works.area_m2, works.whole_m2)
    return Lift(day, points_of(size, part, norms[day], terms_on(day)), works.pk)


def accepted_on(works: Works) -> date:
    """The day of the act; of works without one, the day they were noted."""
    return works.accepted_on or works.noted_on
