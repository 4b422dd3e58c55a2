"""What a dig takes from the condition of a stretch until somebody surveys it again: dated rows, never law."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

SOURCE = (
    "[profile] Davis, −5.1 PCI where a section was cut (TRR 2024, "
    "https://scu-vufind-test.folio-dev.indexdata.com/EdsRecord/edo,ejs66249717); [set] it is what the sample unit of "
    "225 m² around the cut loses, weighed by area as ASTM D6433 weighs units"
)


@dataclass(frozen=True, slots=True)
class Damage:
    """Points of 0…100 that a cut takes from the square metres around it, from a day on."""

    points: float
    around_m2: float
    valid_from: date
    source: str = SOURCE
    verified: bool = False


ROWS = (Damage(5.1, 225.0, date(2024, 1, 1)),)


@dataclass(frozen=True, slots=True)
class Opening:
    """A dig that was opened: its number, its day, its square metres."""

    cut: int
    on: date
    area_m2: float


def damage_on(day: date) -> Damage:
    """The row that holds on a day; before the first row, the first."""
    return max(ROWS, key=lambda row: (row.valid_from <= day, row.valid_from))


def points_lost(openings: Collection[Opening], whole_m2: float) -> float:
    """Points that digs take from a whole stretch, at most; of an unknown area, as if they lay all over it."""
    rows = [(damage_on(one.on), one.area_m2) for one in openings]
    lost = sum(row.points * max(area, row.around_m2) for row, area in rows) / whole_m2 if whole_m2 > 0 else 100.0
    return min(lost, max(row.points for row, _area in rows))
