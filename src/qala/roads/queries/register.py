"""The register as of any day: what a street was made of on 1 May 2025."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TypeVar

from django.db.models import Exists, OuterRef, Q, QuerySet

from qala.places.models import Segment, Street, Succession
from qala.roads.models import BuriedLine, Carriageway, Element, Holding, Layer, PlacedFields, Structure
from qala.roads.models.dated import rows_of

Row = TypeVar("Row", bound=PlacedFields)


@dataclass(frozen=True, slots=True)
class Stretch:
    """One segment of a street with all that lay on it on a day."""

    segment: Segment
    carriageways: tuple[Carriageway, ...]
    layers: tuple[Layer, ...]
    elements: tuple[Element, ...]
    structures: tuple[Structure, ...]
    lines: tuple[BuriedLine, ...]

    @property
    def length_m(self) -> Decimal:
        """The segment's measured length."""
        return self.segment.measured_length_m


def segments_on(day: date) -> QuerySet[Segment]:
    """Segments the network had on a day. The first of a line count for every day before: the street was there.

    A segment that succeeded another began when that one ended; one without a predecessor was only loaded then.
    """
    return Segment.objects.filter(begun_by(day), Q(valid_to=None) | Q(valid_to__gt=day))


def begun_by(day: date) -> Q:
    """Segments that were there on a day or before it."""
    return Q(valid_from__lte=day) | Q(~Exists(Succession.objects.filter(successor=OuterRef("pk"))))


def stretches_on(street: Street, day: date) -> list[Stretch]:
    """A street's segments in order, each with its rows of that day. Six queries, whatever its length."""
    return stretches_of([street], day)[street.pk]


def stretches_of(streets: Sequence[Street], day: date) -> dict[int, list[Stretch]]:
    """The same for many streets at once, in the same six queries."""
    segments = list(segments_on(day).filter(street__in=streets).order_by("order", "pk"))
    keys = {segment.pk: segment for segment in segments}
    carriageways = _rows(Carriageway, keys, day)
    layers, elements = _rows(Layer, keys, day), _rows(Element, keys, day)
    structures, lines = _rows(Structure, keys, day), _rows(BuriedLine, keys, day)
    found: dict[int, list[Stretch]] = {street.pk: [] for street in streets}
    for segment in segments:
        one = Stretch(
            segment,
            tuple(carriageways[segment.pk]),
            tuple(layers[segment.pk]),
            tuple(elements[segment.pk]),
            tuple(structures[segment.pk]),
            tuple(lines[segment.pk]),
        )
        found[segment.street_id or 0].append(one)
    return found


def _rows(model: type[Row], segments: Mapping[int, Segment], day: date) -> dict[int, list[Row]]:
    found: dict[int, list[Row]] = defaultdict(list)
    rows = rows_of(model).on(day).filter(segment__in=segments)
    for row in rows:
        row.segment = segments[row.segment_id]  # so that nobody asks the database for it again
        found[row.segment_id].append(row)
    return found


def holding_on(street: Street, day: date) -> Holding | None:
    """Who owned and held a street on a day."""
    return Holding.objects.on(day).filter(street=street).first()
