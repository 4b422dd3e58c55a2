"""What lies at a point, near a point, in a box."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import shapely
from django.db import connection
from django.db.models import QuerySet
from shapely.geometry.base import BaseGeometry

from qala.kernel.prepared import Prepared
from qala.places.fields import Nearness
from qala.places.models import District, Landmark, Segment, Street
from qala.places.rules.entries import LandmarkKind
from qala.places.rules.geometry import METRES_PER_DEGREE, Box, Foot, foot_on, plane_near
from qala.places.rules.position import Position, metres

BORDER_SLIVER_M = 50.0
FIRST_SIEVE = 16
#: Plain SQL: each message of a storm that stands at a point asks both.
_DISTRICTS = Prepared(
    "places_districts_around",
    "SELECT code, names, area FROM places_district WHERE area_box && box(point(%s, %s), point(%s, %s))",
)
_STREET = Prepared("places_street_named", "SELECT id, names FROM places_street WHERE id = %s")
_SIEVE = """
SELECT id, street_id, line, line_box <-> point(%s, %s) AS away FROM places_segment
WHERE valid_to IS NULL{more} AND line_box && box(point(%s, %s), point(%s, %s)) ORDER BY away LIMIT %s
"""
_SEGMENTS = Prepared("places_segments_near", _SIEVE.format(more=""))
_NAMED = Prepared("places_named_near", _SIEVE.format(more=" AND street_id IS NOT NULL"))


@dataclass(frozen=True, slots=True)
class Beside:
    """A segment near a point, and where on it the point stands."""

    segment: Segment
    distance_m: float
    metre: float
    side: str

    @property
    def street(self) -> Street | None:
        """The street it belongs to; a nameless lane belongs to none."""
        return self.segment.street

    @property
    def position(self) -> Position:
        """The place on the street, as every part writes it down."""
        there = metres(min(self.metre, float(self.segment.measured_length_m)))
        return Position(self.segment.pk, there, there, self.side)  # type: ignore[arg-type]


def district_at(lon: float, lat: float) -> District | None:
    """The district a point lies in; in a sliver between two borders, the nearer one."""
    if not (math.isfinite(lon) and math.isfinite(lat)):
        return None
    point = shapely.Point(lon, lat)
    districts = _districts_around(Box.near(lon, lat, BORDER_SLIVER_M))
    for district in districts:
        if shapely.covers(district.area, point):
            return district
    plane = plane_near(Box(lon, lat, lon, lat))
    flat = plane.metres(point)
    measured = [(plane.metres(district.area).distance(flat), district.pk, district) for district in districts]
    within = [one for one in measured if one[0] <= BORDER_SLIVER_M]
    return min(within)[2] if within else None


def _districts_around(box: Box) -> list[District]:
    with connection.cursor() as cursor:
        cursor.execute(_DISTRICTS.on(cursor), _edges(box))
        rows = cursor.fetchall()
    fields: list[Any] = [District._meta.get_field(name) for name in ("names", "area")]
    names, area = fields
    return [
        District.from_db(
            connection.alias,
            ("code", "names", "area"),
            (code, names.from_db_value(told, None, connection), area.from_db_value(border, None, connection)),
        )
        for code, told, border in rows
    ]


def _edges(box: Box) -> list[float]:
    return [box.west, box.south, box.east, box.north]


def segments_in(box: Box) -> QuerySet[Segment]:
    """Present segments that meet a box (by their own boxes)."""
    return Segment.objects.present().filter(line_box__meets=box).select_related("street")


def segments_of(street: Street) -> QuerySet[Segment]:
    """Present segments of a street, in order."""
    return Segment.objects.present().filter(street=street).order_by("order", "pk")


@dataclass(frozen=True, slots=True)
class _Near:
    """A present segment as the search sees it: its line, its street, and how far its box is in degrees."""

    pk: int
    street: int | None
    line: BaseGeometry
    away: float


def nearest_streets(
    lon: float, lat: float, limit: int = 5, *, within_m: float = 2_000, named: bool = True
) -> list[Beside]:
    """The nearest streets, each by its nearest segment, nearest first; exact, not by boxes alone.

    `named` leaves out segments that belong to no street. Nothing farther than `within_m` is found.
    """
    best = _nearest(lon, lat, limit, within_m, named=named)
    segments = Segment.objects.select_related("street").in_bulk([near.pk for _away, near in best])
    feet = [(segments[near.pk], foot_on(near.line, lon, lat)) for _away, near in best]
    return [Beside(segment, foot.distance_m, _scaled(segment, foot), foot.side.value) for segment, foot in feet]


def street_beside(lon: float, lat: float, within_m: float) -> Street | None:
    """The named street nearest to a point, or none so near; only its name is read."""
    best = _nearest(lon, lat, 1, within_m, named=True)
    key = best[0][1].street if best else None
    return None if key is None else _named_street(key)


def _named_street(key: int) -> Street:
    with connection.cursor() as cursor:
        cursor.execute(_STREET.on(cursor), [key])
        pk, names = cursor.fetchone()
    field: Any = Street._meta.get_field("names")
    return Street.from_db(connection.alias, ["id", "names"], [pk, field.from_db_value(names, None, connection)])


def _scaled(segment: Segment, foot: Foot) -> float:
    drawn = plane_near(segment.line).metres(segment.line).length
    return float(segment.measured_length_m) * foot.metre / drawn if drawn else 0.0


def _nearest(lon: float, lat: float, limit: int, within_m: float, *, named: bool) -> list[tuple[float, _Near]]:
    """Widen the sieve until no box left outside could be nearer than the worst of the best. Distances in metres."""
    plane = plane_near(Box(lon, lat, lon, lat))
    size = max(FIRST_SIEVE, 4 * limit)
    while True:
        candidates = _sieve(lon, lat, within_m, size, named=named)
        away = plane.distances(lon, lat, (near.line for near in candidates))
        best = _by_street(zip(away, candidates, strict=True))[:limit]
        if len(candidates) < size:
            break
        # A degree is shortest along a parallel: boxes left outside are at least this far away.
        reach = candidates[-1].away * METRES_PER_DEGREE * math.cos(math.radians(min(abs(lat) + 1, 89)))
        if len(best) == limit and best[-1][0] <= reach:
            break
        size *= 4
    return [one for one in best if one[0] <= within_m]


def _sieve(lon: float, lat: float, within_m: float, size: int, *, named: bool) -> list[_Near]:
    with connection.cursor() as cursor:
        statement = _NAMED if named else _SEGMENTS
        cursor.execute(statement.on(cursor), [lon, lat, *_edges(Box.near(lon, lat, within_m)), size])
        return [_Near(pk, street, shapely.from_wkb(bytes(line)), away) for pk, street, line, away in cursor.fetchall()]


def _by_street(found: Iterable[tuple[float, _Near]]) -> list[tuple[float, _Near]]:
    """The nearest segment of each street, nearest first; a nameless lane stands for itself."""
    nearest: dict[int, tuple[float, _Near]] = {}
    for away, near in sorted(found, key=lambda one: (one[0], one[1].pk)):
        nearest.setdefault(near.street or -near.pk, (away, near))
    return list(nearest.values())


def landmarks_near(
    lon: float, lat: float, limit: int = 10, *, within_m: float = 500, kinds: Iterable[str] = ()
) -> Sequence[tuple[Landmark, float]]:
    """Open landmarks and their distance in metres, nearest first; water only when asked for."""
    box = Box.near(lon, lat, within_m)
    near = Landmark.objects.filter(shape_box__meets=box, closed_on__isnull=True)
    wanted = list(kinds)
    near = near.filter(kind__in=wanted) if wanted else near.exclude(kind=LandmarkKind.WATER.value)
    plane = plane_near(Box(lon, lat, lon, lat))
    sieved = list(near.annotate(away=Nearness("shape_box", lon, lat)).order_by("away")[: max(200, limit * 10)])
    found = list(zip(sieved, plane.distances(lon, lat, (one.shape for one in sieved)), strict=True))
    return sorted((one for one in found if one[1] <= within_m), key=lambda one: (one[1], one[0].pk))[:limit]
