"""The nouns of places."""

from qala.places.models.districts import District, KatoUnit, Population
from qala.places.models.extracts import Extract
from qala.places.models.landmarks import Address, Landmark
from qala.places.models.position import PositionFields
from qala.places.models.streets import Segment, Street, StreetName, Succession

__all__ = [
    "Address",
    "District",
    "Extract",
    "KatoUnit",
    "Landmark",
    "Population",
    "PositionFields",
    "Segment",
    "Street",
    "StreetName",
    "Succession",
]
