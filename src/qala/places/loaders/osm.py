"""An OpenStreetMap extract (.osm.pbf, .osm.gz, .osm) → streets cut at junctions, house numbers, stops, schools, parks.

Mappers' names, ids and times stand in every object of an extract; none of them is ever read here.
"""

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import osmium
import osmium.filter
import osmium.geom
import osmium.osm
import shapely
from django.utils.translation import gettext_lazy as _

from qala.kernel.translated import Translated
from qala.places.loaders.features import Frame, doubts_of_landmarks
from qala.places.loaders.files import UnreadableFile, refused
from qala.places.rules import faults
from qala.places.rules.addresses import House, on_their_streets
from qala.places.rules.entries import LandmarkEntry, LandmarkKind, Reading, Refused, SegmentEntry
from qala.places.rules.faults import Seen, faults_of
from qala.places.rules.network import Way, cut_at_junctions, drivable, gather_streets, names_of, segment_of

ATTRIBUTION = "© OpenStreetMap contributors, ODbL 1.0"
LICENCE = "ODbL-1.0"
WAY_TAGS = ("highway", "surface", "lit", "lanes", "oneway", "junction", "area", "waterway")
NAME_TAGS = ("name", "name:kk", "name:ru", "name:en")
HOUSE, STREET_TAGS = "addr:housenumber", ("addr:street", "addr:street:kk", "addr:street:ru", "addr:place")
LANDMARKS: Mapping[tuple[str, str], LandmarkKind] = {
    ("highway", "bus_stop"): LandmarkKind.STOP,
    ("amenity", "school"): LandmarkKind.SCHOOL,
    ("amenity", "kindergarten"): LandmarkKind.KINDERGARTEN,
    ("amenity", "clinic"): LandmarkKind.CLINIC,
    ("amenity", "doctors"): LandmarkKind.CLINIC,
    ("amenity", "hospital"): LandmarkKind.HOSPITAL,
    ("amenity", "marketplace"): LandmarkKind.MARKET,
    ("amenity", "townhall"): LandmarkKind.OFFICE,
    ("amenity", "theatre"): LandmarkKind.CULTURE,
    ("amenity", "library"): LandmarkKind.CULTURE,
    ("tourism", "museum"): LandmarkKind.CULTURE,
    ("leisure", "park"): LandmarkKind.PARK,
    ("leisure", "playground"): LandmarkKind.PLAYGROUND,
    ("leisure", "sports_centre"): LandmarkKind.SPORT,
    ("leisure", "stadium"): LandmarkKind.SPORT,
    ("natural", "water"): LandmarkKind.WATER,
    ("waterway", "riverbank"): LandmarkKind.WATER,
}
RIVERS = ("river", "canal")
LANDMARK_KEYS = sorted({key for key, _value in LANDMARKS})

Locations = dict[int, tuple[float, float]]


class _Extract:
    """What is kept of a file while it is read."""

    def __init__(self) -> None:
        self.ways: list[Way] = []
        self.places: Locations = {}
        self.landmarks: list[tuple[str, str, Mapping[str, str], Any]] = []
        self.houses: list[tuple[str, str, Mapping[str, str], Any]] = []


def read_osm(path: Path, frame: Frame) -> Reading:
    """Read an extract whole. Rows name the way, node or relation they came from."""
    extract = _read(path)
    bad: list[Refused] = []
    streets = gather_streets("osm", _segments(extract, frame, bad))
    landmarks = _landmarks(extract, frame, bad)
    houses = on_their_streets("osm", _houses(extract, frame, bad), streets)
    bad += [refused(line, fault) for line, fault in houses.faults]
    doubtful = doubts_of_landmarks(landmarks)
    lines = {one.line for one in doubtful}
    return Reading(
        source="osm",
        attribution=ATTRIBUTION,
        licence=LICENCE,
        streets=tuple(streets),
        addresses=houses.entries,
        remarks={"house_numbers_mapped_twice": houses.repeated} if houses.repeated else {},
        landmarks=tuple(entry for line, entry in landmarks if line not in lines),
        doubtful_landmarks=tuple(entry for line, entry in landmarks if line in lines),
        refused=tuple(bad),
        doubtful=tuple(doubtful),
    )


def _read(path: Path) -> _Extract:
    extract = _Extract()
    try:
        stream = osmium.FileProcessor(str(path)).with_locations()
        for thing in stream.with_areas(osmium.filter.KeyFilter(*LANDMARK_KEYS, HOUSE)):
            _keep(extract, thing)
            if HOUSE in thing.tags:
                _keep_house(extract, thing)
    except (RuntimeError, OSError) as trouble:
        raise UnreadableFile(
            _("The map extract is broken off or is not an OpenStreetMap file."), code="broken_extract"
        ) from trouble
    if not extract.ways and not extract.landmarks:
        raise UnreadableFile(_("The map extract holds no street."), code="empty_extract")
    return extract


def _keep(extract: _Extract, thing: Any) -> None:
    if thing.is_node():
        if _kind(thing.tags) and thing.location.valid():
            tags = _told(thing.tags, (*LANDMARK_KEYS, *NAME_TAGS))
            point = shapely.Point(thing.location.lon, thing.location.lat)
            extract.landmarks.append((f"node {thing.id}", f"n{thing.id}", tags, point))
    elif thing.is_way():
        tags = _told(thing.tags, (*WAY_TAGS, *NAME_TAGS))
        nodes = list(thing.nodes)
        if drivable(tags):
            extract.ways.append(Way(thing.id, tuple(node.ref for node in nodes), tags))
            extract.places.update((n.ref, (n.location.lon, n.location.lat)) for n in nodes if n.location.valid())
        elif tags.get("waterway") in RIVERS:
            bed = [(n.location.lon, n.location.lat) for n in nodes if n.location.valid()]
            if len(bed) > 1:
                extract.landmarks.append((f"way {thing.id}", f"w{thing.id}", tags, shapely.LineString(bed)))
    elif thing.is_area() and _kind(thing.tags):
        noun = "way" if thing.from_way() else "relation"
        tags = _told(thing.tags, (*LANDMARK_KEYS, *NAME_TAGS))
        area = shapely.from_wkb(osmium.geom.WKBFactory().create_multipolygon(thing), on_invalid="ignore")
        key = f"{noun[0]}{thing.orig_id()}"
        extract.landmarks.append((f"{noun} {thing.orig_id()}", key, tags, area))


def _keep_house(extract: _Extract, thing: Any) -> None:
    """A node as it is, a building by a point inside it; a building of several rings comes as an area."""
    tags = _told(thing.tags, (HOUSE, *STREET_TAGS))
    if thing.is_node() and thing.location.valid():
        spot = shapely.Point(thing.location.lon, thing.location.lat)
        extract.houses.append((f"node {thing.id}", f"n{thing.id}", tags, spot))
    elif thing.is_way():
        walls = [(node.location.lon, node.location.lat) for node in thing.nodes if node.location.valid()]
        drawn = shapely.MultiPoint(walls).convex_hull if walls else shapely.Point()
        extract.houses.append((f"way {thing.id}", f"w{thing.id}", tags, drawn.centroid))
    elif thing.is_area() and not thing.from_way():
        area = shapely.from_wkb(osmium.geom.WKBFactory().create_multipolygon(thing), on_invalid="ignore")
        spot = area.representative_point() if area is not None else shapely.Point()
        extract.houses.append((f"relation {thing.orig_id()}", f"r{thing.orig_id()}", tags, spot))


def _houses(extract: _Extract, frame: Frame, bad: list[Refused]) -> list[House]:
    """House numbers whose point can be taken, each with every name its street is given."""
    good: list[House] = []
    for line, key, tags, spot in extract.houses:
        fault = next(faults_of(spot, city=frame.city), None)
        if fault is not None:
            bad.append(refused(line, fault))
            continue
        streets = tuple(dict.fromkeys(tags[name].strip() for name in STREET_TAGS if tags.get(name, "").strip()))
        good.append(House(line, key, streets, tags[HOUSE].strip(), spot.x, spot.y))
    return good


def _told(tags: Any, wanted: Iterable[str]) -> dict[str, str]:
    return {key: tags[key] for key in wanted if key in tags}


def _kind(tags: Any) -> LandmarkKind | None:
    return next((kind for (key, value), kind in LANDMARKS.items() if tags.get(key) == value), None)


def _segments(extract: _Extract, frame: Frame, bad: list[Refused]) -> list[tuple[Translated, SegmentEntry]]:
    seen, named = Seen(), []
    for piece in cut_at_junctions(extract.ways):
        line = f"way {piece.way.key}"
        if any(node not in extract.places for node in piece.nodes):
            bad.append(refused(line, faults.MISSING_NODE, piece.source_id))
            continue
        drawn = shapely.LineString([extract.places[node] for node in piece.nodes])
        fault = next(faults_of(drawn, city=frame.city), None)
        if fault is None and seen.place(drawn, 0) is not None:
            fault = faults.DUPLICATE
        if fault is not None:
            bad.append(refused(line, fault, piece.source_id))
            continue
        named.append((names_of(piece.way.tags, frame.language), segment_of(piece, drawn)))
    return named


def _landmarks(extract: _Extract, frame: Frame, bad: list[Refused]) -> list[tuple[str, LandmarkEntry]]:
    taken: list[tuple[str, LandmarkEntry]] = []
    for line, key, tags, shape in extract.landmarks:
        fault = next(faults_of(shape, city=frame.city), None)
        kind = _kind(tags) or (LandmarkKind.WATER if tags.get("waterway") in RIVERS else None)
        if fault is not None or kind is None:
            bad.append(refused(line, fault or faults.WRONG_VALUE, key))
            continue
        single = shape.geoms[0] if shape.geom_type == "MultiPolygon" and len(shape.geoms) == 1 else shape
        taken.append((line, LandmarkEntry("osm", key, kind, names_of(tags, frame.language), single)))
    return taken
