"""What is assumed of a carriageway that only a map has seen. Every row is [set]: ours, configurable, labelled.

Lane widths follow the customary 3.0–3.75 m of city streets; nothing here is a measurement, and every value taken from
here is named in `CarriagewayFacts.assumed`, so that pages, exports and passports can say "assumed".
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from qala.places.rules.entries import OneWay, RoadClass
from qala.roads.rules.register import PAVEMENT_OF, CarriagewayFacts, Category, Surface

MARK = "[set]"


@dataclass(frozen=True, slots=True)
class Assumption:
    """Lanes of both directions, width of one lane, surface and category where the map is silent."""

    lanes: int
    lane_m: Decimal
    surface: Surface
    category: Category


ASSUMED: Mapping[RoadClass, Assumption] = {
    RoadClass.MOTORWAY: Assumption(4, Decimal("3.75"), Surface.ASPHALT, Category.IA),
    RoadClass.TRUNK: Assumption(4, Decimal("3.75"), Surface.ASPHALT, Category.IB),
    RoadClass.PRIMARY: Assumption(4, Decimal("3.50"), Surface.ASPHALT, Category.II),
    RoadClass.SECONDARY: Assumption(2, Decimal("3.50"), Surface.ASPHALT, Category.III),
    RoadClass.TERTIARY: Assumption(2, Decimal("3.50"), Surface.ASPHALT, Category.III),
    RoadClass.UNCLASSIFIED: Assumption(2, Decimal("3.00"), Surface.ASPHALT, Category.IV),
    RoadClass.RESIDENTIAL: Assumption(2, Decimal("3.00"), Surface.ASPHALT, Category.IV),
    RoadClass.LIVING_STREET: Assumption(1, Decimal("4.50"), Surface.ASPHALT, Category.V),
    RoadClass.SERVICE: Assumption(1, Decimal("3.50"), Surface.UNKNOWN, Category.V),
}

# OpenStreetMap's `surface` in our words. A value not here says nothing we can use.
TAGGED: Mapping[str, Surface] = {
    "asphalt": Surface.ASPHALT,
    "paved": Surface.ASPHALT,
    "chipseal": Surface.COLD_ASPHALT,
    "concrete": Surface.CONCRETE,
    "concrete:plates": Surface.CONCRETE,
    "concrete:lanes": Surface.CONCRETE,
    "paving_stones": Surface.PAVING,
    "sett": Surface.PAVING,
    "cobblestone": Surface.PAVING,
    "unhewn_cobblestone": Surface.PAVING,
    "bricks": Surface.PAVING,
    "gravel": Surface.GRAVEL,
    "fine_gravel": Surface.CRUSHED_STONE,
    "pebblestone": Surface.GRAVEL,
    "compacted": Surface.IMPROVED_SOIL,
    "unpaved": Surface.SOIL,
    "ground": Surface.SOIL,
    "dirt": Surface.SOIL,
    "earth": Surface.SOIL,
    "sand": Surface.SOIL,
    "mud": Surface.SOIL,
    "grass": Surface.SOIL,
}


def drafted(road_class: str, surface: str, lanes: int | None, oneway: str) -> CarriagewayFacts:
    """A carriageway as a map lets us guess it: what the tags say is kept, the rest assumed and named as such."""
    by_class = ASSUMED[RoadClass(road_class)]
    assumed = ["width_min_m", "width_max_m", "category", "pavement"]
    if lanes is None or not 1 <= lanes <= 16:
        lanes = by_class.lanes if oneway == OneWay.BOTH.value else max(by_class.lanes // 2, 1)
        assumed.append("lanes")
    told = TAGGED.get(surface)
    if told is None:
        assumed.append("surface")
    made_of = told or by_class.surface
    width = (lanes * by_class.lane_m).quantize(Decimal("0.01"))
    return CarriagewayFacts(
        width_min_m=width,
        width_max_m=width,
        lanes=lanes,
        surface=made_of,
        pavement=PAVEMENT_OF.get(made_of),
        category=by_class.category,
        assumed=tuple(sorted(assumed)),
    )
