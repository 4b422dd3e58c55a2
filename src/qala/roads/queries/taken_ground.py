"""Ground that a programme leaves alone: under a guarantee that runs, or given to works that will have theirs."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from qala.kernel.clock import today
from qala.planning.models import Choice, Plan
from qala.roads.models import Ground
from qala.roads.queries.groups import groups_of
from qala.roads.queries.passport_works import guarantees_until
from qala.roads.queries.works import norms_on
from qala.roads.rules.works import AHEAD, UNDER_WAY, Kind


@dataclass(frozen=True, slots=True)
class Taken:
    """``until``: the last day of the guarantee that runs or will run on a segment; ``waiting``: where works come first.

    ``carried``: the years in which works ahead do what a plan does there anyway.
    """

    until: Mapping[int, date]
    waiting: frozenset[int]
    carried: Mapping[int, Collection[int]]


def taken_ground(segments: Iterable[int], planned: Mapping[int, Collection[int]], last: int) -> Taken:
    """Today's guarantees and works on these segments, for a programme until the year ``last``.

    Works not under contract yet, in a year in which the plan mends the place (``planned``), are that very repair.
    Others are done by the end of their year, or of this one where they are late; then their guarantee runs. Current
    repair counts from its contract on: no programme makes way for a patch that is only thought of.
    """
    known, day = set(segments), today()
    norms, until = norms_on(day), guarantees_until(known, day)
    waiting, carried = set(), defaultdict[int, set[int]](set)
    sure = Q(works__state__in=UNDER_WAY) | Q(works__state__in=AHEAD) & ~Q(works__kind=Kind.CURRENT.value)
    rows = Ground.objects.present().filter(sure, segment__in=known).select_related("works")
    for segment, works in ((row.segment_id, row.works) for row in rows if row.works):
        year, signed = works.programmed_year or 0, works.state in UNDER_WAY
        if not signed and year in planned.get(segment, ()):
            carried[segment].add(year)
        elif signed or year <= last:
            years = works.guarantee_years or int(norms[f"guarantee_years_{works.kind}"])
            over = date(max(year, day.year) + years, 12, 31)
            until[segment] = max(over, until.get(segment, over))
            waiting.add(segment)
    return Taken(until, frozenset(waiting), carried)


def steps_by_segment(choices: Iterable[Choice], lines: Mapping[int, list[str]]) -> dict[int, list[Choice]]:
    """The steps of a plan on each segment, also where it was cut or drawn anew since."""
    found: dict[str, list[Choice]] = defaultdict(list)
    for choice in choices:
        found[choice.group].append(choice)
    known = {segment: next((group for group in line if group in found), "") for segment, line in lines.items()}
    return {segment: found[group] for segment, group in known.items() if group}


def steps_on_taken_ground(plan: Plan) -> list[Choice]:
    """Steps of a plan that would be paid for twice today: in their year the place is, or will be, under a guarantee."""
    given = Q(works__state__in=AHEAD) | Q(works__warranty__until_on__gte=today())
    lines = groups_of(Ground.objects.present().filter(given).values_list("segment", flat=True).distinct())
    groups = [group for line in lines.values() for group in line]
    steps = steps_by_segment(plan.choices.filter(group__in=groups), lines)
    if not steps:
        return []
    planned = {segment: {step.year for step in own} for segment, own in steps.items()}
    taken = taken_ground(steps, planned, int(plan.asked["start"]) + int(plan.asked["years"]) - 1)
    late = {
        step for segment, own in steps.items() for step in own if segment in taken.until
        and step.year <= taken.until[segment].year
    }  # fmt: skip
    return sorted(late, key=lambda step: (step.year, step.group))
