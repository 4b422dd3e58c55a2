"""Raw street lines: arterial radials and rings, then a grid or an organic web inside every quarter. Frame metres."""

import math
from dataclasses import dataclass
from random import Random

import shapely
from shapely.geometry import LineString, Polygon
from shapely.geometry.base import BaseGeometry
from shapely.ops import substring

from qala.demo.city.frame import dice
from qala.demo.city.terrain import Ground

RADIALS = {"small": 7, "city": 15}
RINGS = {"small": (0.2, 0.62), "city": (0.09, 0.24, 0.41, 0.59, 0.79)}
SPACING = {"small": 198.0, "city": 203.0}
_SHORTEST = 70.0


@dataclass(frozen=True, slots=True)
class RawLine:
    """A street line before cutting. ``shape`` tells arterial, grid, organic or lane; ``rank`` 0 is the widest."""

    line: LineString
    shape: str
    rank: int
    quarter: int


def _radials(land: Ground, scale: str, seed: int) -> list[LineString]:
    random = dice(seed, "radials")
    count, lines = RADIALS[scale], []
    inner = RINGS[scale][0] * land.radius
    for index in range(count):
        angle = math.tau * (index + random.uniform(-0.16, 0.16)) / count
        bend, phase = random.uniform(0.02, 0.07), random.uniform(0, math.tau)
        start = 0.0 if index % 2 == 0 else inner
        points = []
        for step in range(61):
            reach = start + (land.radius * 1.35 - start) * step / 60
            turn = angle + bend * math.sin(phase + 3 * reach / land.radius) * min(1, reach / inner)
            points.append((reach * math.cos(turn), reach * math.sin(turn)))
        lines.append(LineString(points))
    return [_longest(line.intersection(land.outline)) for line in lines]


def _rings(land: Ground, scale: str, seed: int) -> list[LineString]:
    random = dice(seed, "rings")
    lines = []
    for share in RINGS[scale]:
        waves = [(k, random.uniform(0.01, 0.035), random.uniform(0, math.tau)) for k in (2, 3, 5)]
        points = []
        for step in range(181):
            angle = math.tau * (step % 180) / 180
            reach = share * land.radius * (1 + sum(a * math.sin(k * angle + p) for k, a, p in waves))
            points.append((1.06 * reach * math.cos(angle), 0.94 * reach * math.sin(angle)))
        lines.append(LineString(points))
    return lines


def _longest(geometry: BaseGeometry) -> LineString:
    parts = [part for part in getattr(geometry, "geoms", [geometry]) if part.geom_type == "LineString"]
    return max(parts, key=lambda part: part.length)


def _warped(points: list[tuple[float, float]], sway: float, wave: float, phase: float) -> LineString:
    return LineString(
        [
            (
                x + sway * math.sin(y / wave + phase) + 0.4 * sway * math.sin((x + y) / (wave * 0.6)),
                y + sway * math.sin(x / wave + 2 * phase) + 0.4 * sway * math.cos((x - y) / (wave * 0.7)),
            )
            for x, y in points
        ]
    )


def _web(face: Polygon, spacing: float, random: Random, *, organic: bool) -> list[tuple[LineString, int]]:
    """Draw two families of parallel lines over a face, straight or bent; every fourth ranks higher."""
    (cx, cy), reach = face.centroid.coords[0], 0.0
    reach = max(math.hypot(x - cx, y - cy) for x, y in face.exterior.coords) + spacing
    turn = math.atan2(cy, cx) + random.uniform(-0.12, 0.12) if organic else random.choice((0.06, -0.14, 0.35))
    sway = spacing * random.uniform(0.35, 0.6) if organic else spacing * 0.02
    wave, phase = spacing * random.uniform(1.4, 2.4), random.uniform(0, math.tau)
    lines = []
    for family in (0, 1):
        heading = turn + family * math.pi / 2 + (random.uniform(-0.15, 0.15) if organic else 0)
        along, across = (math.cos(heading), math.sin(heading)), (-math.sin(heading), math.cos(heading))
        gap = spacing * (random.uniform(0.82, 1.0) if family else random.uniform(1.0, 1.22))
        for number in range(-int(reach / gap), int(reach / gap) + 1):
            off = number * gap + random.uniform(-0.1, 0.1) * gap
            steps = max(2, int(2 * reach / 45))
            run = [(-reach + 2 * reach * s / steps) for s in range(steps + 1)]
            points = [(cx + t * along[0] + off * across[0], cy + t * along[1] + off * across[1]) for t in run]
            lines.append((_warped(points, sway, wave, phase), 1 if number % 4 == 0 else 2))
    return lines


def _clipped(line: LineString, face: Polygon, forbidden: BaseGeometry) -> list[LineString]:
    """Keep the parts inside the face, reaching 3 m past its edge so that they meet the arterial for certain."""
    inside = line.intersection(face.buffer(3)).difference(forbidden)
    kept = []
    for part in getattr(inside, "geoms", [inside]):
        if part.geom_type != "LineString" or part.length < _SHORTEST:
            continue
        if part.intersection(face.buffer(-45)).length >= 0.45 * part.length:
            kept.append(part)
    return kept


def _broken(line: LineString, random: Random) -> list[LineString]:
    """Interrupt some organic streets, which leaves two dead ends."""
    if line.length < 500 or random.random() > 0.4:
        return [line]
    gap = random.uniform(0.3, 0.7) * line.length
    halves = (substring(line, 0, gap - 55), substring(line, gap + 55, line.length))
    return [half for half in halves if half.length >= _SHORTEST]


def _lanes(lines: list[LineString], share: float, random: Random) -> list[LineString]:
    """Add short dead-end lanes that leave a street at a right angle."""
    lanes = []
    for line in lines:
        if random.random() > share or line.length < 200:
            continue
        at = random.uniform(60, line.length - 60)
        (x1, y1), (x2, y2) = line.interpolate(at).coords[0], line.interpolate(at + 5).coords[0]
        side, reach = random.choice((-1, 1)), random.uniform(60, 105)
        dx, dy = (x2 - x1) / 5, (y2 - y1) / 5
        lanes.append(LineString([(x1, y1), (x1 - side * dy * reach, y1 + side * dx * reach)]))
    return lanes


def raw_lines(land: Ground, scale: str, seed: int) -> list[RawLine]:
    """Draw every street line of the city, arterials first."""
    radials, rings = _radials(land, scale, seed), _rings(land, scale, seed)
    drawn = [RawLine(line, "arterial", 0, 0) for line in (*radials, *rings)]
    walls = shapely.unary_union([*radials, *rings, land.outline.exterior])
    faces = sorted(shapely.polygonize([walls]).geoms, key=lambda f: (round(f.centroid.x), round(f.centroid.y)))
    forbidden = shapely.unary_union([land.water.buffer(16), *(park.buffer(4) for park in land.parks)])
    for quarter, face in enumerate(faces, start=1):
        random = dice(seed, "quarter", quarter)
        distance = math.hypot(face.centroid.x, face.centroid.y) / land.radius
        organic = random.random() < (0.15 if distance < 0.35 else 0.5)
        inner: list[tuple[LineString, int]] = []
        for line, rank in _web(face, SPACING[scale] * random.uniform(0.92, 1.08), random, organic=organic):
            for part in _clipped(line, face, forbidden):
                pieces = _broken(part, random) if organic and rank > 1 else [part]
                inner.extend((piece, rank) for piece in pieces)
        shape = "organic" if organic else "grid"
        drawn.extend(RawLine(line, shape, rank, quarter) for line, rank in inner)
        lanes = _lanes([line for line, rank in inner if rank > 1], 0.16 if organic else 0.05, random)
        drawn.extend(RawLine(line, "lane", 3, quarter) for line in lanes if face.contains(line))
    return drawn
