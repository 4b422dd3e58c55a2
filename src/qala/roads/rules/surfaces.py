"""Pavements, the distresses ASTM D6433 knows on them, and how each is measured."""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

FOOT = Decimal("0.3048")


class Surface(StrEnum):
    """What a road is covered with. Only the first two have a PCI."""

    ASPHALT = "asphalt"
    CONCRETE = "concrete"
    GRAVEL = "gravel"
    EARTH = "earth"

    @property
    def has_pci(self) -> bool:
        """Gravel and earth get none: the procedure does not speak of them."""
        return self in {Surface.ASPHALT, Surface.CONCRETE}


class Severity(StrEnum):
    """How bad; a kind that knows no severities has `NONE`."""

    NONE = "none"
    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"


class Measure(StrEnum):
    """What a quantity counts: m², m, pieces, or slabs affected."""

    AREA = "area"
    LENGTH = "length"
    COUNT = "count"
    SLABS = "slabs"


class Units(StrEnum):
    """Units a curve was drawn in. Linear and counted distresses have other curves in feet than in metres."""

    METRIC = "metric"
    IMPERIAL = "imperial"


@dataclass(frozen=True, slots=True)
class Kind:
    """A distress of the catalogue."""

    slug: str
    surface: Surface
    measure: Measure
    graded: bool = True

    @property
    def severities(self) -> tuple[Severity, ...]:
        """The severities it may have."""
        return (Severity.LOW, Severity.MEDIUM, Severity.HIGH) if self.graded else (Severity.NONE,)


_AREA = "alligator bleeding block corrugation depression patch railroad rutting shoving slippage swell weathering"
_LENGTH = "bumps edge reflection shoulder_drop crack"
_SLABS = (
    "blowup corner_break divided durability faulting joint_seal linear large_patch small_patch punchout railroad "
    "scaling corner_spall joint_spall shoulder_drop"
)


def _kinds(surface: Surface, slugs: str, measure: Measure, *, graded: bool = True) -> list[Kind]:
    return [Kind(slug, surface, measure, graded) for slug in slugs.split()]


KINDS: dict[tuple[Surface, str], Kind] = {
    (kind.surface, kind.slug): kind
    for kind in (
        *_kinds(Surface.ASPHALT, _AREA, Measure.AREA),
        *_kinds(Surface.ASPHALT, "ravelling", Measure.AREA),
        *_kinds(Surface.ASPHALT, "polished", Measure.AREA, graded=False),
        *_kinds(Surface.ASPHALT, _LENGTH, Measure.LENGTH),
        *_kinds(Surface.ASPHALT, "pothole", Measure.COUNT),
        *_kinds(Surface.CONCRETE, _SLABS, Measure.SLABS),
        *_kinds(Surface.CONCRETE, "polished popouts pumping shrinkage", Measure.SLABS, graded=False),
    )
}


def density(measure: Measure, quantity: Decimal, size: Decimal, units: Units = Units.METRIC) -> float:
    """Percent of a unit: quantity in m², m, pieces or slabs; size in m² (slabs of the unit for `SLABS`).

    Converted to the units of the curve first: 130 ft of crack on 2,500 ft² are 5.2, the same crack in metres 17.1.
    """
    if size <= 0 or quantity < 0:
        raise ValueError("a unit has a size, and a quantity is not negative")
    if units is Units.IMPERIAL and measure is Measure.LENGTH:
        quantity, size = quantity / FOOT, size / FOOT**2
    elif units is Units.IMPERIAL and measure is Measure.COUNT:
        size = size / FOOT**2
    return float(100 * quantity / size)
