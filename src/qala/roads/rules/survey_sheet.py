"""A survey as it is handed in: units with what was found, each checked before any is taken."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from qala.places.rules.position import Position
from qala.roads.rules.sampling import is_unit_size
from qala.roads.rules.surfaces import KINDS, Measure, Severity, Surface
from qala.roads.rules.surveyed import Found


@dataclass(frozen=True, slots=True)
class Outing:
    """Who went out with what, when; `sha256` is the fingerprint of the raw file."""

    surveyed_on: date
    kind: str = "yearly"
    method: str = "pci"
    device: str = ""
    calibrated_on: date | None = None
    crew: str = ""
    sha256: str = ""


@dataclass(frozen=True, slots=True)
class UnitSheet:
    """One unit: where, how large (m² or slabs), of a section how large, and what was found. `line` is of the file."""

    line: int
    position: Position
    surface: Surface
    size: Decimal
    section: Decimal
    additional: bool = False
    found: tuple[Found, ...] = ()


@dataclass(frozen=True, slots=True)
class TurnedAway:
    """A row of a file that was not taken, with the reason as a slug."""

    line: int
    reason: str


@dataclass(slots=True)
class Read:
    """What a file came to."""

    units: list[UnitSheet] = field(default_factory=list)
    refused: list[TurnedAway] = field(default_factory=list)


def fault_of(unit: UnitSheet, length: Decimal) -> str:
    """Why a unit cannot be taken, as a slug; empty where it can."""
    if not unit.position.fits(length):
        return "beyond_segment"
    if unit.size <= 0 or unit.section < unit.size:
        return "wrong_size"
    drawn = unit.surface.has_pci and not unit.additional
    if drawn and not is_unit_size(unit.surface, unit.size, unit.section):
        return "no_unit_size"
    return next((fault for one in unit.found if (fault := _fault_of_distress(unit, one))), "")


def _fault_of_distress(unit: UnitSheet, one: Found) -> str:
    kind = KINDS.get((unit.surface, one.kind))
    if kind is None:
        return "unknown_distress"
    if one.severity not in kind.severities:
        return "unknown_severity"
    if one.quantity <= 0:
        return "quantity_not_positive"
    whole = kind.measure in {Measure.AREA, Measure.SLABS}
    return "more_than_the_unit" if whole and added_up(unit.found)[one.kind, one.severity] > unit.size else ""


def overlapping(units: Sequence[UnitSheet]) -> set[int]:
    """Lines of units that lie on one another: the same ground would be counted twice."""
    here: dict[int, list[UnitSheet]] = defaultdict(list)
    for unit in units:
        here[unit.position.segment].append(unit)
    return {
        one.line
        for there in here.values()
        for at, one in enumerate(there)
        if any(one.position.overlaps(other.position) for number, other in enumerate(there) if number != at)
    }


def added_up(found: Sequence[Found]) -> dict[tuple[str, Severity], Decimal]:
    """Each distress of a severity once."""
    total: dict[tuple[str, Severity], Decimal] = defaultdict(Decimal)
    for one in found:
        total[one.kind, one.severity] += one.quantity
    return dict(total)
