"""Public pages of streets and places, their open data, and the map's tiles."""

from qala.places.views.open_files import geojson, geopackage
from qala.places.views.pages import districts, landmark, landmark_point, street, street_points, streets
from qala.places.views.tiles import tiles

__all__ = [
    "districts",
    "geojson",
    "geopackage",
    "landmark",
    "landmark_point",
    "street",
    "street_points",
    "streets",
    "tiles",
]
