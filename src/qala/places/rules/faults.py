"""What may be wrong with a place in a file: each fault is a code and a sentence, each check one function.

Faults refuse a row. Doubts (see `doubts.py`) let it in only after somebody looked.
"""

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import shapely
from shapely.geometry.base import BaseGeometry

from qala.kernel.translated import Translated
from qala.places.rules.geometry import Box, length_m, plane_near

SHORTEST_LINE_M = 0.1
NULL_ISLAND_DEGREES = 0.01
SAME_PLACE_M = 1.0


@dataclass(frozen=True, slots=True)
class Fault:
    """Why a geometry cannot be taken."""

    code: str
    sentence: Translated


NOT_A_NUMBER = Fault(
    "not_a_number",
    Translated(
        kk="Координата сан емес.",
        ru="Координата не является числом.",
        en="A coordinate is not a number.",
    ),
)
EMPTY = Fault(
    "empty",
    Translated(kk="Геометрия бос.", ru="Геометрия пуста.", en="The geometry is empty."),
)
WRONG_KIND = Fault(
    "wrong_kind",
    Translated(
        kk="Геометрия түрі сай емес: нүкте, сызық не аумақ бір-бірінің орнына жүрмейді.",
        ru="Не тот вид геометрии: точка, линия и участок не заменяют друг друга.",
        en="The wrong kind of geometry: a point, a line and an area cannot stand for each other.",
    ),
)
WRONG_CRS = Fault(
    "wrong_crs",
    Translated(
        kk="Координаттар градус емес, басқа жүйеде. Файлды WGS 84 жүйесіне ауыстырыңыз.",
        ru="Координаты не в градусах, а в другой системе. Переведите файл в WGS 84.",
        en="These are not degrees but another coordinate system. Convert the file to WGS 84.",
    ),
)
SWAPPED = Fault(
    "swapped",
    Translated(
        kk="Ендік пен бойлық орын ауыстырған.",
        ru="Широта и долгота переставлены местами.",
        en="Latitude and longitude have changed places.",
    ),
)
NULL_ISLAND = Fault(
    "null_island",
    Translated(
        kk="Координата нөлде тұр: орны белгісіз болған.",
        ru="Координата стоит на нуле: место не было известно.",
        en="The coordinate is zero: the place was not known.",
    ),
)
OUTSIDE = Fault(
    "outside",
    Translated(
        kk="Орын қаланың шегінен тыс.",
        ru="Место лежит за пределами города.",
        en="The place lies outside the city.",
    ),
)
DUPLICATE = Fault(
    "duplicate",
    Translated(
        kk="Дәл осы орын файлда бұрын кездескен.",
        ru="Точно такое место в файле уже есть.",
        en="The very same place already stands in the file.",
    ),
)
SAME_KEY = Fault(
    "same_key",
    Translated(
        kk="Бұл кілт файлда бұрын кездескен.",
        ru="Такой ключ в файле уже есть.",
        en="This key already stands in the file.",
    ),
)
ZERO_LENGTH = Fault(
    "zero_length",
    Translated(kk="Сызықтың ұзындығы жоқ.", ru="У линии нет длины.", en="The line has no length."),
)
SELF_CROSSING = Fault(
    "self_crossing",
    Translated(
        kk="Аумақтың шекарасы өзін-өзі қиып өтеді.",
        ru="Граница участка пересекает сама себя.",
        en="The border of the area crosses itself.",
    ),
)
LINE_CROSSING = Fault(
    "line_crosses_itself",
    Translated(
        kk="Сызық өзін-өзі қиып өтеді: қиылысқан жерінен бөліңіз.",
        ru="Линия пересекает сама себя: разрежьте её в этом месте.",
        en="The line crosses itself: cut it where it does.",
    ),
)
UNCLOSED_RING = Fault(
    "unclosed_ring",
    Translated(
        kk="Аумақтың шекарасы тұйықталмаған.",
        ru="Граница участка не замкнута.",
        en="The border of the area is not closed.",
    ),
)
UNREADABLE = Fault(
    "unreadable",
    Translated(kk="Жол оқылмайды.", ru="Строка не читается.", en="The row cannot be read."),
)
MISSING_NODE = Fault(
    "missing_node",
    Translated(
        kk="Жолдың кейбір нүктесі файлда жоқ.",
        ru="Части точек дороги нет в файле.",
        en="Some points of the way are not in the file.",
    ),
)
MISSING_VALUE = Fault(
    "missing_value",
    Translated(
        kk="Міндетті баған бос.",
        ru="Обязательный столбец пуст.",
        en="A required column is empty.",
    ),
)
WRONG_VALUE = Fault(
    "wrong_value",
    Translated(
        kk="Бағандағы мән сай емес.",
        ru="Значение в столбце не подходит.",
        en="The value in a column does not fit.",
    ),
)
ORPHAN = Fault(
    "orphan",
    Translated(
        kk="Бұл аумақтың үстіндегі аумақ файлда жоқ.",
        ru="В файле нет территории, в которую входит эта.",
        en="The territory above this one is not in the file.",
    ),
)

FAULTS = {
    fault.code: fault
    for fault in (
        NOT_A_NUMBER,
        EMPTY,
        WRONG_KIND,
        WRONG_CRS,
        SWAPPED,
        NULL_ISLAND,
        OUTSIDE,
        DUPLICATE,
        SAME_KEY,
        ZERO_LENGTH,
        SELF_CROSSING,
        UNCLOSED_RING,
        UNREADABLE,
        MISSING_NODE,
        MISSING_VALUE,
        WRONG_VALUE,
        ORPHAN,
    )
}

LINES = frozenset({"LineString"})
POINTS = frozenset({"Point"})
AREAS = frozenset({"Polygon", "MultiPolygon"})


def faults_of(
    geometry: BaseGeometry | None, *, city: Box | None = None, kinds: frozenset[str] | None = None
) -> Iterator[Fault]:
    """Everything wrong with one geometry, the most telling fault first; nothing for a good one."""
    if geometry is None or geometry.is_empty:
        yield EMPTY
        return
    if kinds is not None and geometry.geom_type not in kinds:
        yield WRONG_KIND
        return
    if not all(math.isfinite(edge) for pair in shapely.get_coordinates(geometry) for edge in pair):
        yield NOT_A_NUMBER
        return
    lost = misplaced(geometry, city)
    if lost is not None:
        yield lost
        return
    yield from _misshapen(geometry)


def misplaced(geometry: BaseGeometry, city: Box | None) -> Fault | None:
    """Whether it lies where no place of this city can lie, and what probably happened."""
    box = Box.around(geometry)
    if abs(box.west) > 180 or abs(box.east) > 180 or abs(box.south) > 180 or abs(box.north) > 180:
        return WRONG_CRS
    if any(math.hypot(x, y) < NULL_ISLAND_DEGREES for x, y in shapely.get_coordinates(geometry)):
        return NULL_ISLAND
    if city is None:
        return SWAPPED if max(abs(box.south), abs(box.north)) > 90 else None
    if _all_in(box, city):
        return None
    if _all_in(Box(box.south, box.west, box.north, box.east), city):
        return SWAPPED
    return OUTSIDE


def _all_in(inner: Box, outer: Box) -> bool:
    return outer.holds(inner.west, inner.south) and outer.holds(inner.east, inner.north)


def _misshapen(geometry: BaseGeometry) -> Iterator[Fault]:
    if geometry.geom_type == "LineString" and length_m(geometry) < SHORTEST_LINE_M:
        yield ZERO_LENGTH
    if geometry.geom_type == "LineString" and not geometry.is_simple:
        yield LINE_CROSSING
    if geometry.geom_type in AREAS and not geometry.is_valid:
        yield SELF_CROSSING


def ring_faults(rings: Iterable[list[list[float]]]) -> Iterator[Fault]:
    """Faults of rings as a file gives them, before a library closes them silently (RFC 7946, 3.1.6)."""
    for ring in rings:
        if len(ring) < 4 or ring[0] != ring[-1]:
            yield UNCLOSED_RING
            return


class Seen:
    """Remembers the geometries and keys of one file, to recognise the second of a pair."""

    def __init__(self) -> None:
        self._places: dict[bytes, int] = {}
        self._keys: dict[str, int] = {}

    def place(self, geometry: BaseGeometry, line: int, *, says: str = "") -> int | None:
        """The line that already gave this very place (to 0.1 m, either direction) with these words, if any."""
        coarse = shapely.set_precision(geometry, 1e-6, mode="pointwise")
        mark = shapely.to_wkb(shapely.normalize(coarse)) + says.encode()
        if mark in self._places:
            return self._places[mark]
        self._places[mark] = line
        return None

    def key(self, key: str, line: int) -> int | None:
        """The line that already gave this key, if any."""
        if key in self._keys:
            return self._keys[key]
        self._keys[key] = line
        return None


def near_pairs(points: list[tuple[float, float]], within_m: float = SAME_PLACE_M) -> list[tuple[int, int]]:
    """Indices of points closer than so many metres to each other, each pair once, smaller index first."""
    if not points:
        return []
    raw = shapely.points(points)
    flat = shapely.transform(raw, lambda pairs: pairs)
    plane = plane_near(shapely.MultiPoint(points))
    there = [plane.metres(point) for point in flat]
    tree = shapely.STRtree(there)
    left, right = tree.query(there, predicate="dwithin", distance=within_m)
    return sorted((int(a), int(b)) for a, b in zip(left, right, strict=True) if a < b)
