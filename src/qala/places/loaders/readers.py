"""Which reader reads which kind of file."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path

from qala.places.loaders import geojson, geopackage, points
from qala.places.loaders.features import Frame, read_features
from qala.places.loaders.kato import read_kato, read_population
from qala.places.loaders.osm import ATTRIBUTION, LICENCE, read_osm
from qala.places.rules.entries import Reading


def _geojson(path: Path, layer: str, frame: Frame) -> Reading:
    document = geojson.document_of(path)
    told = str(document.get("attribution") or "")[:200]
    framed = replace(frame, attribution=frame.attribution or told)
    if "OpenStreetMap" in told:
        framed = replace(framed, attribution=ATTRIBUTION, licence=LICENCE)
    return read_features(layer, geojson.features_of(document), framed)


READERS: Mapping[str, Callable[[Path, str, Frame], Reading]] = {
    "osm": lambda path, _layer, frame: read_osm(path, frame),
    "geojson": _geojson,
    "geopackage": lambda path, layer, frame: read_features(layer, geopackage.features_of(path, layer), frame),
    "shapefile": lambda path, layer, frame: read_features(layer, geopackage.features_of_shapefile(path), frame),
    "points": lambda path, _layer, frame: read_features("landmarks", points.features_of(path), frame),
    "kato": lambda path, _layer, _frame: read_kato(path),
    "population": lambda path, _layer, _frame: read_population(path),
}


def read(kind: str, path: Path, *, layer: str = "streets", frame: Frame | None = None) -> Reading:
    """Read a file of one kind. Raises UnreadableFile where the whole file cannot be taken."""
    return READERS[kind](path, layer, frame or Frame(source=kind))
