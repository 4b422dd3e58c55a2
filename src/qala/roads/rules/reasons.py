"""Why this street in this year: its lawful courses laid beside each other at the prices the plan proves itself with."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from fractions import Fraction

from qala.roads.rules.programme import Programme, Road, written


@dataclass(frozen=True, slots=True)
class Course:
    """One way to treat a road: its steps (calendar year, treatment), cost, worth, and what of it is left after money.

    ``left`` = worth − Σ price × tiyn: what the city gains beyond what the same money brings elsewhere.
    """

    steps: tuple[tuple[int, str], ...]
    tiyn: int
    worth: int
    left: Fraction
    chosen: bool


def courses_of(
    programme: Programme, road: Road, prices: Mapping[str, Fraction], chosen: tuple[tuple[int, str], ...]
) -> list[Course]:
    """All lawful courses of one road, the best at these prices first."""
    plan = written(replace(programme, roads=(road,)))
    model, start = plan.model, programme.horizon.start
    price = [prices.get(row.key, Fraction(0)) * row.sign for row in model.rows]
    found = []
    for column in range(len(model.value)):
        own = slice(model.charge.indptr[column], model.charge.indptr[column + 1])
        takes = list(zip(model.charge.indices[own].tolist(), model.charge.data[own].tolist(), strict=True))
        steps = tuple((start + year, plan.ways[way].treatment.key) for year, way in plan.taken(column))
        tiyn = sum(taken for row, taken in takes if row < len(programme.budgets))
        left = int(model.value[column]) - sum((price[row] * taken for row, taken in takes), Fraction(0))
        found.append(Course(steps, tiyn, int(model.value[column]), left, steps == chosen))
    return sorted(found, key=lambda one: (-one.left, one.tiyn))


def by_year(courses: list[Course]) -> dict[int | None, Course]:
    """The best course that begins in each year; None for doing nothing."""
    told: dict[int | None, Course] = {}
    for one in courses:
        told.setdefault(one.steps[0][0] if one.steps else None, one)
    return dict(sorted(told.items(), key=lambda pair: (pair[0] is None, pair[0] or 0)))
