"""What the invented streets are made of: widths, layers, elements and lines below, always the same for a segment."""

import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from qala.demo.city.shapes import SegmentPlan

SURFACES = {"asphalt": "asphalt", "gravel": "gravel", "unpaved": "soil", "ground": "soil", "concrete": "concrete"}
CATEGORIES = {
    "motorway": "IA", "trunk": "IB", "primary": "II", "secondary": "III", "tertiary": "III", "residential": "IV",
    "unclassified": "IV", "living_street": "V", "service": "V",
}  # fmt: skip
PAVEMENTS = {"asphalt": "capital", "concrete": "capital", "gravel": "gravel", "soil": "soil"}
LAYERS = {
    "asphalt": (("fine-grained asphalt concrete", 5), ("coarse asphalt concrete", 7), ("crushed stone", 20)),
    "concrete": (("cement concrete", 22), ("crushed stone", 15)),
    "gravel": (("gravel and sand", 18),),
    "soil": (),
}
COSTS = {"footway": 2_800_000, "kerb": 1_450_000, "aryk": 1_900_000, "lamp": 38_000_000}


@dataclass(frozen=True, slots=True)
class Laid:
    """One row of the register as the plan has it: a kind, its place on the segment, its facts."""

    noun: str
    key: str
    from_m: Decimal
    to_m: Decimal
    side: str
    facts: dict[str, Any]


def dice(key: str, sides: int) -> int:
    """The same throw for the same key, on every machine."""
    return zlib.crc32(key.encode()) % sides


def begun_on(segment: SegmentPlan) -> date:
    """The day from which the register tells the segment: the inventory of 2024, street by street."""
    month = 3 + dice(segment.street, 8)
    return date(2024, month, 1 + dice(f"{segment.street}:day", 28))


def carriageway(segment: SegmentPlan, length_m: Decimal) -> Laid:
    """The carriageway along the whole segment; bridges and old streets are narrower at one place."""
    surface = SURFACES.get(segment.surface, "asphalt")
    wide = Decimal(str(segment.width_m)).quantize(Decimal("0.1"))
    narrow = wide - (Decimal("0.5") if dice(f"{segment.key}:narrow", 3) == 0 else 0)
    facts = {
        "width_min_m": narrow, "width_max_m": wide, "lanes": max(segment.lanes, 1), "surface": surface,
        "pavement": PAVEMENTS[surface], "category": CATEGORIES.get(segment.road_class, "IV"),
        "built_year": 1985 + dice(f"{segment.street}:year", 39),
    }  # fmt: skip
    return Laid("carriageways", segment.key, Decimal(0), length_m, "both", facts)


def layers(segment: SegmentPlan, length_m: Decimal) -> Iterator[Laid]:
    """The pavement from the top; of every ninth street nobody has bored a core yet."""
    if dice(f"{segment.street}:core", 9) == 0:
        return
    year = 1985 + dice(f"{segment.street}:year", 39)
    for order, (material, thickness) in enumerate(LAYERS[SURFACES.get(segment.surface, "asphalt")], start=1):
        facts = {
            "order": order, "material": material, "thickness_cm": Decimal(thickness),
            "laid_year": max(year, 2012 + dice(f"{segment.street}:relaid", 12)) if order == 1 else year,
            "contract": "", "samples": "",
        }  # fmt: skip
        yield Laid("layers", f"{segment.key}:{order}", Decimal(0), length_m, "both", facts)


def elements(segment: SegmentPlan, length_m: Decimal) -> Iterator[Laid]:
    """Footways, kerbs and aryks of both sides, lamps where it is lit. Some streets nobody walked yet."""
    if dice(f"{segment.street}:walked", 12) == 0:
        return
    paved = SURFACES.get(segment.surface, "asphalt") in {"asphalt", "concrete"}
    year = 2000 + dice(f"{segment.street}:elements", 24)
    if paved and segment.road_class in {"primary", "secondary", "tertiary"}:
        yield _along(segment, length_m, "footway", "both", year, width_m=Decimal("1.5"))
        yield _along(segment, length_m, "kerb", "both", year)
    yield _along(segment, length_m, "aryk", "both", year)
    if segment.lit:
        yield _lamps(segment, length_m, year)


def _along(segment: SegmentPlan, length_m: Decimal, kind: str, side: str, year: int, **more: Any) -> Laid:
    both = length_m * 2 if side == "both" else length_m
    cost = int(both * COSTS[kind])
    facts = {
        "kind": kind, "material": "concrete", "built_year": year, "quantity": both, "unit": "m",
        "initial_tiyn": cost // 2, "replacement_tiyn": cost, **more,
    }  # fmt: skip
    return Laid("elements", f"{segment.key}:{kind}:{side}", Decimal(0), length_m, side, facts)


def _lamps(segment: SegmentPlan, length_m: Decimal, year: int) -> Laid:
    """A lamp every forty metres, told as one row along the segment."""
    lamps = max(int(length_m / 40), 1)
    facts = {
        "kind": "lamp", "material": "steel", "built_year": year, "quantity": Decimal(lamps), "unit": "pc",
        "initial_tiyn": lamps * COSTS["lamp"] // 2, "replacement_tiyn": lamps * COSTS["lamp"],
    }  # fmt: skip
    return Laid("elements", f"{segment.key}:lamp", Decimal(0), length_m, "right", facts)


def structures(segment: SegmentPlan, length_m: Decimal) -> Iterator[Laid]:
    """A bridge where the plan has one."""
    if segment.bridge:
        facts = {
            "kind": "bridge", "name": "", "passport_number": f"Б-{dice(segment.key, 900) + 100}",
            "material": "reinforced concrete", "built_year": 1970 + dice(segment.key, 45), "length_m": length_m,
            "width_m": Decimal(str(segment.width_m)), "load_t": Decimal(30),
        }  # fmt: skip
        yield Laid("structures", f"{segment.key}:bridge", Decimal(0), length_m, "both", facts)


def lines(segment: SegmentPlan, length_m: Decimal) -> Iterator[Laid]:
    """Water under most streets, sewers under some, each with the year it was laid and is due to be renewed."""
    for kind, of, depth in (("water", 3, "2.1"), ("sewer", 1, "3.2")):
        if dice(f"{segment.street}:{kind}", 4) >= of:
            continue
        laid = 1965 + dice(f"{segment.street}:{kind}:laid", 55)
        facts = {
            "kind": kind, "line_key": "", "holder": "", "depth_m": Decimal(depth),
            "diameter_mm": (100, 150, 200, 300)[dice(f"{segment.street}:{kind}:d", 4)], "laid_year": laid,
            "due_year": max(laid + 50, 2026), "due_flex_years": 2, "trench_width_m": Decimal("2.5"),
        }  # fmt: skip
        yield Laid("lines", f"{segment.key}:{kind}", Decimal(0), length_m, "centre", facts)
