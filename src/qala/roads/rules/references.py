"""Wear assumed where a city has no history of its own: dated rows with a source, wide spreads, never law."""

from dataclasses import dataclass
from datetime import date

from qala.roads.rules.deterioration import Reference

SOURCE = (
    "[set] 100 to the lower border of fair (56) within the inter-repair term: asphalt concrete 16, cement concrete 25 "
    "years (https://rus.baq.kz/kazahstan-opredelil-tochnye-mezhremontnye-sroki-dlya-dorog_300029433/)"
)


@dataclass(frozen=True, slots=True)
class ReferenceRow:
    """A reference and the days it holds."""

    told: Reference
    valid_from: date
    valid_to: date | None = None
    verified: bool = False


FIRST_REFERENCES = (
    ReferenceRow(Reference("asphalt", 44 / 16, 0.5, SOURCE), date(2021, 1, 1)),
    ReferenceRow(Reference("concrete", 44 / 25, 0.5, SOURCE), date(2021, 1, 1)),
)


def reference_for(surface: str, on: date) -> Reference | None:
    """The row that holds on a day (rows before the first hold the first); None for gravel and earth."""
    rows = [row for row in FIRST_REFERENCES if row.told.surface == surface and (row.valid_to or date.max) >= on]
    return max(rows, key=lambda row: (row.valid_from <= on, row.valid_from)).told if rows else None
