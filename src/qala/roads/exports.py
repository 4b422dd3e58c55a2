"""Open data of the register as of a day: GeoJSON (RFC 7946) and GeoPackage, WGS 84 in both. Never a person."""

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.db.models import Q

from qala.places.exports import Row, collection, write_layers
from qala.places.models import Segment
from qala.places.rules.geometry import along
from qala.roads.models import BuriedLine, Carriageway, Element, Ground, Layer, PlacedFields, Structure
from qala.roads.models.dated import rows_of
from qala.roads.queries.open_ground import ground_told, grounds
from qala.roads.queries.open_layers import layer_rows
from qala.roads.queries.register import segments_on

BATCH = 2_000

COLUMNS: Mapping[type[PlacedFields], tuple[str, ...]] = {
    Carriageway: (
        "width_min_m", "width_max_m", "lanes", "area_m2", "surface", "pavement", "category", "built_year",
    ),
    Layer: ("order", "material", "thickness_cm", "laid_year", "contract", "samples"),
    Element: ("kind", "material", "built_year", "quantity", "unit", "width_m"),
    Structure: ("kind", "name", "passport_number", "material", "built_year", "length_m", "width_m", "load_t"),
    BuriedLine: ("kind", "line_key", "depth_m", "laid_year", "due_year"),
}  # fmt: skip


def placed_rows(model: type[PlacedFields], day: date) -> Iterator[Row]:
    """Rows of one kind that held on a day, each as a line (or a point) cut from its segment."""
    rows = rows_of(model).on(day).select_related("segment__street").order_by("pk")
    for row in rows.iterator(BATCH):
        yield placed_row(row)


def placed_row(row: PlacedFields) -> Row:
    """One row of the register as a feature."""
    told = {
        **_place(row),
        **{name: number(getattr(row, name)) for name in COLUMNS[type(row)]},
        "basis": row.basis,
        "assumed": ",".join(row.assumed),
        "valid_from": row.valid_from.isoformat(),
        "valid_to": row.valid_to.isoformat() if row.valid_to else None,
    }
    return Row(str(row.pk), cut(row), told)


def _place(row: PlacedFields) -> dict[str, Any]:
    segment = row.segment
    names = segment.street.names if segment.street else None
    return {
        "street": segment.street_id,
        "name_kk": names.kk if names else "",
        "name_ru": names.ru if names else "",
        "segment": segment.pk,
        "from_m": number(row.from_m),
        "to_m": number(row.to_m),
        "side": row.side,
    }


def ground_row(row: Ground, day: date) -> Row:
    """A stretch of works, of a dig or of a guarantee as a feature."""
    return Row(str(row.pk), cut(row), {**_place(row), **ground_told(row, day)})


def ground_rows(name: str, day: date) -> Iterator[Row]:
    """All stretches of such a collection on a day."""
    held = Q(valid_to=None) | Q(valid_to__gt=day)
    for row in grounds(name, day).filter(held, valid_from__lte=day).order_by("pk").iterator(BATCH):
        yield ground_row(row, day)


def number(value: Any) -> Any:
    """A decimal as a plain number; the rest as it is."""
    return float(value) if isinstance(value, Decimal) else value


def cut(row: PlacedFields) -> Any:
    """The part of the segment's line that the row covers; metres are shares of the measured length, not of the line."""
    line, whole = row.segment.line, row.segment.measured_length_m
    start, end = float(row.from_m / whole), min(float(row.to_m / whole), 1.0)
    if row.from_m == row.to_m:
        return line.interpolate(min(start, 1.0), normalized=True)
    return line if (start, end) == (0.0, 1.0) else along(line, start, end)


def segment_rows(day: date) -> Iterator[Row]:
    """Segments of the day with their street's names."""
    for one in segments_on(day).select_related("street").order_by("pk").iterator(BATCH):
        yield segment_row(one)


def segment_row(one: Segment) -> Row:
    """One segment as a feature."""
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
        "valid_from": one.valid_from.isoformat(),
        "valid_to": one.valid_to.isoformat() if one.valid_to else None,
    }
    return Row(str(one.pk), one.line, told)


def _placed(model: type[PlacedFields]) -> Callable[[date], Iterator[Row]]:
    return lambda day: placed_rows(model, day)


# Each stands in the exports and as a collection of the API.
LAYERS: dict[str, Callable[[date], Iterator[Row]]] = {
    "segments": segment_rows,
    "carriageways": _placed(Carriageway),
    "layers": _placed(Layer),
    "elements": _placed(Element),
    "structures": _placed(Structure),
    "lines": _placed(BuriedLine),
    "condition": lambda day: layer_rows("condition", day),
    "programme": lambda day: layer_rows("programme", day),
    "works": lambda day: ground_rows("works", day),
    "digs": lambda day: ground_rows("digs", day),
    "guarantees": lambda day: ground_rows("guarantees", day),
}


def geojson_of(layer: str, day: date, inventory: int | None = None) -> Iterator[str]:
    """A layer as a feature collection; the day and the inventory it is of stand at its head."""
    return collection(layer, LAYERS[layer](day), as_of_on=day.isoformat(), inventory=inventory)


def write_geopackage(path: Path, day: date, inventory: int | None = None) -> list[str]:
    """Every layer that has a row, in one file. Returns the names of its layers."""
    layers = {name: rows(day) for name, rows in LAYERS.items()}
    return write_layers(path, layers, key="key", AS_OF=day.isoformat(), INVENTORY=str(inventory or ""))
