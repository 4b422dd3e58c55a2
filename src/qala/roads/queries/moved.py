"""What moves when a programme takes the place of another: street by street, in the years both of them plan."""

from collections import Counter
from dataclasses import dataclass

from qala.places.models import Segment, Street
from qala.planning.models import Plan
from qala.planning.queries import adopted_plan, moved
from qala.roads.queries.network import KIND
from qala.roads.queries.programme import SEGMENT, plans

Told = list[tuple[int, str, int]]
"""Year, treatment, how many stretches."""


@dataclass(frozen=True, slots=True)
class MovedStreet:
    """A street whose stretches have another turn: their steps in the plan before, and in this one."""

    street: Street | None
    before: Told
    after: Told

    @property
    def sides(self) -> tuple[Told, Told]:
        """Both, for a table."""
        return self.before, self.after


@dataclass(frozen=True, slots=True)
class Moves:
    """All that moves beside the plan before; stretches with steps that stay as they were are counted."""

    before: Plan
    streets: tuple[MovedStreet, ...]
    stretches: int
    stay: int


def moves_of(plan: Plan) -> Moves | None:
    """Beside the plan in force; of the plan in force beside the one it replaced. None where there is none."""
    other = adopted_plan(KIND)
    if other is not None and other.pk == plan.pk:
        other = plans().filter(state="superseded").order_by("-adopted_at", "-pk").first()
    if other is None or not plan.sha256 or plan.state == "superseded":
        return None
    years = years_of_both(other, plan)
    told = moved(other, plan, years)
    homes = dict(
        Segment.objects.filter(pk__in=[int(group.removeprefix(SEGMENT)) for group in told]).values_list("pk", "street")
    )
    counted: dict[int | None, tuple[Counter[tuple[int, str]], Counter[tuple[int, str]]]] = {}
    for group, sides in told.items():
        own = counted.setdefault(homes.get(int(group.removeprefix(SEGMENT))), (Counter(), Counter()))
        for count, steps in zip(own, sides, strict=True):
            count.update(steps)
    names = Street.objects.in_bulk([key for key in counted if key is not None])
    streets = [MovedStreet(names.get(key or 0), spelled(was), spelled(now)) for key, (was, now) in counted.items()]
    streets.sort(key=lambda one: (one.after or one.before, str(one.street)))
    planned = set(plan.choices.filter(year__in=years).values_list("group", flat=True))
    return Moves(other, tuple(streets), len(told), len(planned - told.keys()))


def years_of_both(one: Plan, other: Plan) -> range:
    """The years that both plan."""
    starts = [int(plan.asked["start"]) for plan in (one, other)]
    return range(max(starts), min(start + int(p.asked["years"]) for start, p in zip(starts, (one, other), strict=True)))


def spelled(count: Counter[tuple[int, str]]) -> Told:
    """Steps in the order of years."""
    return [(year, option, stretches) for (year, option), stretches in sorted(count.items())]
