"""How complete a passport is: for each field the metres that say it, the metres that assume it, and all metres."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum


class Field(StrEnum):
    """What a passport must say of every metre of a street."""

    LENGTH = "length"
    WIDTH = "width"
    LANES = "lanes"
    SURFACE = "surface"
    PAVEMENT = "pavement"
    CATEGORY = "category"
    YEAR = "built_year"
    LAYERS = "layers"
    ELEMENTS = "elements"
    HOLDER = "holder"
    CONDITION = "condition"


# The column of a carriageway behind a field, and its name among the assumed ones.
COLUMNS: Mapping[Field, str] = {
    Field.WIDTH: "width_min_m",
    Field.LANES: "lanes",
    Field.SURFACE: "surface",
    Field.PAVEMENT: "pavement",
    Field.CATEGORY: "category",
    Field.YEAR: "built_year",
}


@dataclass(frozen=True, slots=True)
class Share:
    """Metres known and metres only assumed, of all metres. What is assumed is not known."""

    field: Field
    known_m: Decimal
    assumed_m: Decimal
    all_m: Decimal

    @property
    def share(self) -> float:
        """The known part, 0 to 1; a street without metres is not complete."""
        return float(self.known_m / self.all_m) if self.all_m else 0.0


def overall(shares: Iterable[Share]) -> float:
    """The mean of the shares of all fields: each field weighs the same."""
    told = [one.share for one in shares]
    return sum(told) / len(told) if told else 0.0


def covered_m(stretches: Iterable[tuple[Decimal, Decimal]]) -> Decimal:
    """Metres of one segment that at least one stretch covers, counted once."""
    reached, total = Decimal(0), Decimal(0)
    for start, end in sorted(stretches):
        begin = max(start, reached)
        if end > begin:
            total += end - begin
        reached = max(reached, end)
    return total


# [set] from which share on a passport counts as nearly complete, and from which as begun.
NEARLY, BEGUN = 0.8, 0.4


def tone_of(share: float | None) -> str:
    """How a street is drawn: what nobody has looked at is grey, never green."""
    if share is None or share == 0:
        return "quiet"
    if share >= NEARLY:
        return "confirmed"
    return "act" if share >= BEGUN else "attention"
