"""PCI of a section from its units, and what people call it (ASTM D6433; brief, section 4.5)."""

from collections.abc import Sequence
from dataclasses import dataclass

from qala.kernel.translated import Translated


@dataclass(frozen=True, slots=True)
class RatedUnit:
    """A unit that was looked at: m² (or slabs) and its PCI. `additional`: an oddity, such as a utility cut."""

    size: float
    pci: float
    additional: bool = False


def section_pci(units: Sequence[RatedUnit], size: float) -> float:
    """PCI of a section of that size, in the units' own measure.

    The drawn units speak for all that is not an oddity; an additional unit speaks for itself only.
    """
    drawn = [unit for unit in units if not unit.additional]
    odd = [unit for unit in units if unit.additional]
    if not drawn:
        raise ValueError("a section needs a drawn unit: an additional one speaks for itself only")
    told = sum(unit.size for unit in odd)
    if told + sum(unit.size for unit in drawn) > size * (1 + 1e-9):
        raise ValueError("the units are larger than the section")
    rest = sum(unit.pci * unit.size for unit in drawn) / sum(unit.size for unit in drawn)
    # A mean of hundreds can come out as 100.00000000000001.
    return min(100.0, max(0.0, (rest * (size - told) + sum(unit.pci * unit.size for unit in odd)) / size))


@dataclass(frozen=True, slots=True)
class Band:
    """A name for all PCI from `least` up to the next band."""

    slug: str
    least: int
    title: Translated


BANDS = (
    Band("good", 86, Translated(kk="жақсы", ru="хорошее", en="good")),
    Band("satisfactory", 71, Translated(kk="қанағаттанарлық", ru="удовлетворительное", en="satisfactory")),
    Band("fair", 56, Translated(kk="орташа", ru="среднее", en="fair")),
    Band("poor", 41, Translated(kk="нашар", ru="плохое", en="poor")),
    Band("very_poor", 26, Translated(kk="өте нашар", ru="очень плохое", en="very poor")),
    Band("serious", 11, Translated(kk="ауыр", ru="тяжёлое", en="serious")),
    Band("failed", 0, Translated(kk="істен шыққан", ru="разрушено", en="failed")),
)


def band_of(pci: float) -> Band:
    """The band of a PCI, rounded to a whole number first, half up, as the bands are whole numbers."""
    if not 0 <= pci <= 100:
        raise ValueError("a PCI lies between 0 and 100")
    return next(band for band in BANDS if int(pci + 0.5) >= band.least)
