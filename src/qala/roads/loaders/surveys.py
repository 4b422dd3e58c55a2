"""A table of a PCI survey, one row a distress: units, or the reason why a row is refused.

Columns: segment (key of its source), from_m, to_m, surface, size, section, distress, severity, quantity; may be: side,
additional, segment_source. A unit without distress has one row with an empty `distress`. One bad row turns its whole
unit away: a unit with a distress left out would look better than it is.
"""

from collections.abc import Mapping, Sequence
from decimal import Decimal, InvalidOperation
from pathlib import Path

from qala.places.loaders.files import table_of
from qala.places.models import Segment
from qala.places.rules.position import Position, Side, UnlawfulPositionError, metres
from qala.roads.loaders.named import NamedSegments
from qala.roads.loaders.named import fault_of as no_one
from qala.roads.rules.surfaces import Severity, Surface
from qala.roads.rules.survey_sheet import Read, TurnedAway, UnitSheet, fault_of, overlapping
from qala.roads.rules.surveyed import Found

COLUMNS = ("segment", "from_m", "to_m", "surface", "size", "section", "distress", "severity", "quantity")
ADDITIONAL = dict.fromkeys(("", "0", "no", "false", "нет", "жоқ"), False) | dict.fromkeys(
    ("1", "yes", "true", "да", "иә"), True
)
Rows = list[tuple[int, Mapping[str, str]]]


def read_survey(path: Path) -> Read:
    """Read a table. Refused whole: another encoding, no such columns, a file that is cut off."""
    groups: dict[tuple[str, ...], Rows] = {}
    for line, row in table_of(path, COLUMNS):
        key = tuple(row.get(name, "") for name in ("segment", "segment_source", "from_m", "to_m", "side"))
        groups.setdefault(key, []).append((line, row))
    segments = NamedSegments([rows[0][1] for rows in groups.values()], "segment")
    read = Read()
    for rows in groups.values():
        _take(read, rows, segments.of(rows[0][1]))
    twice = overlapping(read.units)
    read.refused += [TurnedAway(line, "overlapping_references") for line in sorted(twice)]
    read.units = [unit for unit in read.units if unit.line not in twice]
    read.refused.sort(key=lambda one: one.line)
    return read


def _take(read: Read, rows: Rows, named: list[Segment]) -> None:
    first = rows[0][0]
    if len(named) != 1:
        read.refused.append(TurnedAway(first, no_one(named)))
        return
    segment = named[0]
    try:
        unit = _unit(rows, segment)
    except (InvalidOperation, UnlawfulPositionError):
        read.refused.append(TurnedAway(first, "not_a_number"))
        return
    except (ValueError, KeyError):
        read.refused.append(TurnedAway(first, "unknown_word"))
        return
    fault = fault_of(unit, segment.measured_length_m)
    if fault:
        read.refused.append(TurnedAway(first, fault))
    else:
        read.units.append(unit)


def _unit(rows: Rows, segment: Segment) -> UnitSheet:
    line, row = rows[0]
    side = Side(row.get("side") or Side.BOTH)
    there = Position(segment.pk, metres(number_in(row["from_m"])), metres(number_in(row["to_m"])), side)
    return UnitSheet(
        line, there, Surface(row["surface"]), number_in(row["size"]), number_in(row["section"]),
        ADDITIONAL[row.get("additional", "").lower()], _found(rows),
    )  # fmt: skip


def _found(rows: Sequence[tuple[int, Mapping[str, str]]]) -> tuple[Found, ...]:
    return tuple(
        Found(row["distress"], Severity(row["severity"] or "none"), number_in(row["quantity"]))
        for _line, row in rows
        if row["distress"]
    )


def number_in(cell: str) -> Decimal:
    """A decimal of a table, with a comma or a point; InvalidOperation where it is none."""
    number = Decimal(cell.replace(",", "."))
    if not number.is_finite():
        raise InvalidOperation
    return number
