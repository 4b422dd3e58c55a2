"""A sample unit as it was surveyed, and its PCI by a curve set."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from qala.roads.rules.curves import CurveSet, MissingCurveError
from qala.roads.rules.pci import Sheet, sheet
from qala.roads.rules.surfaces import KINDS, Kind, Severity, Surface


@dataclass(frozen=True, slots=True)
class Found:
    """One distress of one severity: quantity in m², m, pieces or slabs."""

    kind: str
    severity: Severity
    quantity: Decimal


def unit_sheet(curves: CurveSet | None, surface: Surface, size: Decimal, found: Iterable[Found]) -> Sheet:
    """The reckoning of one unit: each distress of a severity once, its quantities added up.

    MissingCurveError where the surface has no PCI, or the set no curve: there is no figure rather than a wrong one.
    """
    if not surface.has_pci:
        raise MissingCurveError(f"{surface} has no PCI: the procedure does not speak of it")
    if curves is None:
        raise MissingCurveError("no curve set is loaded")
    curves.corrected(surface, 0, 1)
    added: dict[tuple[str, Severity], Decimal] = {}
    for one in found:
        added[one.kind, one.severity] = added.get((one.kind, one.severity), Decimal(0)) + one.quantity
    deducts = [
        curves.deduct(_kind(surface, kind), severity, quantity, size) for (kind, severity), quantity in added.items()
    ]
    return sheet(deducts, lambda total, q: curves.corrected(surface, total, q))


def _kind(surface: Surface, slug: str) -> Kind:
    kind = KINDS.get((surface, slug))
    if kind is None:
        raise MissingCurveError(f"no distress {slug} on {surface}")
    return kind
