"""Positions keep every metre; faults and names are recognised."""

from decimal import Decimal
from itertools import pairwise

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from qala.kernel.translated import Translated
from qala.places.rules import faults, kato
from qala.places.rules.doubts import Point, doubts_of
from qala.places.rules.geometry import Box, foot_on, length_m
from qala.places.rules.names import StreetKind, folded, street_kind
from qala.places.rules.network import Way, cut_at_junctions, gather_streets, in_order
from qala.places.rules.position import (
    Position,
    Side,
    UnlawfulPositionError,
    joined,
    merge_map,
    reproject,
    split_map,
)
from qala.places.rules.tracing import Traced, successions, trace
from qala.places.tests.factories import LAT, LON, line, segment_entry

CITY = Box(69.3, 42.1, 69.9, 42.6)
centimetres = st.integers(min_value=1, max_value=500_000)
sides = st.sampled_from(list(Side))


def cm(value):
    return Decimal(value) / 100


def not_a_number():
    with np.errstate(invalid="ignore"):
        return shapely.LineString([(LON, LAT), (float("nan"), LAT)])


@st.composite
def a_cut_segment(draw):
    length = draw(centimetres)
    marks = draw(st.sets(st.integers(min_value=1, max_value=max(length - 1, 1)), max_size=6))
    ends = [*sorted(mark for mark in marks if mark < length), length]
    return cm(length), [(100 + at, cm(end)) for at, end in enumerate(ends)]


@st.composite
def a_position(draw, length):
    top = int(length * 100)
    start, end = sorted((draw(st.integers(0, top)), draw(st.integers(0, top))))
    side = draw(sides)
    lane = draw(st.one_of(st.none(), st.integers(1, 4))) if side in {Side.LEFT, Side.RIGHT} else None
    return Position(1, cm(start), cm(end), side, lane)


@given(st.data())
def test_cutting_a_segment_keeps_every_metre_of_a_position(data):
    length, cuts = data.draw(a_cut_segment())
    there = data.draw(a_position(length))
    carried = reproject(there, split_map(1, length, cuts))
    assert carried.is_whole
    assert sum(part.length_m for part in carried.found) == there.length_m
    assert {part.side for part in carried.found} == {there.side}
    assert len(carried.found) >= 1


@given(st.data())
def test_joining_the_parts_again_gives_the_position_back(data):
    length, cuts = data.draw(a_cut_segment())
    there = data.draw(a_position(length))
    carried = reproject(there, split_map(1, length, cuts))
    starts = [Decimal(0), *[end for _, end in cuts]]
    parts = [(key, end - start, False) for (key, end), start in zip(cuts, starts, strict=False)]
    back = [p for part in carried.found for p in reproject(part, merge_map(9, parts)).found]
    assert joined(back) == (Position(9, there.from_m, there.to_m, there.side, there.lane),)


@given(st.data())
def test_turning_a_segment_twice_changes_nothing(data):
    length = cm(data.draw(centimetres))
    there = data.draw(a_position(length))
    turned = reproject(there, merge_map(2, [(1, length, True)])).found
    assert turned[0].side is there.side.turned
    assert reproject(turned[0], merge_map(1, [(2, length, True)])).found == (there,)


@given(st.data())
def test_joined_stretches_lie_apart_and_cover_what_was_given(data):
    length = cm(data.draw(centimetres))
    these = data.draw(st.lists(a_position(length), max_size=6))
    whole = [Position(p.segment, p.from_m, p.to_m) for p in these]
    found = joined(whole)
    assert all(before.to_m < after.from_m for before, after in pairwise(found))
    assert all(any(one.from_m <= p.from_m and p.to_m <= one.to_m for one in found) for p in whole)


@given(st.data())
def test_sharing_ground_is_mutual(data):
    length = cm(data.draw(centimetres))
    one, other = data.draw(a_position(length)), data.draw(a_position(length))
    assert one.overlaps(other) == other.overlaps(one)
    shared = one.shared_with(other)
    if shared is not None:
        assert shared.length_m <= min(one.length_m, other.length_m)


def test_left_and_right_do_not_meet_but_both_meets_each():
    left, right = Position(1, 0, 10, Side.LEFT), Position(1, 0, 10, Side.RIGHT)
    assert not left.overlaps(right)
    assert Position(1, 5, 20).shared_with(left) == Position(1, 5, 10, Side.LEFT)
    assert not Position(1, 10, 20).overlaps(Position(1, 0, 10))


@pytest.mark.parametrize(
    "told", [{"from_m": 5, "to_m": 4}, {"from_m": -1, "to_m": 4}, {"from_m": 0, "to_m": 4, "lane": 1}]
)
def test_an_unlawful_position_is_refused(told):
    with pytest.raises(UnlawfulPositionError):
        Position(segment=1, **{key: Decimal(value) if key != "lane" else value for key, value in told.items()})


def test_metres_without_a_successor_are_named_lost():
    carried = reproject(Position(1, 0, 30), split_map(1, Decimal(100), [(2, Decimal(20)), (3, Decimal(100))])[1:])
    assert carried.lost == ((Decimal(0), Decimal("20.00")),)
    assert not carried.is_whole


@pytest.mark.parametrize(
    ("geometry", "code"),
    [
        (shapely.Point(42.32, 69.6), "swapped"),
        (shapely.Point(0, 0), "null_island"),
        (shapely.Point(0.001, -0.002), "null_island"),
        (shapely.Point(76.9, 43.2), "outside"),
        (shapely.Point(7_746_000, 5_210_000), "wrong_crs"),
        (not_a_number(), "not_a_number"),
        (shapely.LineString([(LON, LAT), (LON, LAT)]), "zero_length"),
        (shapely.Polygon([(69.5, 42.3), (69.6, 42.4), (69.6, 42.3), (69.5, 42.4)]), "self_crossing"),
        (shapely.Point(), "empty"),
        (None, "empty"),
    ],
)
def test_each_fault_is_recognised(geometry, code):
    assert [fault.code for fault in faults.faults_of(geometry, city=CITY)] == [code]


def test_a_good_place_has_no_fault():
    assert not list(faults.faults_of(shapely.Point(LON, LAT), city=CITY))
    assert not list(faults.faults_of(line(0, 1), city=CITY, kinds=faults.LINES))


def test_every_fault_speaks_three_languages():
    for fault in faults.FAULTS.values():
        assert all((fault.sentence.kk, fault.sentence.ru, fault.sentence.en))


def test_an_unclosed_ring_is_seen_before_a_library_closes_it():
    ring = [[0, 0], [0, 1], [1, 1], [1, 0]]
    assert [fault.code for fault in faults.ring_faults([ring])] == ["unclosed_ring"]
    assert not list(faults.ring_faults([[*ring, ring[0]]]))


def test_the_same_line_drawn_backwards_is_a_duplicate():
    seen = faults.Seen()
    assert seen.place(line(0, 1), 1) is None
    assert seen.place(shapely.reverse(line(0, 1)), 2) == 1


def test_names_meet_across_scripts_and_spellings():
    assert folded("Тәуке хан") == folded("Тауке хан") == folded("Tauke khan")
    assert folded("Ұлы Жібек жолы") == folded("Uly Jibek joly") == folded("Улы Жибек Жолы")


def test_the_name_says_what_kind_of_street_it_is():
    assert street_kind(Translated(kk="Тәуке хан даңғылы")) is StreetKind.AVENUE
    assert street_kind(Translated(ru="мкр. Улагат")) is StreetKind.QUARTER
    assert street_kind(Translated(kk="Қазыбек би көшесі", ru="улица Казыбек би")) is StreetKind.STREET


def test_adverts_and_one_place_under_two_names_are_doubtful():
    found = doubts_of(
        [
            Point("1", "school", "Реклама 42", 69.60, 42.3),
            Point("2", "school", "ALEM мектебі", 69.61, 42.3),
            Point("3", "school", "Алем мектеп", 69.61, 42.3),
            Point("4", "school", "Учебный центр", 69.62, 42.3),
            Point("5", "school", "№ 8 гимназия", 69.63, 42.3),
        ]
    )
    assert {key: doubts[0].code for key, doubts in found.items()} == {
        "1": "advert",
        "3": "same_twice",
        "4": "not_this_kind",
    }


def test_a_code_tells_its_parent():
    known = {"790000000", "791110000", "100000000", "101000000", "101010000"}
    assert kato.parent_of("791110000", known) == "790000000"
    assert kato.parent_of("101010000", known) == "101000000"
    assert kato.parent_of("790000000", known) == ""
    assert not kato.is_code("79111000")
    assert not kato.is_code("٧٩١١١٠٠٠٠")


def test_ways_are_cut_where_another_meets_them():
    pieces = cut_at_junctions(
        [Way(1, (1, 2, 3, 4), {"highway": "residential"}), Way(2, (9, 3, 8), {"highway": "service"})]
    )
    assert [piece.source_id for piece in pieces] == ["1/1-3", "1/3-4", "2/9-3", "2/3-8"]


def test_parallel_pieces_between_the_same_nodes_have_their_own_keys():
    pieces = cut_at_junctions([Way(1, (1, 2, 3, 1, 5, 3), {"highway": "service"}), Way(2, (3, 7), {})])
    keys = [piece.source_id for piece in pieces]
    assert len(keys) == len(set(keys))


def test_one_name_far_apart_is_two_streets():
    name = Translated(kk="Мектеп көшесі")
    near = [(name, segment_entry("a", 0, 1)), (name, segment_entry("b", 1, 2))]
    far = (name, segment_entry("c", 0, 1, lat=LAT + 0.1))
    streets = gather_streets("osm", [*near, far])
    assert sorted(len(street.segments) for street in streets) == [1, 2]


def test_segments_are_numbered_along_the_street():
    mixed = [segment_entry("c", 4, 6), segment_entry("a", 0, 2), segment_entry("b", 2, 4)]
    assert [segment.source_id for segment in in_order(mixed)] == ["a", "b", "c"]


def test_a_cut_line_is_traced_to_its_parts():
    whole = line(0, 2, 4)
    long, half = Decimal(str(round(length_m(whole), 2))), Decimal(str(round(length_m(line(0, 2)), 2)))
    found = successions(
        [Traced(1, whole, long)],
        [
            Traced(2, line(0, 2), half),
            Traced(3, shapely.reverse(line(2, 4)), half),
            Traced(4, line(0, 2, lat=LAT + 0.01), half),
        ],
    )
    assert [(share.successor, share.is_turned) for share in found] == [(2, False), (3, True)]
    assert found[0].to_m == found[1].from_m == half
    assert found[1].to_m == long


def test_a_crossing_street_is_not_a_successor():
    crossing = shapely.LineString([(LON + 0.001, LAT - 0.001), (LON + 0.001, LAT + 0.001)])
    assert trace(Traced(1, line(0, 2), Decimal(164)), Traced(2, crossing, Decimal(222))) is None


def test_a_point_beside_a_line_knows_its_metre_and_side():
    foot = foot_on(line(0, 2), LON + 0.001, LAT + 0.0001)
    assert foot.side is Side.LEFT
    assert foot.metre == pytest.approx(length_m(line(0, 1)), abs=0.1)
    assert foot.distance_m == pytest.approx(11.1, abs=0.1)
    assert foot_on(line(0, 2), LON + 0.001, LAT - 0.0001).side is Side.RIGHT


def test_lengths_agree_with_the_ellipsoid():
    import pyproj

    exact = pyproj.Geod(ellps="WGS84").geometry_length(line(0, 50))
    assert length_m(line(0, 50)) == pytest.approx(exact, rel=1e-4)
