"""What layers laid since the last survey are taken to have brought, until somebody looks: an assumption, marked [set].

The same gains a programme is planned with: what was planned and what was built weigh alike.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from qala.roads.rules.terms import Terms
from qala.roads.rules.works import Size

HUNDREDTHS = 100


@dataclass(frozen=True, slots=True)
class Lift:
    """Points (0…100) that accepted works brought to a whole stretch, the day of their act and their number."""

    on: date
    points: float
    works: int


def treatment_of(size: Size, norms: Mapping[str, Decimal]) -> str:
    """The treatment of the programme that these layers are; nothing where none was laid."""
    if size.base_cm > 0:
        return "rebuild"
    if size.top_cm >= norms["capital_top_cm"]:
        return "mill_and_overlay"
    if size.top_cm >= norms["medium_top_cm"]:
        return "overlay"
    return "thin_overlay" if size.top_cm > 0 else ""


def points_of(size: Size, part: Decimal, norms: Mapping[str, Decimal], terms: Terms) -> float:
    """Points for the whole of a stretch of whose length ``part`` was worked on."""
    kind = treatment_of(size, norms)
    gain = next((one.gain for one in terms.treatments if one.key == kind), 0)
    return gain / HUNDREDTHS * float(min(Decimal(1), part) * min(Decimal(1), size.share))
