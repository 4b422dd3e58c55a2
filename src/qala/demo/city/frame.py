"""The flat frame the city is drawn in (metres from its centre) and the way back to longitude and latitude."""

import itertools
import math
from random import Random

from qala.demo.city.shapes import Line, Point

CENTRE_LON, CENTRE_LAT = 69.59, 42.32
SEED = 1126
"""The city's default seed; another seed gives another city of the same shape and size."""


def metres_per_degree(latitude: float) -> tuple[float, float]:
    """Give metres in one degree of longitude and of latitude on WGS84 (series good to 1 cm per degree)."""
    phi = math.radians(latitude)
    lon = 111412.84 * math.cos(phi) - 93.5 * math.cos(3 * phi) + 0.118 * math.cos(5 * phi)
    lat = 111132.92 - 559.82 * math.cos(2 * phi) + 1.175 * math.cos(4 * phi) - 0.0023 * math.cos(6 * phi)
    return lon, lat


_LON_M, _LAT_M = metres_per_degree(CENTRE_LAT)


def to_lonlat(x: float, y: float) -> Point:
    """Turn metres east and north of the centre into degrees with seven decimals (about a centimetre)."""
    return round(CENTRE_LON + x / _LON_M, 7), round(CENTRE_LAT + y / _LAT_M, 7)


def length_m(line: Line) -> float:
    """Length of a line given in degrees, in metres to the decimetre."""
    total = 0.0
    for (lon1, lat1), (lon2, lat2) in itertools.pairwise(line):
        per_lon, per_lat = metres_per_degree((lat1 + lat2) / 2)
        total += math.hypot((lon2 - lon1) * per_lon, (lat2 - lat1) * per_lat)
    return round(total, 1)


def dice(seed: int, *purpose: str | int) -> Random:
    """Give the one generator for a purpose: adding a purpose never disturbs the others."""
    return Random("/".join(str(part) for part in ("qala", seed, *purpose)))  # noqa: S311 - a plan must repeat
