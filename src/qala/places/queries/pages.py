"""What the pages of places show."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from django.db import connection
from django.db.models import Count, DecimalField, F, Q, QuerySet, Sum, Value
from django.db.models.functions import Coalesce
from django.utils.translation import pgettext

from qala.kernel.cards import Reference
from qala.kernel.keys import row_number, split_key
from qala.places.models import District, Extract, Landmark, Population, Segment, Street
from qala.places.queries.search import streets_called
from qala.places.queries.where import landmarks_near
from qala.places.rules.geometry import Box

PRESENT = Q(segments__valid_to__isnull=True)
ZERO = Value(Decimal(0), output_field=DecimalField(max_digits=14, decimal_places=2))


@dataclass(frozen=True, slots=True)
class DistrictLine:
    """A district with its newest population figure and how many streets touch it."""

    district: District
    population: Population | None
    streets: int


def district_lines() -> list[DistrictLine]:
    """Every district in the order of its code. A street in two districts is counted in each."""
    newest: dict[str, Population] = {}
    # Dated figures go before undated ones, newer before older.
    for row in Population.objects.order_by("code", F("as_of_on").desc(nulls_last=True), "-pk"):
        newest.setdefault(row.code, row)
    counted = dict(
        District.objects.filter(streets__valid_to__isnull=True)
        .values_list("code")
        .annotate(Count("streets", distinct=True))
        .order_by("code")
    )
    return [DistrictLine(one, newest.get(one.code), counted.get(one.code, 0)) for one in District.objects.all()]


@dataclass(frozen=True, slots=True)
class Network:
    """Present streets and segments counted. `lit_m` counts of `lit_known_m` only: the rest nobody has looked at."""

    streets: int
    segments: int
    metres: Decimal
    measured_m: Decimal
    lit_m: Decimal
    lit_known_m: Decimal

    @property
    def kilometres(self) -> Decimal:
        """The whole length in kilometres."""
        return self.metres / 1000


def network(street: Street | None = None) -> Network:
    """Figures of the whole network, or of one street."""
    segments = Segment.objects.present()
    if street is not None:
        segments = segments.filter(street=street)

    def metres(**only: object) -> Coalesce:
        return Coalesce(Sum("measured_length_m", filter=Q(**only) if only else None), ZERO)

    told = segments.aggregate(
        segments=Count("pk"),
        metres=metres(),
        measured_m=metres(length_is_measured=True),
        lit_m=metres(lit=True),
        lit_known_m=metres(lit__isnull=False),
    )
    streets = 1 if street is not None else Street.objects.filter(valid_to__isnull=True).count()
    return Network(streets=streets, **told)


def street_lines(text: str = "", district: str = "", kind: str = "") -> QuerySet[Street]:
    """Streets as the list shows them, with `metres` and `parts`."""
    streets = streets_called(text)
    if district:
        streets = streets.filter(pk__in=Street.districts.through.objects.filter(district=district).values("street"))
    if kind:
        streets = streets.filter(kind=kind)
    return streets.annotate(
        metres=Coalesce(Sum("segments__measured_length_m", filter=PRESENT), ZERO),
        parts=Count("segments", filter=PRESENT),
    ).prefetch_related("districts")


def box_of(segments: Iterable[Segment]) -> Box | None:
    """The box that holds these segments."""
    boxes = [segment.line_box for segment in segments]
    if not boxes:
        return None
    west, south = min(box.west for box in boxes), min(box.south for box in boxes)
    return Box(west, south, max(box.east for box in boxes), max(box.north for box in boxes))


def whole_box() -> Box | None:
    """The box of every present segment, asked of the boxes alone; nothing in an empty city."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT min((line_box[1])[0]), min((line_box[1])[1]), max((line_box[0])[0]), max((line_box[0])[1])"
            " FROM places_segment WHERE valid_to IS NULL"
        )
        edges = cursor.fetchone()
    return Box(*edges) if edges and edges[0] is not None else None


def landmarks_on(street: Street, segments: Iterable[Segment], within_m: float = 60) -> list[Landmark]:
    """Open landmarks that name this street, or stand within so many metres of its middle marks."""
    found = {place.pk: place for place in street.landmarks.filter(closed_on__isnull=True)}
    for segment in segments:
        middle = segment.line.interpolate(0.5, normalized=True)
        reach = float(segment.measured_length_m) / 2 + within_m
        for place, _away in landmarks_near(middle.x, middle.y, 50, within_m=reach):
            found.setdefault(place.pk, place)
    return sorted(found.values(), key=lambda place: (place.kind, place.search, place.pk))


def attributions() -> list[str]:
    """Whom to thank wherever the map is shown; each once."""
    told = Extract.objects.exclude(attribution="").order_by("attribution").values_list("attribution", flat=True)
    return list(told.distinct())


def reference(key: str, person: object) -> Reference | None:  # noqa: ARG001 - everyone may know a street
    """Title, address and state of a place behind an opaque key."""
    label, pk = split_key(key)
    if label == "places.segment":
        segment = Segment.objects.filter(pk=row_number(pk)).select_related("street").first()
        if segment is None or segment.street is None:
            return None
        ended = segment.valid_to is not None
        return Reference(str(segment), segment.street.get_absolute_url(), pgettext("places", "ended") if ended else "")
    if label == "places.street" and (street := Street.objects.filter(pk=row_number(pk)).first()):
        return Reference(str(street), street.get_absolute_url(), pgettext("places", "ended") if street.valid_to else "")
    if label == "places.landmark" and (place := Landmark.objects.filter(pk=row_number(pk)).first()):
        return Reference(str(place), place.get_absolute_url(), pgettext("places", "closed") if place.closed_on else "")
    if label == "places.district" and (district := District.objects.filter(pk=pk).first()):
        return Reference(str(district), district.get_absolute_url(), "")
    return None
