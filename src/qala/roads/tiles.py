"""The road register as map tiles: one PMTiles file, each stretch with how complete its passport is and its surface.

Layer `roads`: tone (confirmed, attention, quiet), complete (0 to 1), surface, category, street, title per language.
Tiles are thinned at low zoom: no total may ever be taken from them.
"""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import shapely
from django.urls import reverse

from qala.kernel.clock import today
from qala.kernel.translated import Translated
from qala.places.rules.entries import RoadClass
from qala.places.tiles import FROM_ZOOM, OTHERS_FROM_ZOOM, draw_tiles, tiles_file
from qala.roads.models import Carriageway
from qala.roads.queries.completeness import city_shares
from qala.roads.queries.register import segments_on
from qala.roads.rules.completeness import tone_of

BATCH = 2_000


def tiles_path() -> Path:
    """Where the file lies; it may not be there yet."""
    return tiles_file("roads")


def build_tiles() -> Path:
    """Draw the register anew."""
    about = "Streets of the city and how complete their passports are"
    return draw_tiles("roads", {"roads": road_features()}, title="Qala roads", about=about)


def road_features() -> Iterator[dict[str, Any]]:
    """Segments of today: how much of their street's passport is known, and what wheels touch there."""
    day = today()
    complete = {one.street: one.overall for one in city_shares(day)}
    surfaces = dict(Carriageway.objects.on(day).values_list("segment", "surface"))
    categories = dict(Carriageway.objects.on(day).values_list("segment", "category"))
    for segment in segments_on(day).select_related("street").order_by("pk").iterator(BATCH):
        share = complete.get(segment.street_id or 0)
        names = segment.street.names if segment.street else Translated()
        told = {
            "tone": tone_of(share),
            "complete": None if share is None else round(share, 3),
            "surface": surfaces.get(segment.pk, ""),
            "category": categories.get(segment.pk, ""),
            "street": segment.street_id,
            "title": names.get("kk") if names else "",
            "address": reverse("roads:street", args=[segment.street_id]) if segment.street_id else "",
            **{f"name_{code}": names.get(code) for code in ("kk", "ru", "en") if names},
        }
        yield {
            "type": "Feature",
            "tippecanoe": {"minzoom": FROM_ZOOM.get(RoadClass(segment.road_class), OTHERS_FROM_ZOOM)},
            "properties": {key: value for key, value in told.items() if value not in {None, ""}},
            "geometry": json.loads(shapely.to_geojson(segment.line)),
        }
