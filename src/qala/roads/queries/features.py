"""What the features' door answers: one page of a collection, boxed and dated."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

import shapely
from django.db.models import Min, Q, QuerySet

from qala.kernel.clock import CITY, today
from qala.kernel.keys import row_number
from qala.places.exports import Row
from qala.places.models import Segment
from qala.places.queries import whole_box
from qala.places.rules.geometry import Box
from qala.roads.exports import cut, ground_row, placed_row, segment_row
from qala.roads.models import BuriedLine, Carriageway, Element, Ground, Layer, PlacedFields, Structure
from qala.roads.models.dated import rows_of
from qala.roads.queries.open_ground import grounds
from qala.roads.queries.open_layers import LAYERS, layer_row, programme_layer
from qala.roads.queries.register import begun_by
from qala.roads.rules.features import Days, Edges

# Collections by their name; condition and programme are told of segments.
COLLECTIONS: dict[str, type[PlacedFields] | type[Segment]] = {
    "segments": Segment,
    "carriageways": Carriageway,
    "layers": Layer,
    "elements": Element,
    "structures": Structure,
    "lines": BuriedLine,
    "condition": Segment,
    "programme": Segment,
    "works": Ground,
    "digs": Ground,
    "guarantees": Ground,
}


@dataclass(frozen=True, slots=True)
class Page:
    """Some features of a collection, and how many there are in all."""

    rows: tuple[Row, ...]
    matched: int


def features_page(name: str, *, box: Edges | None, when: Days | None, offset: int, limit: int) -> Page:
    """One page in the order of keys. Without days, what holds today; with days, all that held in them."""
    found = _dated(name, when)
    if box is not None:
        found = found.filter(pk__in=_within(found, box))
    matched = found.count()
    rows = list(found.order_by("pk")[offset : offset + limit])
    return Page(tuple(_rows(name, rows, _day_of(when))), matched)


def one_feature(name: str, key: str) -> Row | None:
    """A feature by its key, whenever it held."""
    row = _all(name, today()).filter(pk=row_number(key)).first()
    return next(iter(_rows(name, [row], today())), None) if row is not None else None


def _all(name: str, day: date) -> QuerySet[Any]:
    model = COLLECTIONS[name]
    if model is Ground:
        return grounds(name, day)
    if model is Segment:
        return Segment.objects.select_related("street")
    return rows_of(model).select_related("segment__street")


def _dated(name: str, when: Days | None) -> QuerySet[Any]:
    day = today()
    first, last = (when.first, when.last) if when else (day, day)
    held = Q()
    if last is not None:
        held &= begun_by(last) if COLLECTIONS[name] is Segment else Q(valid_from__lte=last)
    if first is not None:
        held &= Q(valid_to=None) | Q(valid_to__gt=first)
    if name == "programme":
        held &= Q(pk__in=programme_layer(_day_of(when)))
    return _all(name, _day_of(when)).filter(held)


def _day_of(when: Days | None) -> date:
    """The day whose condition or programme is told: the last one asked for."""
    return (when and (when.last or when.first)) or today()


def _within(found: QuerySet[Any], box: Edges) -> list[int]:
    """Keys whose geometry truly meets the box: the segment's own box is the sieve, shapely the judge."""
    spans = [(box.west, box.east)] if box.west <= box.east else [(box.west, 180.0), (-180.0, box.east)]
    keys: list[int] = []
    path = "line_box__meets" if found.model is Segment else "segment__line_box__meets"
    for west, east in spans:
        frame = shapely.box(west, box.south, east, box.north)
        for row in found.filter(**{path: Box(west, box.south, east, box.north)}):
            drawn = row.line if isinstance(row, Segment) else cut(row)
            if frame.intersects(drawn):
                keys.append(row.pk)
    return keys


def _rows(name: str, rows: Sequence[Any], day: date) -> Iterable[Row]:
    if name in LAYERS:
        told = LAYERS[name](day, {row.pk for row in rows})
        return (layer_row(row, told[row.pk]) for row in rows if row.pk in told)
    return (_row(row, day) for row in rows)


def _row(row: Any, day: date) -> Row:
    if isinstance(row, Ground):
        return ground_row(row, day)
    return segment_row(row) if isinstance(row, Segment) else placed_row(row)


def extent(name: str) -> dict[str, Any]:
    """Where and when a collection lies."""
    box = whole_box()
    first: date | None = _all(name, today()).aggregate(first=Min("valid_from"))["first"]
    begins = datetime.combine(first, time.min, CITY).isoformat() if first else None
    told: dict[str, Any] = {"temporal": {"interval": [[begins, None]]}}
    if box is not None:
        told["spatial"] = {"bbox": [[box.west, box.south, box.east, box.north]]}
    return told
