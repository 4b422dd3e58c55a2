"""Small places for tests: a street of two segments, a district, a landmark, in the middle of Shymkent."""

from decimal import Decimal

import shapely

from qala.kernel.actors import Job
from qala.kernel.translated import Translated
from qala.places.actions import register_districts, register_landmarks, register_streets
from qala.places.models import District, Landmark, Segment, Street
from qala.places.rules.entries import (
    DistrictEntry,
    LandmarkEntry,
    LandmarkKind,
    SegmentEntry,
    StreetEntry,
)

LOADER = Job("places.tests")
LON, LAT = 69.6, 42.32


def line(*marks, lat=LAT):
    """A line east along a parallel, each mark a thousandth of a degree (about 82 m)."""
    return shapely.LineString([(LON + mark / 1000, lat) for mark in marks])


def segment_entry(key, *marks, lat=LAT, **told):
    return SegmentEntry(source_id=key, line=line(*marks, lat=lat), **told)


def street_entry(key="tauke", kk="Тәуке хан даңғылы", ru="проспект Тауке хана", segments=None, **told):
    parts = segments or (
        segment_entry(f"{key}-1", 0, 2, lat=told.pop("lat", LAT), order=1),
        segment_entry(f"{key}-2", 2, 4, order=2),
    )
    return StreetEntry("register", key, Translated(kk=kk, ru=ru), segments=tuple(parts), **told)


def a_street(**told) -> Street:
    register_streets(by=LOADER, entries=[street_entry(**told)])
    return Street.objects.get(source_id=told.get("key", "tauke"))


def a_segment() -> Segment:
    a_street()
    return Segment.objects.get(source_id="tauke-1")


def district_entry(code="791110000", west=LON - 0.05, east=LON + 0.05, **told):
    return DistrictEntry(
        code,
        told.pop("names", Translated(kk="Абай ауданы", ru="Абайский район", en="Abay district")),
        "register",
        told.pop("area", shapely.box(west, LAT - 0.05, east, LAT + 0.05)),
        **told,
    )


def a_district(**told) -> District:
    return register_districts(by=LOADER, entries=[district_entry(**told)])[0]


def landmark_entry(key="school-1", kk="№ 9 лицей", mark=1.0, kind=LandmarkKind.SCHOOL, lat=LAT + 0.0005):
    point = shapely.Point(LON + mark / 1000, lat)
    return LandmarkEntry("register", key, kind, Translated(kk=kk), point)


def a_landmark(**told) -> Landmark:
    return register_landmarks(by=LOADER, entries=[landmark_entry(**told)])[0]


def m(value) -> Decimal:
    return Decimal(str(value)).quantize(Decimal("0.01"))
