"""Questions about places."""

from qala.places.queries.positions import reprojected
from qala.places.queries.search import Found, search_places
from qala.places.queries.where import (
    Beside,
    district_at,
    landmarks_near,
    nearest_streets,
    segments_in,
    segments_of,
)

__all__ = [
    "Beside",
    "Found",
    "district_at",
    "landmarks_near",
    "nearest_streets",
    "reprojected",
    "search_places",
    "segments_in",
    "segments_of",
]
