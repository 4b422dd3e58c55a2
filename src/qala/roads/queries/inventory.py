"""The whole register counted on a day."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Count, F, Sum

from qala.roads.models import Carriageway, Element, Inventory, Layer, Structure
from qala.roads.queries.completeness import StreetShares, city_shares, together
from qala.roads.queries.passport import plain
from qala.roads.queries.register import segments_on
from qala.roads.rules.completeness import overall


@dataclass(frozen=True, slots=True)
class Figures:
    """What an inventory counts."""

    streets: int
    segments: int
    metres: Decimal
    told: dict[str, Any]
    by_street: list[StreetShares]


def counted(day: date) -> Figures:
    """Streets, segments and metres of a day, surfaces in metres, and completeness field by field."""
    network = segments_on(day).values("pk", "street", "measured_length_m")
    rows = list(network)
    streets = city_shares(day)
    shares = together(streets)
    surfaces = (
        Carriageway.objects.on(day)
        .values("surface")
        .annotate(metres=Sum(F("to_m") - F("from_m")), rows=Count("pk"))
        .order_by("surface")
    )
    told = {
        "surface_m": {row["surface"]: plain(row["metres"]) for row in surfaces},
        "rows": {
            "carriageways": Carriageway.objects.on(day).count(),
            "layers": Layer.objects.on(day).count(),
            "elements": Element.objects.on(day).count(),
            "structures": Structure.objects.on(day).count(),
        },
        "completeness": {
            one.field.value: {
                "known_m": plain(one.known_m),
                "assumed_m": plain(one.assumed_m),
                "all_m": plain(one.all_m),
            }
            for one in shares
        },
        "completeness_overall": f"{overall(shares):.4f}",
    }
    named = {row["street"] for row in rows if row["street"]}
    metres = sum((row["measured_length_m"] for row in rows), Decimal(0))
    return Figures(len(named), len(rows), metres, told, streets)


def newest_inventory() -> Inventory | None:
    """The last count of the register, if there was one."""
    return Inventory.objects.order_by("-as_of_on", "-pk").first()


def says_the_same(inventory: Inventory, figures: Figures) -> bool:
    """Whether an inventory counted just these figures, in the whole and street by street."""
    before = (inventory.streets, inventory.segments, inventory.metres, inventory.told)
    now = (figures.streets, figures.segments, figures.metres, figures.told)
    kept = dict(inventory.street_counts.values_list("street_id", "shares"))
    return before == now and kept == {one.street: one.known for one in figures.by_street}
