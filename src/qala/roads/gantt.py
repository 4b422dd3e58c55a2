"""The years of a programme as strips, one a street, drawn by the server; the table beside them says the same."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from qala.planning.models import Plan
from qala.roads.queries.programme import StreetStep, lines_of
from qala.roads.words import MENDS

CELL, TALL = 30, 20
"""Width of a year and height of a strip."""
WEIGHT = {name: place for place, name in enumerate(MENDS, start=1)}


@dataclass(frozen=True, slots=True)
class Mark:
    """A street's heaviest repair of a year: the taller, the heavier."""

    x: int
    y: int
    height: int
    short: str
    title: str


@dataclass(frozen=True, slots=True)
class Strip:
    """One street and its years."""

    name: str
    street: int | None
    marks: tuple[Mark, ...]

    @property
    def words(self) -> str:
        """The strip read aloud."""
        return "; ".join(mark.title for mark in self.marks)


@dataclass(frozen=True, slots=True)
class Gantt:
    """Strips of the streets a table shows, over all years of their plan."""

    strips: tuple[Strip, ...]
    years: tuple[tuple[int, int], ...]
    legend: tuple[tuple[int, int, Any], ...]
    width: int
    tall: int = TALL


def gantt_of(plan: Plan, rows: Iterable[StreetStep]) -> Gantt:
    """The strips of the streets in these lines of the programme, in their order."""
    first, count = int(plan.asked["start"]), int(plan.asked["years"])
    named = {row.street_id: row.name for row in rows if row.street_id is not None}
    heaviest: dict[int, dict[int, str]] = {street: {} for street in named}
    for step in lines_of(plan, streets=named):
        own = heaviest[step.street_id]  # type: ignore[attr-defined]
        own[step.year] = max(own.get(step.year, ""), step.option, key=lambda one: WEIGHT.get(one, 0))
    strips = (
        Strip(name, street, tuple(_mark(year, option, first) for year, option in sorted(heaviest[street].items())))
        for street, name in named.items()
    )
    legend = tuple((*_tall(name), word) for name, word in MENDS.items())
    years = tuple((CELL * at, first + at) for at in range(count))
    return Gantt(tuple(strips), years, legend, CELL * count)


def _mark(year: int, option: str, first: int) -> Mark:
    y, height = _tall(option)
    return Mark(CELL * (year - first), y, height, str(year), f"{year}: {MENDS.get(option, option)}")


def _tall(option: str) -> tuple[int, int]:
    height = round(TALL * (WEIGHT.get(option, 1) + 1) / (len(MENDS) + 1))
    return TALL - height, height
