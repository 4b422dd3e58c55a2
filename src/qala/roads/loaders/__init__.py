"""Outside files of roads: the streets' own readers of places, then carriageways; tables of what lies on the streets."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from django.db import transaction

from qala.kernel.actors import Actor
from qala.places.loaders import load as load_places
from qala.places.rules.entries import Reading
from qala.places.rules.matching import Difference
from qala.roads.actions import drafting, register
from qala.roads.actions.past_works import record_past_works
from qala.roads.loaders.holdings import load_holdings
from qala.roads.loaders.tables import KINDS, read_table
from qala.roads.rules.entries import Taken

__all__ = ["TABLES", "Loaded", "load", "load_streets", "load_table", "read_table"]
HOLDINGS = "holdings"
TABLES = (*KINDS, HOLDINGS)
TAKE = {
    "carriageways": register.register_carriageways,
    "layers": register.register_layers,
    "elements": register.register_elements,
    "structures": register.register_structures,
    "lines": register.register_lines,
    "works": record_past_works,
}


@dataclass(frozen=True, slots=True)
class Loaded:
    """What taking an extract in did: the streets' differences, rows carried to successors, carriageways guessed."""

    differences: tuple[Difference, ...]
    carried: int
    lost_m: float
    drafted: int


@transaction.atomic
def load_streets(*, by: Actor, reading: Reading, path: Path, on: date, complete: bool = False) -> Loaded:
    """Take streets in (identities are kept), carry what lies on ended segments, guess carriageways for bare ones."""
    report = load_places(by=by, reading=reading, path=path, complete=complete)
    carried = drafting.carry_over(by=by)
    drafted = drafting.draft_carriageways(by=by, on=on)
    return Loaded(report.differences, carried.added, float(carried.lost_m), len(drafted.added))


@transaction.atomic
def load_table(*, by: Actor, kind: str, path: Path, on: date | None = None, source: str = "table") -> Taken:
    """Take a table of what lies on streets, of past works or of holders in. Rows that cannot be are told by line."""
    if kind == HOLDINGS:
        return load_holdings(by=by, path=path, on=on, source=source)
    entries, turned = read_table(kind, path, on=on, source=source)
    taken = TAKE[kind](by=by, entries=entries)
    taken.turned = sorted([*turned, *taken.turned], key=lambda row: int(row.line or 0))
    return taken


def load(*, by: Actor, path: Path, kind: str, told: Mapping[str, object] | None = None) -> Taken:
    """The card's door: a table by its kind."""
    on = (told or {}).get("on")
    return load_table(by=by, kind=kind, path=path, on=on if isinstance(on, date) else None)
