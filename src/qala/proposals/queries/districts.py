"""Districts of many points at once."""

from collections.abc import Sequence

import numpy as np
import shapely

from qala.places.models import District


def districts_at(points: Sequence[tuple[float | None, float | None]]) -> list[str | None]:
    """The district of each (longitude, latitude), or nothing; one query for all."""
    found: list[str | None] = [None] * len(points)
    if not points:
        return found
    west_east = np.array([longitude if longitude is not None else np.nan for longitude, _latitude in points])
    south_north = np.array([latitude if latitude is not None else np.nan for _longitude, latitude in points])
    for district in District.objects.exclude(area=None):
        for place in np.flatnonzero(shapely.contains_xy(district.area, west_east, south_north)):
            found[place] = found[place] or district.pk
    return found
