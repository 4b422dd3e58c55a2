"""What a program may ask of the features' door (OGC API – Features, 17-069r4): box, days, page."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from math import isfinite

from qala.kernel.clock import local

DEFAULT_LIMIT, LARGEST_LIMIT = 100, 10_000
CONFORMS_TO = (
    "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/core",
    "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/geojson",
    "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/oas30",
)
CRS84 = "http://www.opengis.net/def/crs/OGC/1.3/CRS84"
GREGORIAN = "http://www.opengis.net/def/uom/ISO-8601/0/Gregorian"


class WrongQuestion(ValueError):
    """A parameter that cannot be answered: status 400, with its name and what is wrong."""


@dataclass(frozen=True, slots=True)
class Edges:
    """West, south, east, north in degrees. West beyond east runs over the antimeridian."""

    west: float
    south: float
    east: float
    north: float


@dataclass(frozen=True, slots=True)
class Days:
    """From the first to the last day, both included; None is open."""

    first: date | None
    last: date | None


def edges(text: str) -> Edges:
    """A box of four numbers, or of six (with heights, which are ignored)."""
    try:
        told = [float(part) for part in text.split(",")]
    except ValueError as trouble:
        raise WrongQuestion("bbox: numbers with commas between them") from trouble
    if len(told) == 6:
        told = [told[0], told[1], told[3], told[4]]
    if len(told) != 4 or not all(map(isfinite, told)):
        raise WrongQuestion("bbox: four or six numbers")
    west, south, east, north = told
    if south > north or not (-180 <= west <= 180 and -180 <= east <= 180 and south >= -90 and north <= 90):
        raise WrongQuestion("bbox: west,south,east,north in degrees")
    return Edges(west, south, east, north)


def days(text: str) -> Days:
    """An instant or an interval of RFC 3339; an open end is ".." or nothing. The city's days are meant."""
    first, slash, last = text.partition("/")
    if not slash:
        there = _day(first)
        return Days(there, there)
    begin = None if first in {"", ".."} else _day(first)
    end = None if last in {"", ".."} else _day(last)
    if begin is not None and end is not None and begin > end:
        raise WrongQuestion("datetime: the interval ends before it begins")
    return Days(begin, end)


def _day(text: str) -> date:
    try:
        if len(text) == 10:
            return date.fromisoformat(text)
        moment = datetime.fromisoformat(text)
    except ValueError as trouble:
        raise WrongQuestion("datetime: an RFC 3339 instant or interval") from trouble
    return local(moment if moment.tzinfo else moment.replace(tzinfo=UTC)).date()


def whole(name: str, text: str, *, least: int, most: int) -> int:
    """A whole number within limits; one above the largest page is cut to it, as the standard allows."""
    if not (text.isascii() and text.isdigit() and len(text) <= 12) or int(text) < least:
        raise WrongQuestion(f"{name}: a whole number from {least}")
    return min(int(text), most)
