"""Features of GeoJSON or GeoPackage → entries. One vocabulary of properties for both."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal, InvalidOperation
from typing import Any

from shapely.geometry.base import BaseGeometry

from qala.kernel.translated import Translated
from qala.places.loaders.files import refused
from qala.places.rules import faults
from qala.places.rules.doubts import Point, doubts_of
from qala.places.rules.entries import (
    DistrictEntry,
    LandmarkEntry,
    LandmarkKind,
    OneWay,
    Reading,
    Refused,
    SegmentEntry,
    StreetEntry,
)
from qala.places.rules.faults import AREAS, LINES, POINTS, Fault, Seen, faults_of
from qala.places.rules.geometry import Box
from qala.places.rules.kato import is_code
from qala.places.rules.names import street_kind
from qala.places.rules.network import DRIVABLE, gather_streets, in_order, names_of, oneway_of


@dataclass(frozen=True, slots=True)
class Feature:
    """One feature of a file: where it stands, its key, its properties, its geometry or what is wrong with it."""

    line: str
    key: str
    told: Mapping[str, Any]
    geometry: BaseGeometry | None
    fault: Fault | None = None


@dataclass(frozen=True, slots=True)
class Frame:
    """What the person who loads says about a file."""

    source: str
    city: Box | None = None
    language: str = "kk"
    kind: str = ""
    attribution: str = ""
    licence: str = ""


def read_features(layer: str, features: Iterable[Feature], frame: Frame) -> Reading:
    """Turn features of one layer (`streets`, `districts`, `landmarks`) into entries, refusing one by one."""
    return LAYERS[layer](features, frame)


def sound(features: Iterable[Feature], frame: Frame, kinds: frozenset[str], bad: list[Refused]) -> list[Feature]:
    """Features whose geometry and key can be taken; the rest go to `bad` with their line."""
    seen, good = Seen(), []
    for feature in features:
        fault = feature.fault or next(faults_of(feature.geometry, city=frame.city, kinds=kinds), None)
        if fault is None and not feature.key:
            fault = faults.MISSING_VALUE
        if fault is None and seen.key(feature.key, 0) is not None:
            fault = faults.SAME_KEY
        if fault is None and feature.geometry is not None:
            says = "|".join(_names(feature.told, frame).as_dict().values())
            twice = seen.place(feature.geometry, 0, says=says)
            fault = faults.DUPLICATE if twice is not None else None
        if fault is None:
            good.append(feature)
        else:
            bad.append(refused(feature.line, fault, feature.key))
    return good


def _names(told: Mapping[str, Any], frame: Frame) -> Translated:
    plain = {name: value.strip() for name, value in told.items() if isinstance(value, str)}
    for code in ("kk", "ru", "en"):
        if plain.get(f"name_{code}"):
            plain.setdefault(f"name:{code}", plain[f"name_{code}"])
    return names_of(plain, frame.language)


def _streets(features: Iterable[Feature], frame: Frame) -> Reading:
    bad: list[Refused] = []
    named: list[tuple[Translated, SegmentEntry]] = []
    registered: dict[str, tuple[Translated, list[SegmentEntry]]] = {}
    for feature in sound(features, frame, LINES, bad):
        segment = _segment(feature)
        if segment is None:
            bad.append(refused(feature.line, faults.WRONG_VALUE, feature.key))
            continue
        names = _names(feature.told, frame)
        if number := str(feature.told.get("street") or "").strip():
            registered.setdefault(number, (names, []))[1].append(segment)
        else:
            named.append((names, segment))
    streets = [_registered(frame.source, number, *told) for number, told in sorted(registered.items())]
    streets += gather_streets(frame.source, named)
    return _reading(frame, bad, streets=tuple(streets))


def _registered(source: str, number: str, names: Translated, segments: list[SegmentEntry]) -> StreetEntry:
    ordered = segments if all(segment.order for segment in segments) else in_order(segments)
    return StreetEntry(source, number, names, street_kind(names), number[:40], segments=tuple(ordered))


def _segment(feature: Feature) -> SegmentEntry | None:
    told = feature.told
    text = {name: "" if value is None else str(value).strip() for name, value in told.items()}
    road = DRIVABLE.get(text.get("highway") or text.get("road_class") or "residential")
    try:
        measured = Decimal(text["measured_length_m"]) if text.get("measured_length_m") else None
        order = int(text.get("order") or 0)
        lanes = int(text["lanes"]) if text.get("lanes", "").isdigit() else None
    except (InvalidOperation, ValueError):
        return None
    if road is None or order < 0 or (measured is not None and not 0 < measured < 1_000_000):
        return None
    lit = text.get("lit", "")
    return SegmentEntry(
        source_id=feature.key,
        line=feature.geometry,
        order=order,
        measured_length_m=measured,
        from_node=text.get("from_node") or text.get("u", ""),
        to_node=text.get("to_node") or text.get("v", ""),
        road_class=road,
        surface=text.get("surface", "")[:40],
        lit=None if not lit else lit.lower() not in {"no", "false", "0"},
        lanes=lanes if lanes and lanes < 20 else None,
        oneway=OneWay(text["oneway"]) if text.get("oneway") in set(OneWay) else oneway_of(text),
    )


def _districts(features: Iterable[Feature], frame: Frame) -> Reading:
    bad: list[Refused] = []
    taken: list[DistrictEntry] = []
    for feature in sound(features, frame, AREAS, bad):
        code = str(feature.told.get("kato") or feature.told.get("code") or feature.key)
        names = _names(feature.told, frame)
        if not is_code(code) or not names:
            bad.append(refused(feature.line, faults.WRONG_VALUE, feature.key))
            continue
        note = str(feature.told.get("note") or "")
        taken.append(DistrictEntry(code, names, frame.source, feature.geometry, note))
    return _reading(frame, bad, districts=tuple(taken))


def _landmarks(features: Iterable[Feature], frame: Frame) -> Reading:
    bad: list[Refused] = []
    taken: list[tuple[str, LandmarkEntry]] = []
    for feature in sound(features, frame, POINTS | LINES | AREAS, bad):
        kind = str(feature.told.get("kind") or frame.kind or LandmarkKind.OTHER.value)
        names = _names(feature.told, frame)
        drawn = feature.geometry.geom_type if feature.geometry is not None else ""
        if kind not in set(LandmarkKind):
            bad.append(refused(feature.line, faults.WRONG_VALUE, feature.key))
        elif drawn in LINES and kind != LandmarkKind.WATER:
            bad.append(refused(feature.line, faults.WRONG_KIND, feature.key))
        elif not names and kind != LandmarkKind.WATER:
            bad.append(refused(feature.line, faults.MISSING_VALUE, feature.key))
        else:
            entry = LandmarkEntry(
                frame.source,
                feature.key,
                LandmarkKind(kind),
                names,
                feature.geometry,
                str(feature.told.get("street") or ""),
                str(feature.told.get("house_number") or ""),
            )
            taken.append((feature.line, entry))
    doubtful = doubts_of_landmarks(taken)
    keys = {one.line for one in doubtful}
    return _reading(
        frame,
        bad,
        landmarks=tuple(entry for line, entry in taken if line not in keys),
        doubtful_landmarks=tuple(entry for line, entry in taken if line in keys),
        doubtful=tuple(doubtful),
    )


def doubts_of_landmarks(taken: Iterable[tuple[str, LandmarkEntry]]) -> list[Refused]:
    """Rows that look wrong, each with the first reason."""
    rows = list(taken)
    points = []
    for line, entry in rows:
        inside = entry.shape.representative_point()
        name = entry.names.get("kk")
        points.append(Point(line, entry.kind.value, name, float(inside.x), float(inside.y)))
    found = doubts_of(points)
    return [Refused(line, found[line][0].code, found[line][0].sentence) for line, _ in rows if line in found]


def _reading(frame: Frame, bad: list[Refused], **told: Any) -> Reading:
    by_line = tuple(sorted(bad, key=lambda row: int(row.line.split()[-1])))
    base = Reading(source=frame.source, attribution=frame.attribution, licence=frame.licence, refused=by_line)
    return replace(base, **told)


LAYERS: Mapping[str, Callable[[Iterable[Feature], Frame], Reading]] = {
    "streets": _streets,
    "districts": _districts,
    "landmarks": _landmarks,
}
