"""The plan passes through the same door as a real city's extract."""

import pytest
import shapely

from qala.demo.city.plan import city_plan
from qala.demo.city.reading import SOURCE, reading
from qala.places.rules.entries import LandmarkKind
from qala.places.rules.faults import faults_of
from qala.places.rules.geometry import Box, length_m


@pytest.fixture(scope="module")
def read():
    return reading(city_plan("small"))


def test_every_planned_thing_becomes_one_row(read):
    plan = city_plan("small")
    assert len(read.streets) == len(plan.streets)
    assert sum(len(street.segments) for street in read.streets) == len(plan.segments)
    assert len(read.landmarks) == len(plan.landmarks)
    assert len(read.addresses) == len(plan.addresses)
    assert [district.code for district in read.districts] == [
        "791710000", "791910000", "791110000", "791310000", "791510000",
    ]  # fmt: skip
    assert len(read.populations) == 6


def test_rows_are_named_once(read):
    for rows in (read.streets, read.landmarks, read.addresses):
        keys = [row.source_id for row in rows]
        assert len(set(keys)) == len(keys)
        assert {row.source for row in rows} == {SOURCE}


def test_the_door_finds_no_fault_in_any_row(read):
    city = Box.around(shapely.union_all([district.area for district in read.districts])).grown(2000)
    lines = [segment.line for street in read.streets for segment in street.segments]
    shapes = [entry.shape for entry in read.landmarks] + [district.area for district in read.districts]
    assert [fault for shape in (*lines, *shapes) for fault in faults_of(shape, city=city)] == []
    points = [shapely.Point(entry.lon, entry.lat) for entry in read.addresses]
    assert not [fault for point in points for fault in faults_of(point, city=city)]
    assert {entry.shape.geom_type for entry in read.landmarks if entry.kind == LandmarkKind.PARK} == {"Polygon"}


def test_planned_metres_agree_with_the_ground_of_places(read):
    planned = {segment.key: segment.length_m for segment in city_plan("small").segments}
    for street in read.streets:
        for segment in street.segments:
            assert length_m(segment.line) == pytest.approx(planned[segment.source_id], rel=0.004, abs=0.2)
