"""A repair programme as one document: roads, treatments, money, promises; and as a model for the planner."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy import sparse

from qala.planning.rules.model import Ints, Model, Row, Sense
from qala.roads.rules.columns import Course, Horizon, Stretches, Treatment, Way, courses, ways


@dataclass(frozen=True, slots=True)
class Road:
    """One stretch. ``users`` weighs its metres; ``committed`` steps (calendar year, treatment) stand."""

    key: str
    length: int
    area: int
    users: int
    condition: int
    decay: int
    district: str = ""
    kind: str = ""
    first: int | None = None
    last: int | None = None
    committed: tuple[tuple[int, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Budget:
    """Money of one source in one calendar year, in tiyn."""

    year: int
    source: str
    tiyn: int

    @property
    def key(self) -> str:
        """How its row is called."""
        return f"budget:{self.year}:{self.source}"


@dataclass(frozen=True, slots=True)
class Promise:
    """Money over the whole horizon for the roads of one district, or of one kind: at least, or at most."""

    field: str
    value: str
    tiyn: int
    sense: Sense = Sense.AT_LEAST

    @property
    def key(self) -> str:
        """How its row is called."""
        return f"{self.sense}:{self.field}:{self.value}"


@dataclass(frozen=True, slots=True)
class Programme:
    """Everything the columns follow from, and nothing else."""

    horizon: Horizon
    treatments: tuple[Treatment, ...]
    budgets: tuple[Budget, ...]
    roads: tuple[Road, ...]
    promises: tuple[Promise, ...] = ()

    def stretches(self) -> Stretches:
        """The roads as arrays; years count from the first of the horizon."""
        start, last = self.horizon.start, self.horizon.years - 1
        return Stretches(
            ints(one.area for one in self.roads), ints(one.length * one.users for one in self.roads),
            ints(one.condition for one in self.roads), ints(one.decay for one in self.roads),
            ints(0 if one.first is None else max(0, one.first - start) for one in self.roads),
            ints(last if one.last is None else one.last - start for one in self.roads),
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Written:
    """A programme as a model, and the steps behind each of its columns."""

    model: Model
    ways: tuple[Way, ...]
    steps: tuple[tuple[tuple[int, int], ...], ...]
    course: Ints

    def taken(self, column: int) -> tuple[tuple[int, int], ...]:
        """The steps (year from 0, way) of one column."""
        return self.steps[self.course[column]]


def ints(figures: object) -> Ints:
    """Whole numbers as an array."""
    return np.fromiter(figures, dtype=np.int64)  # type: ignore[call-overload, no-any-return]


def written(programme: Programme) -> Written:
    """The model of a programme; columns of a road in the order of its courses, doing nothing first."""
    roads, choices = programme.stretches(), ways(programme.treatments, programme.horizon)
    found = list(courses(roads, choices, programme.horizon))
    course = np.repeat(np.arange(len(found)), [len(one.stretch) for one in found])
    stretch = np.concatenate([one.stretch for one in found])
    worth = np.concatenate([one.worth for one in found])
    kept = np.lexsort((course, stretch))
    kept = kept[keeps_commitments(programme, found, choices, stretch[kept], course[kept])]
    stretch, course, worth = stretch[kept], course[kept], worth[kept]
    rows = tuple(Row(one.key, one.tiyn) for one in programme.budgets)
    rows += tuple(Row(one.key, one.tiyn, one.sense) for one in programme.promises)
    charge = charges(programme, found, choices, stretch, course)
    start = np.searchsorted(stretch, np.arange(len(programme.roads) + 1))
    model = Model(tuple(one.key for one in programme.roads), start, worth, charge, rows)
    return Written(model, choices, tuple(one.steps for one in found), course)


def keeps_commitments(
    programme: Programme, found: Sequence[Course], choices: Sequence[Way], stretch: Ints, course: Ints
) -> np.ndarray:
    """Which columns contain every step their road is committed to."""
    keep = np.ones(len(stretch), dtype=bool)
    start = programme.horizon.start
    named = [{(start + year, choices[way].treatment.key) for year, way in one.steps} for one in found]
    for place, road in enumerate(programme.roads):
        if road.committed:
            own = slice(*np.searchsorted(stretch, [place, place + 1]))
            keep[own] = [set(road.committed) <= named[one] for one in course[own]]
    return keep


def charges(
    programme: Programme, found: Sequence[Course], choices: Sequence[Way], stretch: Ints, course: Ints
) -> sparse.csc_array:
    """What each column takes from each budget and counts for each promise."""
    budget = {(one.year - programme.horizon.start, one.source): row for row, one in enumerate(programme.budgets)}
    steps = [step for one in found for step in one.steps]
    row_of = ints(budget[year, choices[way].source] for year, way in steps)
    price_of = ints(choices[way].prices[year] for year, way in steps)
    count = ints(len(one.steps) for one in found)
    first = np.concatenate([[0], np.cumsum(count)])[:-1]
    many = count[course]
    column = np.repeat(np.arange(len(course)), many)
    place = np.arange(len(column)) - np.repeat(np.cumsum(many) - many, many) + np.repeat(first[course], many)
    area = ints(one.area for one in programme.roads)
    tiyn = price_of[place] * area[stretch[column]]
    parts = [(tiyn, row_of[place], column)]
    for number, promise in enumerate(programme.promises, start=len(programme.budgets)):
        inside = np.array([getattr(road, promise.field) == promise.value for road in programme.roads], dtype=bool)
        own = inside[stretch[column]]
        parts.append((tiyn[own], np.full(int(own.sum()), number), column[own]))
    figures, rows, columns = (np.concatenate(one) for one in zip(*parts, strict=True))
    shape = (len(programme.budgets) + len(programme.promises), len(course))
    return sparse.csc_array((figures, (rows, columns)), shape=shape)
