"""House numbers, stops, schools, parks, clinics and buildings, each standing on a segment."""

from collections import Counter
from collections.abc import Iterator, Sequence

import numpy as np
from shapely.geometry import LineString

from qala.demo.city.frame import CENTRE_LAT, CENTRE_LON, dice, metres_per_degree
from qala.demo.city.lexicon import named, rows
from qala.demo.city.shapes import AddressPlan, LandmarkPlan, Names, Point, SegmentPlan, StreetPlan
from qala.demo.city.terrain import Ground, lonlat

COUNTS = {
    "small": {"stop": 104, "school": 40, "clinic": 14, "kindergarten": 12, "building": 44},
    "city": {"stop": 1120, "school": 300, "clinic": 86, "kindergarten": 240, "building": 600},
}
_PLOT = {"small": 62.0, "city": 80.0}
_LON_M, _LAT_M = metres_per_degree(CENTRE_LAT)


def _from_centre(point: Point) -> float:
    return (point[0] - CENTRE_LON) ** 2 * _LON_M**2 + (point[1] - CENTRE_LAT) ** 2 * _LAT_M**2


def beside(segment: SegmentPlan, at_m: float, side: str, away_m: float) -> Point:
    """Give the point ``away_m`` to the side of a segment, ``at_m`` from its start."""
    flat = LineString([(lon * _LON_M, lat * _LAT_M) for lon, lat in segment.line])
    share = flat.length * at_m / segment.length_m
    here, there = flat.interpolate(share), flat.interpolate(min(flat.length, share + 1))
    back = flat.interpolate(max(0.0, share - 1))
    dx, dy = there.x - back.x, there.y - back.y
    norm = (dx * dx + dy * dy) ** 0.5 or 1.0
    sign = 1 if side == "left" else -1
    return round((here.x - sign * dy / norm * away_m) / _LON_M, 7), round(
        (here.y + sign * dx / norm * away_m) / _LAT_M, 7
    )


def addresses(segments: Sequence[SegmentPlan], scale: str, seed: int) -> Iterator[AddressPlan]:
    """Number the houses of every street: odd on the left, even on the right, growing from its start."""
    random = dice(seed, "addresses")
    numbers: Counter[str] = Counter()
    for segment in segments:
        if segment.bridge:
            continue
        at = random.uniform(14, 30)
        while at < segment.length_m - 14:
            for side in ("left", "right"):
                if random.random() < 0.2:
                    continue
                numbers[segment.street] += 1
                number = 2 * numbers[segment.street] - (1 if side == "left" else 0)
                label = f"{number}" if random.random() < 0.94 else f"{number}/{random.randint(1, 4)}"
                point = beside(segment, at, side, segment.width_m / 2 + 9)
                yield AddressPlan(segment.street, segment.key, label, round(at, 1), side, point, segment.district)
            at += _PLOT[scale] * random.uniform(0.8, 1.4)


def _crossing_names(streets: dict[str, StreetPlan], segments: Sequence[SegmentPlan]) -> dict[str, Names]:
    """For each segment, the name of a street that meets it: stops are called after crossings."""
    at_node: dict[int, set[str]] = {}
    for segment in segments:
        for node in (segment.node_from, segment.node_to):
            at_node.setdefault(node, set()).add(segment.street)
    found = {}
    for segment in segments:
        others = sorted((at_node[segment.node_from] | at_node[segment.node_to]) - {segment.street})
        found[segment.key] = streets[others[0] if others else segment.street].name
    return found


def _label(kind: str, index: int, crossing: Names) -> tuple[Names, str]:
    """Give a landmark's name and its number, if its kind is numbered."""
    number = str(index + 1)
    if kind == "stop":
        list_of_stops = named("stops")
        return (list_of_stops[index] if index < len(list_of_stops) else crossing), ""
    if kind == "school":
        return Names(f"№ {number} мектеп", f"школа № {number}", f"School No. {number}"), number
    if kind == "kindergarten":
        return Names(f"№ {number} балабақша", f"детский сад № {number}", f"Kindergarten No. {number}"), number
    return Names(f"№ {number} емхана", f"поликлиника № {number}", f"Clinic No. {number}"), number


def _standing(
    kind: str, count: int, places: Sequence[SegmentPlan], crossing: dict[str, Names], seed: int
) -> Iterator[LandmarkPlan]:
    random = dice(seed, "landmarks", kind)
    chosen = random.sample(list(places), min(count, len(places)))
    for index, segment in enumerate(sorted(chosen, key=lambda s: _from_centre(s.line[0]))):
        at = round(segment.length_m * random.uniform(0.25, 0.75), 1)
        side = random.choice(("left", "right"))
        away = segment.width_m / 2 + (2.5 if kind == "stop" else 28)
        name, ref = _label(kind, index, crossing[segment.key])
        point = beside(segment, at, side, away)
        yield LandmarkPlan(
            f"{kind}-{index + 1:04}", kind, name, point, segment.district, segment.street, segment.key, at, ref
        )


def _buildings(
    count: int, houses: Sequence[AddressPlan], streets: dict[str, StreetPlan], seed: int
) -> Iterator[LandmarkPlan]:
    """Public buildings by name first, then blocks of flats by their address."""
    random = dice(seed, "buildings")
    public = rows("buildings")
    chosen = sorted(random.sample(list(houses), count), key=lambda house: _from_centre(house.point))
    for index, house in enumerate(chosen):
        street = streets[house.street].name
        kind, name = (
            "building",
            Names(f"{street.kk}, {house.number}-үй", f"{street.ru}, дом {house.number}", f"{house.number} {street.en}"),
        )
        if index < len(public):
            kind, name = public[index][0], Names(*public[index][1:4])
        yield LandmarkPlan(
            f"building-{index + 1:04}", kind, name, house.point, house.district, house.street, house.segment,
            house.at_m, house.number,
        )  # fmt: skip


def _parks(land: Ground, segments: Sequence[SegmentPlan]) -> Iterator[LandmarkPlan]:
    """Give each park its ring and the segment nearest to its middle."""
    middles = np.array([s.line[len(s.line) // 2] for s in segments])
    titles = named("parks")
    for index, park in enumerate(land.parks):
        ring = lonlat(park)
        point = (
            round(sum(p[0] for p in ring[:-1]) / (len(ring) - 1), 7),
            round(sum(p[1] for p in ring[:-1]) / (len(ring) - 1), 7),
        )
        away = (middles[:, 0] - point[0]) ** 2 * _LON_M**2 + (middles[:, 1] - point[1]) ** 2 * _LAT_M**2
        near = segments[int(away.argmin())]
        turn, at = divmod(index, len(titles))
        name = titles[at]
        if turn:
            name = Names(f"{name.kk} {turn + 1}", f"{name.ru} {turn + 1}", f"{name.en} {turn + 1}")
        yield LandmarkPlan(
            f"park-{index + 1:04}", "park", name, point, near.district, near.street, near.key,
            round(near.length_m / 2, 1), "", ring,
        )  # fmt: skip


def landmarks(  # noqa: PLR0913 - what stands in a city leans on all of these
    land: Ground,
    streets: Sequence[StreetPlan],
    segments: Sequence[SegmentPlan],
    houses: Sequence[AddressPlan],
    *,
    scale: str,
    seed: int,
) -> list[LandmarkPlan]:
    """Set every named place of the city, stops on wide streets, schools and clinics inside quarters."""
    by_key = {street.key: street for street in streets}
    crossing = _crossing_names(by_key, segments)
    wide = [s for s in segments if s.road_class in ("primary", "secondary", "tertiary") and s.length_m > 50]
    quiet = [s for s in segments if s.road_class in ("tertiary", "residential") and s.length_m > 80]
    counts = COUNTS[scale]
    found: list[LandmarkPlan] = []
    for kind in ("stop", "school", "clinic", "kindergarten"):
        found.extend(_standing(kind, counts[kind], wide if kind == "stop" else quiet, crossing, seed))
    found.extend(_parks(land, segments))
    found.extend(_buildings(counts["building"], houses, by_key, seed))
    return found
