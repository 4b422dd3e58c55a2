"""What lies at a point, near it, in a box; finding by name."""

import random

import pytest
import shapely

from qala.places.actions import register_streets
from qala.places.models import Segment
from qala.places.queries import (
    district_at,
    landmarks_near,
    nearest_streets,
    search_places,
    segments_in,
    whole_box,
)
from qala.places.rules.geometry import Box, plane_near
from qala.places.tests.factories import (
    LAT,
    LOADER,
    LON,
    a_district,
    a_landmark,
    a_street,
    segment_entry,
    street_entry,
)

pytestmark = pytest.mark.django_db


def test_a_point_knows_its_district():
    west = a_district(code="791110000", west=LON - 0.05, east=LON)
    east = a_district(code="791310000", west=LON + 0.0001, east=LON + 0.05)
    assert district_at(LON - 0.01, LAT) == west
    assert district_at(LON + 0.01, LAT) == east
    assert district_at(LON + 0.00008, LAT) == east, "in the sliver the nearer border wins"
    assert district_at(LON + 0.00002, LAT) == west
    assert district_at(LON + 1, LAT) is None
    assert district_at(float("nan"), LAT) is None


def test_the_box_of_a_district_is_not_the_district():
    corner = shapely.Polygon([(LON, LAT), (LON + 0.1, LAT), (LON, LAT + 0.1)])
    a_district(area=corner)
    assert district_at(LON + 0.09, LAT + 0.09) is None


def test_the_nearest_street_is_exact_not_by_boxes():
    # The long diagonal's box holds the point, the line runs far from it.
    slant = segment_entry("slant", 0, 1)
    diagonal = shapely.LineString([(LON - 0.01, LAT - 0.01), (LON + 0.01, LAT + 0.01)])
    near = segment_entry("near", -9, -8, lat=LAT + 0.0095)
    register_streets(
        by=LOADER,
        entries=[
            street_entry(key="d", kk="Диагональ", segments=[type(slant)(source_id="slant", line=diagonal)]),
            street_entry(key="n", kk="Жақын", segments=[near]),
        ],
    )
    found = nearest_streets(LON - 0.0085, LAT + 0.0094, 2)
    assert [str(one.street.names.kk) for one in found] == ["Жақын", "Диагональ"]
    assert found[0].distance_m == pytest.approx(11.1, abs=0.5)


def test_the_sieve_finds_what_a_full_look_finds():
    random.seed(7)
    parts = []
    for at in range(300):
        lon, lat = LON + random.uniform(-0.02, 0.02), LAT + random.uniform(-0.02, 0.02)
        line = shapely.LineString([(lon, lat), (lon + random.uniform(-0.01, 0.01), lat + random.uniform(-0.01, 0.01))])
        parts.append(
            street_entry(key=str(at), kk=f"Көше {at}", segments=[type(segment_entry("x", 0, 1))(f"s{at}", line)])
        )
    register_streets(by=LOADER, entries=parts)
    every = list(Segment.objects.all())
    plane = plane_near(Box.near(LON, LAT, 10))
    for _ in range(20):
        lon, lat = LON + random.uniform(-0.02, 0.02), LAT + random.uniform(-0.02, 0.02)
        flat = plane.point(lon, lat)
        expected = sorted((plane.metres(one.line).distance(flat), one.pk) for one in every)[:3]
        assert [one.segment.pk for one in nearest_streets(lon, lat, 3)] == [pk for _, pk in expected]


def test_a_point_gets_its_position():
    a_street()
    found = nearest_streets(LON + 0.001, LAT + 0.0001)[0]
    assert found.side == "left"
    assert float(found.position.from_m) == pytest.approx(82.5, abs=0.5)
    assert found.position.is_point


def test_far_away_there_is_no_street():
    a_street()
    assert nearest_streets(LON + 1, LAT) == []


def test_the_whole_city_has_a_box():
    assert whole_box() is None
    a_street()
    assert whole_box() == Box(LON, LAT, LON + 0.004, LAT)


def test_segments_in_a_box():
    a_street()
    assert segments_in(Box(LON - 0.001, LAT - 0.001, LON + 0.001, LAT + 0.001)).count() == 1


def test_landmarks_near_are_sorted_by_distance_and_kind():
    a_landmark(key="near", mark=0.1)
    a_landmark(key="far", kk="Базар", mark=3)
    assert [place.source_id for place, _ in landmarks_near(LON, LAT)] == ["near", "far"]
    assert landmarks_near(LON, LAT, kinds=["stop"]) == []
    assert len(landmarks_near(LON, LAT, within_m=100)) == 1


@pytest.mark.parametrize("asked", ["Тәуке хан", "тауке хана", "Tauke khan", "Таукэ хана"])
def test_a_street_is_found_in_any_script_and_with_slips(asked):
    street = a_street()
    assert [found.place for found in search_places(asked)] == [street]


@pytest.mark.parametrize("asked", ["", "x", "%%", "'; DROP TABLE", "🦄", "Ы" * 5000])
def test_odd_questions_find_nothing_and_break_nothing(asked):
    a_street()
    assert search_places(asked) == []


def test_districts_and_landmarks_are_found_too():
    a_district()
    a_landmark(kk="Абай мұражайы")
    assert {found.noun for found in search_places("абай")} == {"district", "landmark"}
