"""The columns of a repair programme: for each stretch of road, every lawful course of treatments over the years.

Whole numbers throughout, so that anybody regenerates the same columns: condition in hundredths of a point (0…10 000),
decay in hundredths a year, money in tiyn, growth of prices in millionths. Year t begins after t years of decay. A
treatment in year t lifts the condition at that moment (to 100 at most) and slows the decay from then on; its worth
is the weight of the stretch times the points it stands above doing nothing, summed over the ends of years 1…T
(domain brief, section 7).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import comb

import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.int64]

FULL = 10_000
MILLION = 1_000_000


@dataclass(frozen=True, slots=True)
class Treatment:
    """One way to mend: ``gain``, ``low``, ``high`` in hundredths of a point, ``price`` in tiyn a m², ``slow`` in %.

    ``low`` and ``high`` are the condition it is meant for; the decay goes on at ``slow`` percent of the road's own.
    """

    key: str
    gain: int
    price: int
    low: int
    high: int
    slow: int
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Horizon:
    """The years planned, growth of prices a year in millionths, most treatments of one stretch, years between two."""

    start: int
    years: int = 10
    growth: int = 30_000
    most: int = 1
    apart: int = 3

    def price(self, treatment: Treatment, year: int) -> int:
        """Tiyn a m² in year 0…T-1, half up."""
        top: int = treatment.price * (MILLION + self.growth) ** year
        bottom: int = MILLION**year
        return (2 * top + bottom) // (2 * bottom)


@dataclass(frozen=True, slots=True)
class Way:
    """A treatment paid from one source, and its price of each year."""

    treatment: Treatment
    source: str
    prices: tuple[int, ...]


def ways(treatments: Sequence[Treatment], horizon: Horizon) -> tuple[Way, ...]:
    """Every treatment with every source that may pay for it."""
    return tuple(
        Way(one, source, tuple(horizon.price(one, year) for year in range(horizon.years)))
        for one in treatments
        for source in one.sources
    )


@dataclass(frozen=True, slots=True)
class Stretches:
    """Roads, one entry each: area in m², weight = metres × users, condition and decay as above.

    Treatments are lawful in years ``first`` … ``last``: after a running guarantee, before a closed road.
    """

    area: Ints
    weight: Ints
    condition: Ints
    decay: Ints
    first: Ints
    last: Ints


@dataclass(frozen=True, slots=True)
class Course:
    """Steps (year, way), the stretches (positions) they are lawful for, and their worth there."""

    steps: tuple[tuple[int, int], ...]
    stretch: Ints
    worth: Ints


@dataclass(frozen=True, slots=True)
class Branch:
    """Stretches that had these steps: condition and decay right after the last one, points gathered until then."""

    steps: tuple[tuple[int, int], ...]
    stretch: Ints
    condition: Ints
    decay: Ints
    gathered: Ints
    year: int = 0


def decayed(condition: Ints, decay: Ints, years: int) -> Ints:
    """Condition after so many years; never below zero."""
    left: Ints = np.maximum(condition - decay * years, 0)
    return left


def points(condition: Ints, decay: Ints, years: int) -> Ints:
    """The sum of the condition at the ends of so many years."""
    total = np.zeros_like(condition)
    for year in range(1, years + 1):
        total += decayed(condition, decay, year)
    return total


def courses(roads: Stretches, choices: Sequence[Way], horizon: Horizon) -> Iterator[Course]:
    """Every lawful course; doing nothing comes first."""
    everywhere = np.arange(len(roads.area))
    none = np.zeros(len(everywhere), dtype=np.int64)
    nothing = points(roads.condition, roads.decay, horizon.years)
    yield Course((), everywhere, none)
    waiting = [Branch((), everywhere, roads.condition, roads.decay, none)]
    while waiting:
        for grown in branches(waiting.pop(), roads, choices, horizon):
            after = points(grown.condition, grown.decay, horizon.years - grown.year)
            gain = grown.gathered + after - nothing[grown.stretch]
            yield Course(grown.steps, grown.stretch, roads.weight[grown.stretch] * gain)
            if len(grown.steps) < horizon.most:
                waiting.append(grown)


def courses_at_most(kinds: int, horizon: Horizon) -> int:
    """How many courses so many ways allow where the road's condition forbids none of them."""
    gap = horizon.apart - 1
    return sum(kinds**many * comb(max(0, horizon.years - (many - 1) * gap), many) for many in range(horizon.most + 1))


def branches(branch: Branch, roads: Stretches, choices: Sequence[Way], horizon: Horizon) -> Iterator[Branch]:
    """One more treatment: in each year and way that condition, guarantees and the pause between two allow."""
    begin = branch.year + horizon.apart if branch.steps else 0
    for year in range(begin, horizon.years):
        before = decayed(branch.condition, branch.decay, year - branch.year)
        gathered = branch.gathered + points(branch.condition, branch.decay, year - branch.year)
        open_now = (roads.first[branch.stretch] <= year) & (year <= roads.last[branch.stretch])
        for number, way in enumerate(choices):
            mend = way.treatment
            fit = open_now & (before >= mend.low) & (before <= mend.high)
            own = branch.stretch[fit]
            if len(own):
                lifted = np.minimum(before[fit] + mend.gain, FULL)
                slower = (roads.decay[own] * mend.slow + 50) // 100
                yield Branch((*branch.steps, (year, number)), own, lifted, slower, gathered[fit], year)
