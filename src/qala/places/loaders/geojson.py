"""GeoJSON (RFC 7946) → features, each judged by itself."""

import json
import math
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import shapely.geometry
from django.utils.translation import gettext_lazy as _
from shapely.errors import GEOSException

from qala.places.loaders.features import Feature
from qala.places.loaders.files import UnreadableFile, text_of
from qala.places.rules import faults
from qala.places.rules.faults import Fault, ring_faults


def document_of(path: Path) -> Mapping[str, Any]:
    """The whole file as JSON; a cut file says on which line it ends."""
    text = text_of(path)
    try:
        document = json.loads(text, parse_constant=_not_a_number)
    except json.JSONDecodeError as trouble:
        raise UnreadableFile(
            _("Line %(line)s: the JSON is broken off or wrong.") % {"line": trouble.lineno}, code="broken_json"
        ) from trouble
    if not isinstance(document, dict) or not isinstance(document.get("features"), list):
        raise UnreadableFile(_("This is not a GeoJSON collection of features."), code="not_geojson")
    named = (document.get("crs") or {}).get("properties", {}).get("name", "")
    if named and not any(known in named for known in ("CRS84", "4326")):
        raise UnreadableFile(_("The file is in another coordinate system. Convert it to WGS 84."), code="wrong_crs")
    return document


def _not_a_number(_name: str) -> float:
    return float("nan")


def features_of(document: Mapping[str, Any]) -> Iterator[Feature]:
    """Every feature with its place in the file."""
    for at, raw in enumerate(document["features"], start=1):
        line = f"feature {at}"
        if not isinstance(raw, dict):
            yield Feature(line, "", {}, None, faults.UNREADABLE)
            continue
        told = raw.get("properties") or {}
        key = str(raw.get("id") or told.get("id") or told.get("source_id") or "")
        geometry, fault = _geometry(raw.get("geometry"))
        yield Feature(line, key, told if isinstance(told, dict) else {}, geometry, fault)


def _geometry(raw: Any) -> tuple[Any, Fault | None]:
    if not raw:
        return None, faults.EMPTY
    if not all(map(math.isfinite, _numbers(raw.get("coordinates") if isinstance(raw, dict) else None))):
        return None, faults.NOT_A_NUMBER
    try:
        fault = next(ring_faults(_rings(raw)), None)
        return (None, fault) if fault else (shapely.geometry.shape(raw), None)
    except (ValueError, TypeError, KeyError, IndexError, AttributeError, GEOSException):
        return None, faults.UNREADABLE


def _numbers(coordinates: Any) -> Iterator[float]:
    if isinstance(coordinates, list):
        for part in coordinates:
            yield from _numbers(part)
    elif isinstance(coordinates, int | float):
        yield coordinates


def _rings(raw: Mapping[str, Any]) -> list[Any]:
    if raw.get("type") == "Polygon":
        return list(raw["coordinates"])
    if raw.get("type") == "MultiPolygon":
        return [ring for polygon in raw["coordinates"] for ring in polygon]
    return []
