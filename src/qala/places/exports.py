"""Open data of places: GeoJSON (RFC 7946) as a stream, GeoPackage as one file. WGS 84 in both."""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pyogrio.raw
import shapely

from qala.places.models import District, Landmark, Segment
from qala.places.queries import attributions

BATCH = 2_000


@dataclass(frozen=True, slots=True)
class Row:
    """One feature of an export."""

    key: str
    geometry: Any
    told: Mapping[str, Any]


def segment_rows() -> Iterator[Row]:
    """Present segments with their street's names. The measured length is the measure, not the line."""
    for one in Segment.objects.present().select_related("street").order_by("pk").iterator(BATCH):
        names = one.street.names if one.street else None
        told = {
            "street": one.street_id,
            "name_kk": names.kk if names else "",
            "name_ru": names.ru if names else "",
            "name_en": names.en if names else "",
            "order": one.order,
            "measured_length_m": float(one.measured_length_m),
            "length_is_measured": one.length_is_measured,
            "road_class": one.road_class,
            "surface": one.surface,
            "lit": "" if one.lit is None else ("yes" if one.lit else "no"),
            "lanes": one.lanes or 0,
            "oneway": one.oneway,
            "source": one.source,
            "source_id": one.source_id,
            "valid_from": one.valid_from.isoformat(),
        }
        yield Row(str(one.pk), one.line, told)


def district_rows() -> Iterator[Row]:
    """Districts whose border is known."""
    for one in District.objects.filter(area__isnull=False):
        told = {"name_kk": one.names.kk, "name_ru": one.names.ru, "name_en": one.names.en, "note": one.note}
        yield Row(one.code, one.area, {"kato": one.code, **told, "source": one.area_source})


def landmark_rows() -> Iterator[Row]:
    """Open landmarks as points."""
    for one in Landmark.objects.filter(closed_on__isnull=True).order_by("pk").iterator(BATCH):
        told = {
            "kind": one.kind,
            "name_kk": one.names.kk,
            "name_ru": one.names.ru,
            "name_en": one.names.en,
            "district": one.district_id or "",
            "source": one.source,
            "source_id": one.source_id,
        }
        yield Row(str(one.pk), shapely.Point(*one.point), told)


LAYERS: Mapping[str, Callable[[], Iterable[Row]]] = {
    "streets": segment_rows,
    "districts": district_rows,
    "landmarks": landmark_rows,
}


def geojson_of(layer: str) -> Iterator[str]:
    """A layer as a feature collection."""
    return collection(layer, LAYERS[layer]())


def write_geopackage(path: Path) -> list[str]:
    """Every layer that has a row, in one file. Returns the names of its layers."""
    return write_layers(path, {name: rows() for name, rows in LAYERS.items()})


def feature(row: Row) -> dict[str, Any]:
    """A row as a GeoJSON feature."""
    return {
        "type": "Feature",
        "id": row.key,
        "properties": dict(row.told),
        "geometry": json.loads(shapely.to_geojson(row.geometry)),
    }


def collection(name: str, rows: Iterable[Row], **told: Any) -> Iterator[str]:
    """A feature collection, a line a feature; whom to thank, and what else is told of it, stands at its head."""
    head = {"type": "FeatureCollection", "name": name, "attribution": "; ".join(attributions()), **told}
    yield json.dumps(head, ensure_ascii=False)[:-1] + ', "features": ['
    comma = "\n"
    for row in rows:
        yield comma + json.dumps(feature(row), ensure_ascii=False)
        comma = ",\n"
    yield "\n]}\n"


def write_layers(path: Path, layers: Mapping[str, Iterable[Row]], *, key: str = "id", **told: str) -> list[str]:
    """Layers with a row in one GeoPackage, `key` naming the column of keys; `told` stands in each one's metadata."""
    written: list[str] = []
    for layer, rows in layers.items():
        found = list(rows)
        if not found:
            continue
        fields = [key, *found[0].told]
        columns = [np.array([row.key for row in found], dtype=object)]
        columns += [_column([row.told[name] for row in found]) for name in fields[1:]]
        kinds = {row.geometry.geom_type for row in found}
        pyogrio.raw.write(
            path,
            geometry=np.array([shapely.to_wkb(row.geometry) for row in found], dtype=object),
            field_data=columns,
            fields=fields,
            layer=layer,
            geometry_type=kinds.pop() if len(kinds) == 1 else "Unknown",
            crs="EPSG:4326",
            driver="GPKG",
            append=bool(written),
            layer_metadata={"ATTRIBUTION": "; ".join(attributions()), **told},
        )
        written.append(layer)
    return written


def _column(values: list[Any]) -> Any:
    """A column of one kind: flags, numbers (an unknown one is NaN) or words; what is unknown stays null."""
    known = [value for value in values if value is not None]
    if known and all(isinstance(value, bool) for value in known) and len(known) == len(values):
        return np.array(values, dtype=bool)
    if known and all(isinstance(value, int | float) for value in known):
        return np.array(values, dtype=None if len(known) == len(values) else float)
    return np.array([None if value is None else str(value) for value in values], dtype=object)
