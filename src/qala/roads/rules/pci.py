"""PCI of one sample unit after its deduct values are read (ASTM D6433; brief, section 4.3 and 4.4)."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction

FULL = 100
SMALL = 2  # deducts up to here are not counted in q. The older rule (UFC 3-270-08) counted those above 5
ROADS, AIRFIELDS = Fraction(9, 98), Fraction(9, 95)
MOST = 10

# CDV of a total deduct with q deducts above the small ones.
Correction = Callable[[float, int], float]


def allowed_deducts(highest: float, slope: Fraction = ROADS) -> float:
    """m, how many deducts count: 1 to 10, the fewer the worse the worst of them."""
    return min(float(MOST), 1 + float(slope) * (FULL - highest))


def kept_deducts(deducts: Iterable[float], slope: Fraction = ROADS) -> list[float]:
    """The deducts that count, falling: ⌊m⌋ whole and a share of the next; with fewer than m, all of them whole."""
    falling = sorted(deducts, reverse=True)
    if not falling:
        return []
    allowed = allowed_deducts(falling[0], slope)
    if len(falling) < allowed:
        return falling
    whole = int(allowed)
    share = [falling[whole] * (allowed - whole)] if len(falling) > whole and allowed > whole else []
    return falling[:whole] + share


@dataclass(frozen=True, slots=True)
class Step:
    """One line of the sheet: q deducts above the small ones, their total, and what the correction makes of it."""

    q: int
    total: float
    corrected: float


@dataclass(frozen=True, slots=True)
class Sheet:
    """How a PCI came about: kept deducts, the steps from q to 1, and the value."""

    kept: tuple[float, ...]
    steps: tuple[Step, ...]
    deduct: float

    @property
    def pci(self) -> float:
        """0 to 100."""
        return FULL - self.deduct


def totals(kept: Sequence[float], small: float = SMALL) -> list[tuple[int, float]]:
    """(q, total) from all deducts above the small ones down to q = 1, each time the least of them made small."""
    left = sorted(kept, reverse=True)
    found = []
    for q in range(sum(1 for deduct in left if deduct > small), 0, -1):
        found.append((q, sum(left)))
        left[q - 1] = min(left[q - 1], small)
    return found


def sheet(deducts: Sequence[float], correct: Correction, *, slope: Fraction = ROADS, small: float = SMALL) -> Sheet:
    """The whole reckoning of one unit. With at most one deduct above 2 the deduct is their sum."""
    if any(not 0 <= deduct <= FULL for deduct in deducts):
        raise ValueError("a deduct value lies between 0 and 100")
    if sum(1 for deduct in deducts if deduct > small) <= 1:
        return Sheet(tuple(sorted(deducts, reverse=True)), (), min(float(FULL), sum(deducts)))
    kept = kept_deducts(deducts, slope)
    steps = tuple(Step(q, total, correct(total, q)) for q, total in totals(kept, small))
    return Sheet(tuple(kept), steps, min(float(FULL), max(step.corrected for step in steps)))
