"""The columns of a repair programme: for each stretch of road, every lawful sequence of treatments over the years.

Whole numbers throughout, so that anybody regenerates the same columns: condition in hundredths of a point (0…10 000),
decay in hundredths a year, money in tiyn, growth of prices in millionths. Year t begins after t years of decay. A
treatment in year t lifts the condition at that moment (to 100 at most) and slows the decay from then on; its worth
is the weight of the stretch times the points it stands above doing nothing, summed over the ends of years 1…T
(domain brief, section 7).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.int64]

FULL = 10_000
MILLION = 1_000_000


@dataclass(frozen=True, slots=True)
class Treatment:
    """One way to mend: ``gain``, ``low`` and ``high`` in hundredths of a point, ``price`` in tiyn a m², ``slow`` in percent."""

    key: str
    gain: int
    price: int
    low: int
    high: int
    slow: int


@dataclass(frozen=True, slots=True)
class Stretches:
    """The roads of a programme, one entry each: area in m², weight = metres × users, condition and decay as above.

    ``first`` is the first year (0…T) in which a treatment is lawful: after a running guarantee.
    """

    area: Ints
    weight: Ints
    condition: Ints
    decay: Ints
    first: Ints


@dataclass(frozen=True, slots=True)
class Horizon:
    """Years planned, the growth of prices a year in millionths, most treatments of a stretch and years between two."""

    years: int = 10
    growth: int = 30_000
    most: int = 1
    apart: int = 3

    def price(self, treatment: Treatment, year: int) -> int:
        """Tiyn a m² in that year, half up."""
        top = treatment.price * (MILLION + self.growth) ** year
        bottom = MILLION**year
        return (2 * top + bottom) // (2 * bottom)


@dataclass(frozen=True, slots=True)
class Sequence_:
    """Treatments in their years, and for which stretches (positions) this is lawful with which value."""

    steps: tuple[tuple[int, int], ...]
    stretch: Ints
    value: Ints


@dataclass(frozen=True, slots=True)
class Branch:
    """Stretches that had these steps: condition and decay right after the last, points gathered before it."""

    steps: tuple[tuple[int, int], ...]
    stretch: Ints
    condition: Ints
    decay: Ints
    points: Ints
    year: int = field(default=0)


def decayed(condition: Ints, decay: Ints, years: int) -> Ints:
    """Condition after that many years; never below zero."""
    return np.maximum(condition - decay * years, 0)


def points(condition: Ints, decay: Ints, years: int) -> Ints:
    """The sum of condition at the ends of so many years."""
    total = np.zeros_like(condition)
    for year in range(1, years + 1):
        total += decayed(condition, decay, year)
    return total


def sequences(roads: Stretches, treatments: Sequence[Treatment], horizon: Horizon) -> Iterator[Sequence_]:
    """Every lawful sequence, doing nothing first."""
    everywhere = np.arange(len(roads.area))
    start = Branch((), everywhere, roads.condition, roads.decay, np.zeros(len(everywhere), dtype=np.int64))
    nothing = points(roads.condition, roads.decay, horizon.years)
    yield Sequence_((), everywhere, np.zeros(len(everywhere), dtype=np.int64))
    waiting = [start]
    while waiting:
        branch = waiting.pop()
        for grown in branches(branch, roads, treatments, horizon):
            after = points(grown.condition, grown.decay, horizon.years - grown.year)
            worth = roads.weight[grown.stretch] * (grown.points + after - nothing[grown.stretch])
            yield Sequence_(grown.steps, grown.stretch, worth)
            if len(grown.steps) < horizon.most:
                waiting.append(grown)


def branches(branch: Branch, roads: Stretches, treatments: Sequence[Treatment], horizon: Horizon) -> Iterator[Branch]:
    """One more treatment, in each year and of each kind the windows and guarantees allow."""
    begin = branch.year + horizon.apart if branch.steps else 0
    for year in range(begin, horizon.years):
        before = decayed(branch.condition, branch.decay, year - branch.year)
        gathered = branch.points + points(branch.condition, branch.decay, year - branch.year)
        for kind, treatment in enumerate(treatments):
            lawful = (before >= treatment.low) & (before <= treatment.high) & (roads.first[branch.stretch] <= year)
            if not lawful.any():
                continue
            own = branch.stretch[lawful]
            yield Branch(
                (*branch.steps, (year, kind)), own, np.minimum(before[lawful] + treatment.gain, FULL),
                (roads.decay[own] * treatment.slow + 50) // 100, gathered[lawful], year,
            )  # fmt: skip
