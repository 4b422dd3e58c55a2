"""A panel of ratings, one row a block and a few columns a year, as real visits: what was seen, and when.

Layout: `street_id` and for each year YYYY `overall_YYYY`, `crack_YYYY` (may be empty) and `rated_YYYY` (MM/YY).
The year of a rating comes from `rated_…`, never from its column: half the cells of such panels are carried forward.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import pairwise

LOWEST, HIGHEST = 1, 10
WORST_CRACKS, NO_CRACKS = 1, 5
YEARS = range(1980, 2100)

# What stands after the year is ignored ("12/07      /07"); a month is not read, so "33/06" is of 2006. "1/-6" gives a
# year that is no year of ours and reads as 1994: two cells of the Syracuse panel, kept as its published counts do.
_DATE = re.compile(r"\s*\d+\s*/\s*(-?\d+)")


class UnreadablePanelError(ValueError):
    """The whole file is refused."""


@dataclass(frozen=True, slots=True)
class Visit:
    """What a survey found on a block in a year. `cracks` is a sub-score, 1 worst to 5 none."""

    year: int
    score: float
    cracks: int | None = None


@dataclass(frozen=True, slots=True)
class Pair:
    """Two visits of one block that follow one another."""

    block: str
    before: Visit
    after: Visit

    @property
    def years(self) -> int:
        """How long between them."""
        return self.after.year - self.before.year

    @property
    def drop(self) -> float:
        """Points lost; negative where the block got better."""
        return self.before.score - self.after.score

    @property
    def is_improved(self) -> bool:
        """Mended, or rated by somebody kinder: no wear can be read from it."""
        return self.drop < 0


def year_of(cell: str, latest: int) -> int | None:
    """The year of a date MM/YY (above 50: 19YY); None where it is none or after the year `latest`."""
    found = _DATE.match(cell)
    if not found:
        return None
    year = int(found[1]) + (1900 if int(found[1]) > 50 else 2000)
    return year if year in YEARS and year <= latest else None


def number_of(cell: str, least: int, most: int) -> float | None:
    """A score, or None where the cell is no number or lies outside the scale."""
    try:
        found = float(cell)
    except ValueError:
        return None
    return found if least <= found <= most else None


def visits_of(row: Mapping[str, str], years: Iterable[int], latest: int) -> tuple[Visit, ...]:
    """The visits of one block in order of time; the first value of a year wins."""
    found: dict[int, Visit] = {}
    for column in years:
        year = year_of(row[f"rated_{column}"], latest)
        score = number_of(row[f"overall_{column}"], LOWEST, HIGHEST)
        if year is None or score is None or year in found:
            continue
        cracks = number_of(row.get(f"crack_{column}", ""), WORST_CRACKS, NO_CRACKS)
        found[year] = Visit(year, score, None if cracks is None else round(cracks))
    return tuple(found[year] for year in sorted(found))


def histories(rows: Iterable[Mapping[str, str]], columns: Iterable[str]) -> dict[str, tuple[Visit, ...]]:
    """The visits of every block. UnreadablePanelError where the layout is another one."""
    known = set(columns)
    years = sorted(int(name[8:]) for name in known if re.fullmatch(r"overall_\d{4}", name))
    missing = [name for name in ("street_id", *(f"rated_{year}" for year in years)) if name not in known]
    if missing or not years:
        raise UnreadablePanelError(f"the panel has no column {', '.join(missing) or 'overall_YYYY'}")
    found: dict[str, tuple[Visit, ...]] = {}
    for row in rows:
        block = row["street_id"]
        if not block or block in found:
            raise UnreadablePanelError(f"block {block!r} is empty or stands in the panel twice")
        found[block] = visits_of(row, years, years[-1] + 1)
    return found


def pairs_of(blocks: Mapping[str, tuple[Visit, ...]]) -> list[Pair]:
    """All pairs of visits that follow one another."""
    return [Pair(block, before, after) for block, visits in blocks.items() for before, after in pairwise(visits)]
