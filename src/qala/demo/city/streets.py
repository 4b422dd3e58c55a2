"""Streets and segments: groups cut pieces into the right number of streets and gives them class, surface and light."""

import heapq
import itertools
from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
import shapely

from qala.demo.city.frame import dice, length_m, to_lonlat
from qala.demo.city.junctions import Piece, connected, cut
from qala.demo.city.quarters import RawLine, raw_lines
from qala.demo.city.shapes import Names, SegmentPlan, StreetPlan
from qala.demo.city.terrain import Ground

# 6,882 streets and 6,714 of them lit: briefing of 11 December 2025,
# https://otyrar.kz/2025/12/shymkent-byot-rekordy-po-nochnomu-osveshheniyu/
STREETS = {"small": 350, "city": 6882}
LIT_SHARE = 6714 / 6882
_LONGEST = 40
_GAPS = 0.25


@dataclass(frozen=True, slots=True)
class Course:
    """A street to be: its raw line's shape and rank, its quarter and its pieces in order."""

    raw: RawLine
    pieces: tuple[Piece, ...]

    @property
    def road_class(self) -> str:
        """OpenStreetMap's word for the class: primary, secondary, tertiary, residential or living_street."""
        if self.raw.rank == 0:
            return "secondary" if self.raw.line.is_ring else "primary"
        return {1: "tertiary", 2: "residential", 3: "living_street"}[self.raw.rank]


def _courses(raw: list[RawLine], pieces: list[Piece]) -> list[Course]:
    """Chain pieces of one raw line; a hole in the chain (river, cut-off part) starts another street."""
    courses: list[Course] = []
    run: list[Piece] = []
    for piece in pieces:
        if run and (run[-1].raw != piece.raw or run[-1].node_to != piece.node_from):
            courses.append(Course(raw[run[0].raw], tuple(run)))
            run = []
        run.append(piece)
    courses.append(Course(raw[run[0].raw], tuple(run)))
    return courses


def _to_count(courses: list[Course], wanted: int) -> list[Course]:
    """Halve the streets with most segments at a junction until there are enough and none is endless."""

    def size(course: Course) -> int:
        count = len(course.pieces)
        return -count if course.raw.rank else -max(1, count - _LONGEST)

    heap = [(size(c), i, c) for i, c in enumerate(courses)]
    heapq.heapify(heap)
    mark = len(heap)
    while len(heap) < wanted or heap[0][0] < -_LONGEST:
        _, _, course = heapq.heappop(heap)
        middle = len(course.pieces) // 2
        for half in (course.pieces[:middle], course.pieces[middle:]):
            piece = Course(course.raw, half)
            heapq.heappush(heap, (size(piece), mark, piece))
            mark += 1
    return sorted((c for _, _, c in heap), key=lambda c: (c.raw.rank, c.pieces[0].raw, c.pieces[0].line.wkb))


def district_finder(land: Ground) -> Callable[[np.ndarray], list[str]]:
    """Give a function from an array of frame points to district slugs; outside the city, the nearest."""
    slugs, shapes = list(land.districts), list(land.districts.values())

    def find(points: np.ndarray) -> list[str]:
        geometries = shapely.points(points)
        away = np.stack([shapely.distance(shape, geometries) for shape in shapes])
        return [slugs[i] for i in away.argmin(axis=0)]

    return find


def _surface(road_class: str, far: float, roll: float) -> str:
    if road_class in ("primary", "secondary", "tertiary"):
        return "asphalt" if roll < 0.97 else "concrete"
    if road_class == "living_street":
        return "gravel" if roll < 0.4 else "ground" if roll < 0.55 else "asphalt"
    unpaved = 0.05 + 0.25 * min(1.0, far)
    return "gravel" if roll < unpaved * 0.7 else "ground" if roll < unpaved else "asphalt"


def _lanes(road_class: str) -> tuple[int, float]:
    """Give lanes and carriageway width in metres, as the class is usually built."""
    return {
        "primary": (6, 22.0), "secondary": (4, 15.0), "tertiary": (2, 9.0),
        "residential": (2, 6.5), "living_street": (1, 4.5),
    }[road_class]  # fmt: skip


def _segments(  # noqa: PLR0913 - a street is made of exactly these
    key: str, course: Course, land: Ground, seed: int, numbers: dict[int, int], *, lit: bool
) -> list[SegmentPlan]:
    random = dice(seed, "segments", key)
    road_class = course.road_class
    lanes, width = _lanes(road_class)
    oneway = road_class == "residential" and len(course.pieces) > 2 and random.random() < 0.06
    first = course.pieces[0].line.coords[0]
    far = float(np.hypot(*first)) / land.radius
    surface = _surface(road_class, far, random.random())
    made = []
    for seq, piece in enumerate(course.pieces, start=1):
        line = tuple(to_lonlat(x, y) for x, y in piece.line.coords)
        ends = [numbers.setdefault(node, len(numbers) + 1) for node in (piece.node_from, piece.node_to)]
        here = surface if surface != "asphalt" or random.random() < 0.96 else "paving_stones"
        bridge = bool(piece.line.intersects(land.water))
        made.append(
            SegmentPlan(
                f"{key}-{seq:02}", key, seq, ends[0], ends[1], line, length_m(line), road_class,
                "asphalt" if bridge else here, lanes, width, oneway, lit, bridge, "",
            )
        )  # fmt: skip
    return made


def _unlit(courses: list[Course], seed: int) -> set[int]:
    """Choose the streets without light: none of the arterials, more of the outskirts' lanes."""
    random = dice(seed, "light")
    dark = len(courses) - round(len(courses) * LIT_SHARE)
    order = sorted(
        (i for i, c in enumerate(courses) if c.raw.rank > 1),
        key=lambda i: -random.random() * (1 + float(np.hypot(*courses[i].pieces[0].line.coords[0])) / 5000),
    )
    return set(order[:dark])


def network(land: Ground, scale: str, seed: int) -> tuple[list[StreetPlan], list[SegmentPlan]]:
    """Draw, cut, count and describe the city's streets; names are given afterwards (``names.named``)."""
    raw = raw_lines(land, scale, seed)
    random = dice(seed, "gaps")
    pieces = cut(raw)
    ends = {i for i, (a, b) in enumerate(itertools.pairwise(pieces)) if a.raw != b.raw}
    kept = [p for i, p in enumerate(pieces) if i not in ends or raw[p.raw].rank < 2 or random.random() > _GAPS]
    courses = _to_count(_courses(raw, connected(kept)), STREETS[scale])
    find, dark = district_finder(land), _unlit(courses, seed)
    numbers: dict[int, int] = {}
    streets, segments = [], []
    nobody = Names("", "", "")
    for index, course in enumerate(courses):
        key = f"S{index + 1:04}"
        mine = _segments(key, course, land, seed, numbers, lit=index not in dark)
        middles = [p.line.interpolate(0.5, normalized=True).coords[0] for p in course.pieces]
        where = find(np.array(middles))
        mine = [replace(segment, district=slug) for segment, slug in zip(mine, where, strict=True)]
        total = round(sum(segment.length_m for segment in mine), 1)
        kind = {0: "avenue", 1: "street", 2: "street", 3: "lane"}[course.raw.rank]
        district = max(sorted(set(where)), key=where.count)
        streets.append(
            StreetPlan(key, nobody, kind, course.road_class, district, course.raw.quarter, index not in dark, total)
        )
        segments.extend(mine)
    return streets, segments
