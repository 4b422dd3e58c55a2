"""Questions about places."""

from qala.places.queries.pages import (
    DistrictLine,
    Network,
    attributions,
    box_of,
    district_lines,
    landmarks_on,
    network,
    reference,
    street_lines,
    whole_box,
)
from qala.places.queries.positions import ancestors_of, reprojected
from qala.places.queries.search import Found, search_places
from qala.places.queries.where import (
    Beside,
    district_at,
    landmarks_near,
    nearest_streets,
    segments_in,
    segments_of,
    street_beside,
)

__all__ = [
    "Beside",
    "DistrictLine",
    "Found",
    "Network",
    "ancestors_of",
    "attributions",
    "box_of",
    "district_at",
    "district_lines",
    "landmarks_near",
    "landmarks_on",
    "nearest_streets",
    "network",
    "reference",
    "reprojected",
    "search_places",
    "segments_in",
    "segments_of",
    "street_beside",
    "street_lines",
    "whole_box",
]
