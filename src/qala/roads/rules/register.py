"""Words and figures of the road register: what a carriageway, a layer, an element or a structure can be."""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum


class Basis(StrEnum):
    """How we know: from the ground, from a paper, from somebody's map, or by assumption."""

    MEASURED = "measured"
    DOCUMENT = "document"
    MAP = "map"
    ASSUMED = "assumed"


class PavementKind(StrEnum):
    """Kinds of pavement by which norms differ (GOST 33388-2015 names them so)."""

    CAPITAL = "capital"
    LIGHT = "light"
    TRANSITIONAL = "transitional"
    GRAVEL = "gravel"
    SOIL = "soil"


class Category(StrEnum):
    """Technical category of a road, best first."""

    IA = "IA"
    IB = "IB"
    IC = "IC"
    II = "II"
    III = "III"
    IV = "IV"
    V = "V"


class Surface(StrEnum):
    """What wheels touch."""

    ASPHALT = "asphalt"
    CONCRETE = "concrete"
    PAVING = "paving"
    COLD_ASPHALT = "cold_asphalt"
    BITUMEN_SOIL = "bitumen_soil"
    GRAVEL = "gravel"
    CRUSHED_STONE = "crushed_stone"
    IMPROVED_SOIL = "improved_soil"
    SOIL = "soil"
    UNKNOWN = "unknown"


class ElementKind(StrEnum):
    """What stands or lies along a street besides its carriageway."""

    FOOTWAY = "footway"
    KERB = "kerb"
    ARYK = "aryk"
    LAMP = "lamp"
    SIGN = "sign"
    MARKING = "marking"
    BARRIER = "barrier"
    STOP = "stop"
    CROSSING = "crossing"
    TREE_ROW = "tree_row"


class StructureKind(StrEnum):
    """What carries a road, leads water under it or holds its slope."""

    BRIDGE = "bridge"
    PIPE = "pipe"
    WALL = "wall"


class LineKind(StrEnum):
    """What lies below a road and belongs to another part's register."""

    WATER = "water"
    SEWER = "sewer"
    STORM = "storm"
    HEAT = "heat"
    GAS = "gas"
    POWER = "power"
    TELECOM = "telecom"


class PaperKind(StrEnum):
    """Papers of a street."""

    ACT = "act"
    CONTRACT = "contract"
    DRAWING = "drawing"
    PROTOCOL = "protocol"
    PASSPORT = "passport"
    OTHER = "other"


PAVEMENT_OF = {
    Surface.ASPHALT: PavementKind.CAPITAL,
    Surface.CONCRETE: PavementKind.CAPITAL,
    Surface.PAVING: PavementKind.CAPITAL,
    Surface.COLD_ASPHALT: PavementKind.LIGHT,
    Surface.BITUMEN_SOIL: PavementKind.TRANSITIONAL,
    Surface.GRAVEL: PavementKind.GRAVEL,
    Surface.CRUSHED_STONE: PavementKind.GRAVEL,
    Surface.IMPROVED_SOIL: PavementKind.GRAVEL,
    Surface.SOIL: PavementKind.SOIL,
}


@dataclass(frozen=True, slots=True)
class CarriagewayFacts:
    """What is said of a carriageway at one place; None is what nobody knows."""

    width_min_m: Decimal | None = None
    width_max_m: Decimal | None = None
    lanes: int | None = None
    area_m2: Decimal | None = None
    surface: Surface = Surface.UNKNOWN
    pavement: PavementKind | None = None
    category: Category | None = None
    built_year: int | None = None
    assumed: tuple[str, ...] = ()


def area_of(width_min_m: Decimal | None, width_max_m: Decimal | None, length_m: Decimal) -> Decimal | None:
    """Square metres of a carriageway that was not measured as an area: mean width times length along the segment."""
    if width_min_m is None:
        return None
    mean = (width_min_m + (width_max_m if width_max_m is not None else width_min_m)) / 2
    return (mean * length_m).quantize(Decimal("0.1"))
