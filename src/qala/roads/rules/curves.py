"""A set of deduct and correction curves from a file: read, checked, interpolated.

No standard's curves are supplied. A set is points somebody digitised, each curve with its figure and page; a set that
falls, crosses severities, leaves 0–100 or has too few points is refused with the reason.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from itertools import pairwise
from typing import Any

import numpy as np
from scipy.interpolate import PchipInterpolator

from qala.roads.rules.surfaces import KINDS, Kind, Measure, Severity, Surface, Units, density

LEAST_POINTS = 8
CLOSE = 1e-6


class UnsoundCurvesError(ValueError):
    """The set is refused; the message says which curve and why."""


class MissingCurveError(LookupError):
    """The set has no curve for this distress, surface or number of deducts: there is no PCI."""


@dataclass(frozen=True)
class Curve:
    """Points of one printed line, joined by a monotone cubic (PCHIP), on a log axis where it was drawn on one."""

    name: str
    points: tuple[tuple[float, float], ...]
    log: bool = False

    def at(self, x: float) -> float:
        """The value at `x`: a straight line from 0 to the first point, the last value beyond the last."""
        (first, low), (last, high) = self.points[0], self.points[-1]
        if x <= first:
            return low * x / first if first else low
        if x >= last:
            return high
        return float(min(max(self._line(math.log10(x) if self.log else x), low), high))

    @cached_property
    def _line(self) -> PchipInterpolator:
        xs, ys = zip(*self.points, strict=True)
        return PchipInterpolator(np.log10(xs) if self.log else np.array(xs), np.array(ys))


@dataclass(frozen=True)
class CurveSet:
    """Deduct curves by surface, distress and severity, correction curves by surface and q."""

    slug: str
    procedure: str
    synthetic: bool
    provenance: str
    deducts: Mapping[tuple[Surface, str, Severity], tuple[Curve, Units]]
    corrections: Mapping[tuple[Surface, int], Curve]

    def deduct(self, kind: Kind, severity: Severity, quantity: Decimal, size: Decimal) -> float:
        """The deduct value of a quantity (m², m, pieces, slabs) on a unit of that size (m² or slabs)."""
        found = self.deducts.get((kind.surface, kind.slug, severity))
        if found is None:
            raise MissingCurveError(f"{self.slug} has no curve for {kind.surface} {kind.slug} {severity}")
        curve, units = found
        dense = density(kind.measure, quantity, size, units)
        if kind.measure in {Measure.AREA, Measure.SLABS} and dense > 100 + CLOSE:
            raise ValueError(f"more {kind.slug} than the unit is large")
        return curve.at(dense)

    def corrected(self, surface: Surface, total: float, q: int) -> float:
        """The corrected deduct of a total; beyond the last printed q the last curve speaks."""
        printed = [number for place, number in self.corrections if place is surface]
        if not printed:
            raise MissingCurveError(f"{self.slug} has no correction curves for {surface}")
        return self.corrections[surface, min(q, max(printed))].at(total)


def curve_set(told: Mapping[str, Any]) -> CurveSet:
    """A set from its file. UnsoundCurvesError where anything about it is not sound."""
    try:
        deducts = {_deduct_key(row): (_curve(row), Units(row["units"])) for row in told["deducts"]}
        corrections = {(Surface(row["surface"]), int(row["q"])): _curve(row) for row in told["corrections"]}
        read = CurveSet(
            str(told["slug"]),
            str(told["procedure"]),
            _yes_or_no(told["synthetic"], "synthetic"),
            str(told["provenance"]).strip(),
            deducts,
            corrections,
        )
    except (KeyError, TypeError, AttributeError) as trouble:
        raise UnsoundCurvesError(f"the set is not whole: {trouble}") from trouble
    except ValueError as trouble:
        raise UnsoundCurvesError(str(trouble)) from trouble
    if len(deducts) != len(told["deducts"]) or len(corrections) != len(told["corrections"]):
        raise UnsoundCurvesError("a curve stands in the set twice")
    if not read.provenance:
        raise UnsoundCurvesError("the set does not say who made it, from what and when")
    _insist_on_whole_units(read)
    _insist_on_severities(read)
    _insist_on_corrections(read)
    return read


def _yes_or_no(told: object, name: str) -> bool:
    """A word such as "false" is no answer: it would be taken for a yes."""
    if not isinstance(told, bool):
        raise UnsoundCurvesError(f"{name} is true or false, without quotes")
    return told


def _deduct_key(row: Mapping[str, Any]) -> tuple[Surface, str, Severity]:
    surface, slug, severity = Surface(row["surface"]), str(row["distress"]), Severity(row["severity"])
    kind = KINDS.get((surface, slug))
    if kind is None or severity not in kind.severities:
        raise UnsoundCurvesError(f"no distress {slug} of severity {severity} on {surface}")
    return surface, slug, severity


def _curve(row: Mapping[str, Any]) -> Curve:
    name = " ".join(str(row[key]) for key in ("surface", "distress", "severity", "q") if key in row)
    if not str(row.get("source", "")).strip():
        raise UnsoundCurvesError(f"{name}: no figure or page is named")
    points = tuple((float(x), float(y)) for x, y in row["points"])
    if len(points) < LEAST_POINTS:
        raise UnsoundCurvesError(f"{name}: {len(points)} points are too few, give {LEAST_POINTS}")
    if not all(math.isfinite(x) and x >= 0 and 0 <= y <= 100 for x, y in points):
        raise UnsoundCurvesError(f"{name}: a point leaves 0–100")
    log = _yes_or_no(row.get("log", False), f"{name}: log")
    if any(right[0] <= left[0] for left, right in pairwise(points)) or (log and not points[0][0]):
        raise UnsoundCurvesError(f"{name}: its points do not go on along the axis")
    if any(right[1] < left[1] for left, right in pairwise(points)):
        raise UnsoundCurvesError(f"{name}: the curve falls")
    return Curve(name, points, log)


def _insist_on_whole_units(read: CurveSet) -> None:
    """No more of a unit is damaged than there is; metres and pieces may be many."""
    for (surface, slug, _severity), (curve, _units) in read.deducts.items():
        parts = KINDS[surface, slug].measure in {Measure.AREA, Measure.SLABS}
        if parts and curve.points[-1][0] > 100 + CLOSE:
            raise UnsoundCurvesError(f"{curve.name}: a point lies beyond 100 % of a unit")


def _insist_on_severities(read: CurveSet) -> None:
    for (surface, slug, severity), (curve, units) in read.deducts.items():
        for worse in {Severity.LOW: (Severity.MEDIUM, Severity.HIGH), Severity.MEDIUM: (Severity.HIGH,)}.get(
            severity, ()
        ):
            other = read.deducts.get((surface, slug, worse))
            if other and other[1] is not units:
                raise UnsoundCurvesError(f"{curve.name}: its severities are in different units")
            if other:
                _insist_on_order(curve, other[0])


def _insist_on_corrections(read: CurveSet) -> None:
    for surface in {surface for surface, _q in read.corrections}:
        numbers = sorted(q for place, q in read.corrections if place is surface)
        if numbers != list(range(1, len(numbers) + 1)):
            raise UnsoundCurvesError(f"{surface}: correction curves are for q = {numbers}, one is missing")
        for q in numbers[:-1]:
            _insist_on_order(read.corrections[surface, q + 1], read.corrections[surface, q])


def _insist_on_order(lower: Curve, upper: Curve) -> None:
    for x in _marks(lower, upper):
        if lower.at(x) > upper.at(x) + CLOSE:
            raise UnsoundCurvesError(f"{lower.name} and {upper.name} cross at {x:.3g}")


def _marks(*curves: Curve) -> Sequence[float]:
    """Every point of the curves, and enough between them."""
    points = sorted({x for curve in curves for x, _y in curve.points if x > 0})
    between = np.geomspace(points[0] / 10, points[-1], 200)
    return [*points, *map(float, between)]
