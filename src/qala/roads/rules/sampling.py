"""Which sample units of a section are looked at: how many, and every which one from a start drawn by lot.

ASTM D6433, sampling (brief, section 4.1). A start is drawn once and kept, so that nobody picks the good metres.
"""

import math
import random
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from statistics import stdev

from qala.roads.rules.surfaces import Surface

WANTED_ERROR = 5  # points of PCI, at 95 %
FIRST_SPREAD = {Surface.ASPHALT: Decimal(10), Surface.CONCRETE: Decimal(15)}  # assumed until a survey tells
UNIT_SIZES = {Surface.ASPHALT: (135, 315), Surface.CONCRETE: (12, 28)}  # m²; slabs


def units_needed(total: int, spread: float | Decimal | Fraction, error: int = WANTED_ERROR) -> int:
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

    def unit_at(self, share: Decimal) -> int:
        """The number of the unit that lies at this share of the section's length, 0 to 1."""
        return min(self.total, 1 + int(share * self.total))


def draw(total: int, spread: float | Decimal, lot: random.Random | None = None) -> Sample:
    """Draw a start and take every ⌊N/n⌋-th unit from it."""
    needed = units_needed(total, spread)
    every = total // needed
    return Sample(total, needed, every, (lot or random.SystemRandom()).randint(1, every))


def is_unit_size(surface: Surface, size: Decimal, section: Decimal) -> bool:
    """Whether a drawn unit is of lawful size: 225 ± 90 m² of asphalt, 20 ± 8 slabs of concrete.

    The ± is there for what a section does not divide by, so there is no small last unit. Only a section smaller than
    any unit is one unit as it is: otherwise a short street could never have a PCI.
    """
    low, high = UNIT_SIZES[surface]
    return low <= size <= high or size == section < low


def spread_of(pcis: Sequence[Decimal]) -> Decimal | None:
    """Standard deviation of the drawn units' PCI, to the hundredth, by n − 1; None of fewer than two units."""
    return stdev(pcis).quantize(Decimal("0.01")) if len(pcis) > 1 else None


@dataclass(frozen=True, slots=True)
class Kept:
    """How a survey kept to the lot: `seen` of the `drawn` units, `others` that were not drawn, `units` in all.

    `asked`: how many units the deviation found (`spread`) asks for; none and 0 where fewer than two have a PCI.
    """

    drawn: int
    seen: int
    others: int
    units: int
    spread: float | None
    asked: int

    @property
    def is_as_drawn(self) -> bool:
        """Whether the lot was kept to: all its units, and no other."""
        return self.seen == self.drawn and not self.others

    @property
    def is_enough(self) -> bool:
        """Whether the units looked at are as many as their own deviation asks for."""
        return self.units >= self.asked


def kept(sample: Sample, units: Sequence[tuple[int, Decimal | None]]) -> Kept:
    """Lay a survey beside its draw. `units`: number and PCI of each unit looked at, additional ones left out."""
    lot = set(sample.units)
    spread = spread_of([pci for _number, pci in units if pci is not None])
    return Kept(
        drawn=len(lot),
        seen=len(lot & {number for number, _pci in units}),
        others=sum(number not in lot for number, _pci in units),
        units=len(units),
        spread=None if spread is None else float(spread),
        asked=0 if spread is None else units_needed(sample.total, spread),
    )
