"""The course: migrate, load, ask, draw, export. Other measures of roads add a step to STEPS."""

import json
import os
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.core.management import call_command
from django.db import connections
from permits import permitting

from qala.config.database import grants
from qala.kernel.actors import Job
from qala.kernel.clock import today
from qala.places.loaders import read
from qala.places.loaders.features import Frame
from qala.places.models import Segment, Street
from qala.places.rules.position import Position
from qala.roads.actions.register import register_carriageways
from qala.roads.exports import geojson_of, write_geopackage
from qala.roads.loaders import load_streets
from qala.roads.models import Carriageway
from qala.roads.queries.completeness import city_shares
from qala.roads.queries.features import features_page
from qala.roads.queries.passport import passport_told
from qala.roads.rules.entries import Entry
from qala.roads.rules.features import Days, Edges
from qala.roads.tiles import build_tiles, tiles_path

BENCH = Job("roads.bench")
SINCE = date(2020, 1, 1)


def say(line: str) -> None:
    print(f"· {line}", file=sys.stderr, flush=True)


def timed(work: Callable[[], Any]) -> tuple[float, Any]:
    started = time.perf_counter()
    done = work()
    return round(time.perf_counter() - started, 2), done


def spread(ask: Callable[[int], object], times: int) -> tuple[float, float]:
    """Median and 95th percentile in milliseconds."""
    spent = []
    for at in range(times):
        started = time.perf_counter()
        ask(at)
        spent.append((time.perf_counter() - started) * 1000)
    cuts = statistics.quantiles(spent, n=20)
    return round(statistics.median(spent), 2), round(cuts[18], 2)


def run(network: Path, *, quick: bool, only: Sequence[str] = ()) -> dict[str, Any]:
    """Every step, or the load and ``only`` these."""
    say("migrating")
    call_command("migrate", database="owner", interactive=False, verbosity=0)
    grants.grant_application(connections["owner"])
    figures: dict[str, Any] = {"network": network.name, "quick": quick, "cores": os.cpu_count()}
    with tempfile.TemporaryDirectory() as folder:
        path = _part_of(network, Path(folder)) if quick else network
        for step in STEPS:
            if only and step is not loading and step.__name__ not in only:
                continue
            say(step.__name__)
            figures |= step(path, quick)
    return figures


def _part_of(network: Path, folder: Path) -> Path:
    """The first hundreds of segments, for tests."""
    document = json.loads(network.read_text(encoding="utf-8"))
    document["features"] = document["features"][:300]
    path = folder / network.name
    path.write_text(json.dumps(document), encoding="utf-8")
    return path


def loading(path: Path, _quick: int) -> dict[str, Any]:
    """The network as a file, twice: the second time changes nothing."""
    frame = Frame(source="osm", language="en")
    read_s, reading = timed(lambda: read("geojson", path, frame=frame))
    load_s, done = timed(lambda: load_streets(by=BENCH, reading=reading, path=path, on=SINCE, complete=True))
    again_s, again = timed(lambda: load_streets(by=BENCH, reading=reading, path=path, on=SINCE, complete=True))
    changed = sum(one.new + one.changed + one.gone for one in again.differences)
    return {
        "segments": Segment.objects.count(),
        "streets": Street.objects.count(),
        "refused": len(reading.refused),
        "read_s": read_s,
        "load_s": load_s,
        "carriageways_drafted": done.drafted,
        "reload_s": again_s,
        "reload_changed": changed,
    }


def history(_path: Path, quick: int) -> dict[str, Any]:
    """Five generations of carriageways, so that a day has something to choose from."""
    years = 2 if quick else 5
    rows = list(Segment.objects.present().values_list("pk", "measured_length_m"))
    surfaces = ("asphalt", "gravel", "concrete", "cold_asphalt", "asphalt")

    def lay(year: int) -> None:
        day = SINCE + timedelta(days=365 * (year + 1))
        facts = {"surface": surfaces[year], "lanes": 2, "built_year": day.year}
        entries = [Entry(Position(pk, Decimal(0), length), day, facts, "bench") for pk, length in rows]
        register_carriageways(by=BENCH, entries=entries)

    spent, _ = timed(lambda: [lay(year) for year in range(years)])
    with connections["owner"].cursor() as cursor:
        cursor.execute("ANALYZE")
    return {"carriageway_rows": Carriageway.objects.count(), "register_rows_per_s": round(len(rows) * years / spent)}


def asking(_path: Path, quick: int) -> dict[str, Any]:
    """Streets as of days, the completeness of the city, pages of features by box and day."""
    draw = random.Random(4)
    streets = list(Street.objects.all())
    span = (today() - SINCE).days
    times = 10 if quick else 300

    def day() -> date:
        return SINCE + timedelta(days=draw.randrange(span))

    street = spread(lambda _at: passport_told(draw.choice(streets), day()), times)
    whole = spread(lambda _at: list(Carriageway.objects.on(day()).values_list("segment", "surface")), 10)
    complete = spread(lambda _at: city_shares(day()), 5 if not quick else 2)
    boxes = [one.bounds for one in Segment.objects.order_by("pk").values_list("line", flat=True)[:50]]

    def box(at: int) -> object:
        west, south, east, north = boxes[at % len(boxes)]
        edges = Edges(west - 0.005, south - 0.005, east + 0.005, north + 0.005)
        there = day()
        return features_page("carriageways", box=edges, when=Days(there, there), offset=0, limit=100)

    features = spread(box, times)
    return {
        "as_of_day_street_p50_ms": street[0],
        "as_of_day_street_p95_ms": street[1],
        "as_of_day_city_p95_ms": whole[1],
        "completeness_city_ms": complete[0],
        "features_box_day_p50_ms": features[0],
        "features_box_day_p95_ms": features[1],
    }


def drawing(_path: Path, _quick: int) -> dict[str, Any]:
    """The PMTiles of the register."""
    spent, _ = timed(build_tiles)
    return {"pmtiles_s": spent, "pmtiles_bytes": tiles_path().stat().st_size}


def exporting(_path: Path, _quick: int) -> dict[str, Any]:
    """The register of today as open files."""
    geojson_s, octets = timed(lambda: sum(len(piece.encode()) for piece in geojson_of("carriageways", today())))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "roads.gpkg"
        geopackage_s, layers = timed(lambda: write_geopackage(path, today()))
        size = path.stat().st_size
    return {
        "geojson_s": geojson_s,
        "geojson_bytes": octets,
        "geopackage_s": geopackage_s,
        "geopackage_bytes": size,
        "geopackage_layers": len(layers),
    }


STEPS: list[Callable[[Path, int], dict[str, Any]]] = [loading, history, asking, drawing, exporting, permitting]
