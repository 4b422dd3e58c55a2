"""Which months of meals the full-size city has, and how much disk they take."""

import os
import shutil
from dataclasses import dataclass
from datetime import date
from pathlib import Path

#: In the order they move in: the first whole month of the year first, then back through the year before.
MONTHS = (
    date(2026, 9, 1),
    date(2026, 10, 1),
    date(2026, 5, 1),
    date(2026, 4, 1),
    date(2026, 3, 1),
    date(2026, 2, 1),
    date(2026, 1, 1),
    date(2025, 12, 1),
    date(2025, 11, 1),
)
YEAR_BEGINS = date(2026, 9, 1)
#: Measured (docs/parts/meals-demo.md): a meal with its event, draw, indexes and journal, its leaf in the log's tables
#: and files; a city with its children before any meal; room for the database's own log and for sorting.
A_MEAL, THE_CITY, ROOM = 2_600, 4 * 10**9, 4 * 10**9
MEALS_A_MONTH = 2_700_000
GIGABYTE = 10**9


class ShortOfDisk(RuntimeError):
    """The disk would be full before the city has moved in."""


@dataclass(frozen=True)
class Need:
    """Bytes that are needed beyond what is there, and bytes that are free."""

    needed: int
    free: int

    def __str__(self) -> str:
        return f"{self.needed / GIGABYTE:.0f} GB needed, {self.free / GIGABYTE:.0f} GB free"


def months_asked(told: str | None = None) -> tuple[date, ...]:
    """The months that MONTHS asks for, one where it says nothing."""
    text = os.environ.get("MONTHS", "") if told is None else told
    count = int(text) if text.isdigit() else 0 if text else 1
    if not 1 <= count <= len(MONTHS):
        raise ValueError(f"MONTHS is a number from 1 to {len(MONTHS)}, not {text}")
    return MONTHS[:count]


def disk_for(portions: int, *, of: int, months: int, folder: Path, is_city_there: bool) -> Need:
    """What the missing `portions` of `of` school-months take, where `folder` lies."""
    meals = A_MEAL * MEALS_A_MONTH * months * portions // max(1, of)
    return Need(meals + ROOM + (0 if is_city_there else THE_CITY), shutil.disk_usage(folder).free)


def insist_on_disk(need: Need) -> None:
    """Refuse before anything is written."""
    if need.free < need.needed:
        raise ShortOfDisk(f"The disk is too small for these months: {need}. Ask for fewer (MONTHS=1) or make room.")
