"""What lies at a point, near a point, in a box."""

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import shapely
from django.db.models import QuerySet

from qala.places.fields import Nearness
from qala.places.models import District, Landmark, Segment, Street
from qala.places.rules.entries import LandmarkKind
from qala.places.rules.geometry import METRES_PER_DEGREE, Box, Foot, Plane, foot_on, plane_near
from qala.places.rules.position import Position, metres

BORDER_SLIVER_M = 50.0
FIRST_SIEVE = 16


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
    near = District.objects.filter(area_box__meets=Box.near(lon, lat, BORDER_SLIVER_M))
    districts = list(near)
    for district in districts:
        if shapely.covers(district.area, point):
            return district
    plane = plane_near(Box(lon, lat, lon, lat))
    flat = plane.metres(point)
    measured = [(plane.metres(district.area).distance(flat), district.pk, district) for district in districts]
    within = [one for one in measured if one[0] <= BORDER_SLIVER_M]
    return min(within)[2] if within else None


def segments_in(box: Box) -> QuerySet[Segment]:
    """Present segments that meet a box (by their own boxes)."""
    return Segment.objects.present().filter(line_box__meets=box).select_related("street")


def segments_of(street: Street) -> QuerySet[Segment]:
    """Present segments of a street, in order."""
    return Segment.objects.present().filter(street=street).order_by("order", "pk")


def nearest_streets(
    lon: float, lat: float, limit: int = 5, *, within_m: float = 2_000, named: bool = True
) -> list[Beside]:
    """The nearest streets, each by its nearest segment, nearest first; exact, not by boxes alone.

    `named` leaves out segments that belong to no street. Nothing farther than `within_m` is found.
    """
    segments = Segment.objects.present().select_related("street")
    if named:
        segments = segments.filter(street__isnull=False)

    def sieve(size: int) -> list[Segment]:
        there = segments.annotate(away=Nearness("line_box", lon, lat)).order_by("away")
        return list(there.filter(line_box__meets=Box.near(lon, lat, within_m))[:size])

    def by_street(found: Iterable[tuple[float, Segment]]) -> dict[int, tuple[float, Segment]]:
        nearest: dict[int, tuple[float, Segment]] = {}
        for away, segment in sorted(found, key=lambda one: (one[0], one[1].pk)):
            nearest.setdefault(segment.street_id or -segment.pk, (away, segment))
        return nearest

    best = _nearest(lon, lat, limit, sieve, by_street)
    feet: list[tuple[Segment, Foot]] = [
        (segment, foot_on(segment.line, lon, lat)) for away, segment in best if away <= within_m
    ]
    return [Beside(segment, foot.distance_m, _scaled(segment, foot), foot.side.value) for segment, foot in feet]


def _scaled(segment: Segment, foot: Foot) -> float:
    drawn = plane_near(segment.line).metres(segment.line).length
    return float(segment.measured_length_m) * foot.metre / drawn if drawn else 0.0


def _nearest(
    lon: float,
    lat: float,
    limit: int,
    sieve: Callable[[int], list[Segment]],
    by_street: Callable[[Iterable[tuple[float, Segment]]], dict[int, tuple[float, Segment]]],
) -> list[tuple[float, Segment]]:
    """Widen the sieve until no box left outside could be nearer than the worst of the best."""
    plane = plane_near(Box(lon, lat, lon, lat))
    size = max(FIRST_SIEVE, 4 * limit)
    while True:
        candidates = sieve(size)
        best = sorted(by_street(_measured(plane, lon, lat, candidates)).values(), key=lambda one: one[0])[:limit]
        if len(candidates) < size:
            return best
        # A degree is shortest along a parallel: boxes left outside are at least this far away.
        reach = candidates[-1].away * METRES_PER_DEGREE * math.cos(math.radians(min(abs(lat) + 1, 89)))  # type: ignore[attr-defined]
        if len(best) == limit and best[-1][0] <= reach:
            return best
        size *= 4


def _measured(plane: Plane, lon: float, lat: float, segments: list[Segment]) -> list[tuple[float, Segment]]:
    away = plane.distances(lon, lat, (segment.line for segment in segments))
    return list(zip(away, segments, strict=True))


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
