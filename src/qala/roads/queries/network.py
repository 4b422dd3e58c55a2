"""The network as a programme sees it: every paved stretch whose condition is known, weighed and with its guarantees."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from qala.places.models import Segment
from qala.planning.models import Choice
from qala.roads.models import Carriageway
from qala.roads.queries.condition import conditions
from qala.roads.queries.groups import groups_of
from qala.roads.queries.taken_ground import Taken, steps_by_segment, taken_ground
from qala.roads.rules.asked import Asked, Wish
from qala.roads.rules.programme import Programme, Road
from qala.roads.rules.terms import Terms, terms_on

KIND = "roads.repairs"
LEAST_WEAR, MOST_WEAR = 10, 1_000
"""Hundredths of a point a year: no road is eternal, and no forecast loses more than ten points in one."""
PAVED = ("asphalt", "concrete", "cold_asphalt")


@dataclass(frozen=True, slots=True)
class Network:
    """Roads for the planner, and how many present segments could not be planned for, by reason.

    ``under_way``: how many of the roads wait for works programmed or contracted, and for the guarantee these will have.
    """

    roads: tuple[Road, ...]
    left_out: Mapping[str, int]
    under_way: int = 0


def network(asked: Asked, terms: Terms) -> Network:
    """Conditions are those of 1 January of the first year."""
    day = date(asked.horizon.start, 1, 1)
    segments = Segment.objects.present().select_related("street").prefetch_related("street__districts")
    areas = paved_areas()
    known, later = conditions(areas, day), conditions(areas, date(day.year + 1, 1, 1))
    lines = groups_of(areas)
    standing = standing_steps(asked, lines)
    planned = {key: {year for year, _option in steps} for key, steps in standing.items()}
    taken = taken_ground(areas, planned, day.year + asked.horizon.years - 1)
    wishes = wishes_of(asked, lines, standing, taken)
    roads, unpaved, unsurveyed = [], 0, 0
    for segment in segments.iterator(chunk_size=2_000):
        if not areas.get(segment.pk):
            unpaved += 1
        elif segment.pk not in known:
            unsurveyed += 1
        else:
            value = hundredths(known[segment.pk].value)
            decay = value - hundredths(later[segment.pk].value)
            bare = Road("", 1, max(1, round(areas[segment.pk])), 1, value, min(MOST_WEAR, max(LEAST_WEAR, decay)))
            roads.append(placed(bare, segment, terms, taken.until.get(segment.pk), wishes))
    under_way = len(taken.waiting & known.keys())
    return Network(tuple(roads), {"unpaved": unpaved, "unsurveyed": unsurveyed}, under_way)


def paved_areas() -> dict[int, Decimal]:
    """Square metres of paved carriageway of each present segment."""
    told: dict[int, Decimal] = {}
    for one in Carriageway.objects.present().filter(surface__in=PAVED):
        told[one.segment_id] = told.get(one.segment_id, Decimal(0)) + (one.area_m2 or 0)
    return told


def placed(
    bare: Road, segment: Segment, terms: Terms, until: date | None, wishes: Mapping[str, Wish]
) -> Road:
    """The stretch with its key, length, users, district, guarantee and what it is held to."""
    district = next(iter(segment.street.districts.all()), None) if segment.street else None
    key = f"places.segment:{segment.pk}"
    wish = wishes[key]
    earliest = [year for year in (until.year + 1 if until else None, wish.first) if year is not None]
    return replace(
        bare, key=key, length=max(1, round(segment.measured_length_m)), users=terms.users.get(segment.road_class, 1),
        district=district.pk if district else "", kind=segment.road_class,
        first=max(earliest, default=None), last=wish.last, committed=wish.fixed,
    )  # fmt: skip


def hundredths(points: float) -> int:
    """Points of 0…100 as whole hundredths."""
    return min(10_000, max(0, round(points * 100)))


def standing_steps(asked: Asked, lines: Mapping[int, list[str]]) -> dict[int, list[tuple[int, str]]]:
    """Year and treatment of what the plan in force does on each segment in the years asked for."""
    start = asked.horizon.start
    rows = Choice.objects.filter(
        plan__kind=KIND, plan__state="adopted", year__gte=start, year__lt=start + asked.horizon.years
    )
    steps = steps_by_segment(rows, lines)
    return {segment: [(step.year, step.option) for step in own] for segment, own in steps.items()}


def wishes_of(
    asked: Asked, lines: Mapping[int, list[str]], standing: Mapping[int, list[tuple[int, str]]], taken: Taken
) -> dict[str, Wish]:
    """What was asked of single stretches, and the steps of the plan in force that stand.

    These are the ones of the first years, and those that works ahead carry out. A stretch cut or drawn anew is held to
    what it was before. What is done or contracted already is not kept again.
    """
    kept_until = asked.horizon.start + asked.keep_years
    typed, told = {one.key: one for one in asked.wishes}, {}
    for segment, line in lines.items():
        wish = next((typed[group] for group in line if group in typed), Wish(line[0]))
        until, carried = taken.until.get(segment, date.min).year, taken.carried.get(segment, ())
        kept = {
            (year, option) for year, option in standing.get(segment, ())
            if year > until and (year < kept_until or year in carried)
        }  # fmt: skip
        told[line[0]] = replace(wish, key=line[0], fixed=tuple(sorted({*wish.fixed, *kept})))
    return told


def district_shares() -> dict[str, float]:
    """Each district's share of the metres of paved streets; a street of several districts counts in the first."""
    metres: dict[str, float] = defaultdict(float)
    rows = Segment.objects.present().filter(pk__in=list(paved_areas())).select_related("street")
    for segment in rows.prefetch_related("street__districts").iterator(chunk_size=2_000):
        district = next(iter(segment.street.districts.all()), None) if segment.street else None
        if district is not None:
            metres[district.pk] += float(segment.measured_length_m)
    every = sum(metres.values())
    return {key: part / every for key, part in metres.items()}


def programme_for(asked: Asked, terms: Terms | None = None) -> tuple[Programme, Network]:
    """What the planner is given."""
    used = terms or terms_on(date(asked.horizon.start, 1, 1))
    sources = {one.source for one in asked.budgets}
    treatments = tuple(one for one in used.treatments if sources & set(one.sources))
    narrowed = tuple(
        replace(one, sources=tuple(source for source in one.sources if source in sources)) for one in treatments
    )
    found = network(asked, used)
    return Programme(asked.horizon, narrowed, asked.budgets, found.roads, asked.promises), found
