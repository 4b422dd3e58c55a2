"""Ground of the city: an irregular outline, five districts that tile it, a river and parks. Frame metres."""

import math
from dataclasses import dataclass
from datetime import date

import shapely
from shapely.geometry import LineString, Point, Polygon
from shapely.geometry.base import BaseGeometry

from qala.demo.city.frame import dice, to_lonlat
from qala.demo.city.shapes import DistrictPlan, Line, Names

RADIUS = {"small": 3650.0, "city": 11400.0}
PARKS = {"small": 9, "city": 44}
_CORNERS = 120
_GOV = "https://www.gov.kz/memleket/entities/"

# Published population of the real districts the five are modelled on: figure, date or none, how exact, page.
# Dates differ, so the five never add up to the city (1,298,279 on 1 February 2026, stat.gov.kz); do not reconcile.
FACTS: tuple[tuple[str, str, Names, int, date | None, str, str, float, float], ...] = (
    ("karatau", "791710000", Names("Қаратау ауданы", "Каратауский район", "Karatau District"),
     223000, None, "lower_bound", _GOV + "shymkent/press/news/details/994892", 0.35, 0.55),
    ("turan", "791910000", Names("Тұран ауданы", "район Тұран", "Turan District"),
     232700, None, "exact", _GOV + "shymkent-turan/press/news/details/1077979", -0.45, 0.45),
    ("abai", "791110000", Names("Абай ауданы", "Абайский район", "Abai District"),
     257234, None, "exact", _GOV + "shymkent-abai?lang=ru", -0.6, -0.25),
    ("al_farabi", "791310000", Names("Әл-Фараби ауданы", "Аль-Фарабийский район", "Al-Farabi District"),
     262526, date(2026, 1, 1), "exact", _GOV + "shymkent-al-farabi/press/news/1", 0.05, -0.5),
    ("enbekshi", "791510000", Names("Еңбекші ауданы", "Енбекшинский район", "Enbekshi District"),
     228830, None, "exact", _GOV + "shymkent/press/news/details/991669", 0.6, -0.05),
)  # fmt: skip
CITY_POPULATION = (1298279, date(2026, 2, 1), "https://stat.gov.kz/ru/region/?param=POPULATION")
_WEST, _EAST = (-0.11, 0.04), (0.13, -0.03)
_RAYS = ((_WEST, 34), (_WEST, 57), (_WEST, 79), (_EAST, 107), (_EAST, 13))


@dataclass(frozen=True, slots=True)
class Ground:
    """Outline, districts by slug, river and parks in frame metres."""

    radius: float
    outline: Polygon
    districts: dict[str, Polygon]
    river: LineString
    water: BaseGeometry
    parks: tuple[Polygon, ...]


def _outline(radius: float, seed: int) -> list[tuple[float, float]]:
    random = dice(seed, "outline")
    waves = [(k, random.uniform(0.02, 0.11) / k**0.5, random.uniform(0, math.tau)) for k in (2, 3, 4, 7, 11)]
    corners = []
    for corner in range(_CORNERS):
        angle = math.tau * corner / _CORNERS
        reach = radius * (1 + sum(a * math.sin(k * angle + p) for k, a, p in waves))
        corners.append((round(reach * 1.08 * math.cos(angle), 1), round(reach * 0.94 * math.sin(angle), 1)))
    return corners


def _wavy(start: tuple[float, float], end: tuple[float, float], sway: float, phase: float) -> LineString:
    """Draw a line that bends twice and keeps both ends exactly, so that neighbours share every vertex."""
    (x1, y1), (x2, y2) = start, end
    length = math.hypot(x2 - x1, y2 - y1)
    across = (-(y2 - y1) / length, (x2 - x1) / length)
    inner = []
    for step in range(1, 16):
        t = step / 16
        off = sway * math.sin(math.pi * t) * math.sin(math.tau * 1.5 * t + phase)
        inner.append((round(x1 + t * (x2 - x1) + off * across[0], 1), round(y1 + t * (y2 - y1) + off * across[1], 1)))
    return LineString([start, *inner, end])


def _districts(corners: list[tuple[float, float]], radius: float, seed: int) -> dict[str, Polygon]:
    random = dice(seed, "districts")

    def hub(at: tuple[float, float]) -> tuple[float, float]:
        return round(at[0] * radius, 1), round(at[1] * radius, 1)

    lines = [LineString([corners[i], corners[(i + 1) % _CORNERS]]) for i in range(_CORNERS)]
    lines.append(_wavy(hub(_WEST), hub(_EAST), radius * 0.03, 1.0))
    for at, corner in _RAYS:
        lines.append(_wavy(hub(at), corners[corner], radius * 0.045, random.uniform(0, math.tau)))
    faces = list(shapely.polygonize(lines).geoms)
    found = {}
    for slug, *_, east, north in FACTS:
        middle = Point(east * radius, north * radius)
        found[slug] = next(face for face in faces if face.contains(middle))
    return found


def _parks(ground: Polygon, water: BaseGeometry, radius: float, count: int, seed: int) -> tuple[Polygon, ...]:
    random = dice(seed, "parks")
    parks: list[Polygon] = []
    while len(parks) < count:
        angle, reach = random.uniform(0, math.tau), radius * random.uniform(0.1, 0.82)
        x, y, size = reach * math.cos(angle), reach * math.sin(angle), random.uniform(110, 240)
        ring = [
            (x + size * random.uniform(0.8, 1.2) * math.cos(a), y + size * random.uniform(0.6, 1) * math.sin(a))
            for a in (math.tau * k / 14 for k in range(14))
        ]
        park = shapely.set_precision(Polygon(ring), 0.1)
        apart = all(park.distance(other) > radius / 12 for other in parks)
        if park.is_valid and ground.buffer(-200).contains(park) and apart and park.distance(water) > 40:
            parks.append(park)
    return tuple(parks)


def ground(scale: str, seed: int) -> Ground:
    """Lay out the ground of a city of the given scale."""
    radius = RADIUS[scale]
    corners = _outline(radius, seed)
    outline = Polygon(corners)
    bed = [
        (
            round(radius * (1.5 - 3.0 * k / 90), 1),
            round(radius * (-0.38 + 0.1 * math.sin(k / 9) + 0.035 * math.sin(k / 2.7 + 1) + 0.14 * k / 90), 1),
        )
        for k in range(91)
    ]
    river = LineString(bed).intersection(outline)
    river = max(getattr(river, "geoms", [river]), key=lambda part: part.length)
    water = river.buffer(22)
    parks = _parks(outline, water, radius, PARKS[scale], seed)
    return Ground(radius, outline, _districts(corners, radius, seed), river, water, parks)


def lonlat(geometry: BaseGeometry) -> Line:
    """Give a line, or a polygon's outer ring, in degrees."""
    source = geometry.exterior if isinstance(geometry, Polygon) else geometry
    return tuple(to_lonlat(x, y) for x, y in source.coords)


def district_plans(land: Ground) -> tuple[DistrictPlan, ...]:
    """Give the five districts with their published figures and invented borders."""
    return tuple(
        DistrictPlan(slug, kato, name, people, as_of, precision, url, lonlat(land.districts[slug]))
        for slug, kato, name, people, as_of, precision, url, _east, _north in FACTS
    )
