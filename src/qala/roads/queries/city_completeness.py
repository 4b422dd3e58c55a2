"""How complete the register of the whole city is: as it was last counted at night, or counted now for a day."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db.models import QuerySet

from qala.places.models import Street
from qala.roads.models import Inventory, StreetCount
from qala.roads.queries.completeness import city_shares, together
from qala.roads.queries.inventory import newest_inventory
from qala.roads.rules.completeness import Field, Share


@dataclass(frozen=True, slots=True)
class CityCompleteness:
    """The city on a day by field and by street, the least complete first; when it was counted, if not just now."""

    day: date
    shares: list[Share]
    lines: QuerySet[StreetCount] | list[StreetCount]
    counted_at: datetime | None = None


def city_last_counted() -> CityCompleteness | None:
    """What the newest inventory counted; None where nobody has counted yet, or before its streets were kept."""
    newest = newest_inventory()
    if newest is None or not newest.street_counts.exists():
        return None
    lines = newest.street_counts.select_related("street").order_by("overall", "street__search", "pk")
    return CityCompleteness(newest.as_of_on, _shares_told(newest), lines, newest.made_at)


def _shares_told(inventory: Inventory) -> list[Share]:
    told = inventory.told["completeness"]
    columns = ("known_m", "assumed_m", "all_m")
    return [Share(one, *(Decimal(told[one.value][column]) for column in columns)) for one in Field]


def city_counted_now(day: date) -> CityCompleteness:
    """The register of any day, counted on the spot: a second or two for a large city."""
    counted = city_shares(day)
    streets = Street.objects.in_bulk([one.street for one in counted])
    lines = [StreetCount(street=streets[one.street], overall=one.overall, shares=one.known) for one in counted]
    return CityCompleteness(day, together(counted), sorted(lines, key=lambda line: (line.overall, line.street.search)))
