"""Which sample units of a section are looked at: how many, and every which one from a start drawn by lot.

ASTM D6433, sampling (brief, section 4.1). A start is drawn once and kept, so that nobody picks the good metres.
"""

import math
import random
from dataclasses import dataclass
from fractions import Fraction

from qala.roads.rules.surfaces import Surface

WANTED_ERROR = 5  # points of PCI, at 95 %
FIRST_SPREAD = {Surface.ASPHALT: 10, Surface.CONCRETE: 15}
UNIT_SIZES = {Surface.ASPHALT: (135, 315), Surface.CONCRETE: (12, 28)}  # m²; slabs


def units_needed(total: int, spread: float | Fraction, error: int = WANTED_ERROR) -> int:
    """How many of `total` units to survey; `spread` is the standard deviation of their PCI.

    Reckoned in fractions: whole-number division of e²/4 gives 15 of 100 where 14 are right.
    """
    if total < 1:
        raise ValueError("a section has at least one unit")
    variance = Fraction(spread) ** 2
    if not variance:
        return 1
    return min(total, math.ceil(total * variance / (Fraction(error * error, 4) * (total - 1) + variance)))


@dataclass(frozen=True, slots=True)
class Sample:
    """Units of a section, numbered from 1 along it; `start` was drawn by lot between 1 and `every`."""

    total: int
    needed: int
    every: int
    start: int

    @property
    def units(self) -> tuple[int, ...]:
        """The numbers of the units to look at, in order."""
        return tuple(self.start + self.every * at for at in range(self.needed))


def draw(total: int, spread: float, lot: random.Random | None = None) -> Sample:
    """Draw a start and take every ⌊N/n⌋-th unit from it."""
    needed = units_needed(total, spread)
    every = total // needed
    return Sample(total, needed, every, (lot or random.SystemRandom()).randint(1, every))


def is_unit_size(surface: Surface, size: float) -> bool:
    """Whether a unit is of lawful size: 225 ± 90 m² of asphalt, 20 ± 8 slabs of concrete."""
    low, high = UNIT_SIZES[surface]
    return low <= size <= high
