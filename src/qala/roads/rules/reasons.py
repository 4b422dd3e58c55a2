"""Why this street in this year: its lawful courses laid beside each other at the prices the plan proves itself with."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from qala.planning.rules.model import Ints
from qala.planning.rules.proof import Certificate, rests
from qala.roads.rules.programme import Programme, Written


@dataclass(frozen=True, slots=True)
class Course:
    """One way to treat a road: its steps (calendar year, treatment), its cost, and what is left of its worth.

    ``left`` = worth − Σ price × tiyn, rounded down: what the city gains beyond what the same money brings elsewhere.
    """

    steps: tuple[tuple[int, str], ...]
    tiyn: int
    left: int
    chosen: bool

    @property
    def begins(self) -> int | None:
        """The year of its first step; None for doing nothing."""
        return self.steps[0][0] if self.steps else None


@dataclass(frozen=True, slots=True)
class Reason:
    """A road as the plan saw it (condition and yearly decay in hundredths of a point, first lawful year), its courses.

    One course for each year in which one may begin, and the one of doing nothing last.
    """

    condition: int
    decay: int
    first: int | None
    courses: tuple[Course, ...]

    @property
    def chosen(self) -> Course | None:
        """The course the plan takes."""
        return next((one for one in self.courses if one.chosen), None)

    def told(self) -> dict[str, Any]:
        """The same as JSON."""
        courses = [[[list(step) for step in one.steps], one.tiyn, one.left, one.chosen] for one in self.courses]
        return {"condition": self.condition, "decay": self.decay, "first": self.first, "courses": courses}


def reason_of(told: Mapping[str, Any]) -> Reason:
    """Read a reason back from JSON."""
    courses = tuple(
        Course(tuple((year, kind) for year, kind in steps), tiyn, left, chosen)
        for steps, tiyn, left, chosen in told["courses"]
    )
    return Reason(told["condition"], told["decay"], told["first"], courses)


def reasons(programme: Programme, plan: Written, chosen: Ints, proof: Certificate) -> Iterator[tuple[str, Reason]]:
    """Each road's best course by the year it begins, at the plan's prices; where it is chosen, the chosen one."""
    model, never = plan.model, programme.horizon.years
    rest = rests(model, proof.prices, proof.per)
    begins = np.array([steps[0][0] if steps else never for steps in plan.steps])[plan.course]
    is_chosen = np.zeros(len(model.value), dtype=bool)
    is_chosen[chosen] = True
    order = np.lexsort((-rest.astype(float), ~is_chosen, begins, model.group))
    beginning = model.group[order] * (never + 1) + begins[order]
    best = order[np.diff(beginning, prepend=-1) != 0]
    ends = np.searchsorted(model.group[best], np.arange(len(model.groups) + 1)).tolist()
    for place, road in enumerate(programme.roads):
        own = best[ends[place] : ends[place + 1]].tolist()
        courses = tuple(
            Course(*_steps(programme, plan, column, road.area), int(rest[column]) // proof.per, bool(is_chosen[column]))
            for column in own
        )
        yield road.key, Reason(road.condition, road.decay, road.first, courses)


def _steps(programme: Programme, plan: Written, column: int, area: int) -> tuple[tuple[tuple[int, str], ...], int]:
    """The steps of a column as people name them, and what they cost on so many m²."""
    steps, start = plan.taken(column), programme.horizon.start
    told = tuple((start + year, plan.ways[way].treatment.key) for year, way in steps)
    return told, area * sum(plan.ways[way].prices[year] for year, way in steps)
