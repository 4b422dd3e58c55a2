"""A table of points → landmarks: columns id, lon, lat, name (or name_kk, name_ru, name_en), kind."""

import math
from collections.abc import Iterator
from pathlib import Path

import shapely

from qala.places.loaders.features import Feature
from qala.places.loaders.files import table_of
from qala.places.rules import faults

KEYS = ("id", "source_id", "overture_id")


def features_of(path: Path) -> Iterator[Feature]:
    """Every row with its line."""
    for line, row in table_of(path, ("lon", "lat")):
        key = next((row[name] for name in KEYS if row.get(name)), "")
        try:
            lon, lat = float(row["lon"]), float(row["lat"])
        except ValueError:
            lon = lat = math.nan
        if math.isfinite(lon) and math.isfinite(lat):
            yield Feature(f"line {line}", key, row, shapely.Point(lon, lat))
        else:
            yield Feature(f"line {line}", key, row, None, faults.NOT_A_NUMBER)
