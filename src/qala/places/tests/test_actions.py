"""Every change: allowed, refused, recorded; and the same place brought twice stays the same place."""

from datetime import date
from decimal import Decimal

import pytest
import shapely
from django.db import IntegrityError, transaction

from qala.journal.models import Entry, Member
from qala.kernel.actors import RESIDENT
from qala.kernel.refusals import Forbidden, Refusal
from qala.kernel.translated import Translated
from qala.places import actions
from qala.places.models import District, KatoUnit, Landmark, Population, Segment, Street, Succession
from qala.places.queries import reprojected
from qala.places.queries.differences import street_changes
from qala.places.rules.entries import AddressEntry, KatoEntry, OneWay, PopulationEntry, RoadClass
from qala.places.rules.position import Position, Side
from qala.places.tests.factories import (
    LAT,
    LOADER,
    LON,
    a_district,
    a_segment,
    a_street,
    district_entry,
    landmark_entry,
    line,
    segment_entry,
    street_entry,
)

pytestmark = pytest.mark.django_db

BULK = [
    (actions.register_kato, [KatoEntry("790000000", "oblast", "1", Translated(kk="Шымкент"), "v")], "kato_units"),
    (actions.register_populations, [PopulationEntry("790000000", 5, "https://stat.gov.kz/")], "populations"),
    (actions.register_districts, [district_entry()], "districts"),
    (actions.register_streets, [street_entry()], "streets"),
    (actions.register_landmarks, [landmark_entry()], "landmarks"),
    (actions.register_addresses, [AddressEntry("register", "a1", "tauke", "7", LON, LAT)], "addresses"),
]


@pytest.mark.parametrize(("action", "entries", "noun"), BULK)
def test_a_stranger_may_not_register(action, entries, noun):
    with pytest.raises(Forbidden):
        action(by=RESIDENT, entries=entries)
    assert not Entry.objects.filter(verb=f"places.{noun}.registered").exists()


@pytest.mark.parametrize(("action", "entries", "noun"), BULK)
def test_registering_is_recorded(action, entries, noun):
    action(by=LOADER, entries=entries)
    assert Entry.objects.get(verb=f"places.{noun}.registered").actor == "job:places.tests"


def test_streets_brought_again_keep_their_identity():
    first = a_street()
    segments = list(Segment.objects.values_list("pk", flat=True))
    done = actions.register_streets(by=LOADER, entries=[street_entry()], complete=True)
    assert Street.objects.get() == first
    assert list(Segment.objects.values_list("pk", flat=True)) == segments
    assert done.streets_changed == done.segments_changed == done.segments_closed == []


def test_a_new_key_on_the_same_ground_is_the_same_segment_and_street():
    street = a_street()
    before = set(Segment.objects.values_list("pk", flat=True))
    renamed = street_entry(
        key="other", kk="Абай даңғылы", segments=[segment_entry("x", 2, 0), segment_entry("y", 2, 4)]
    )
    actions.register_streets(by=LOADER, entries=[renamed], complete=True)
    assert set(Segment.objects.values_list("pk", flat=True)) == before
    assert Street.objects.get() == street
    assert [name.names.kk for name in street.history.all()] == ["Тәуке хан даңғылы", "Абай даңғылы"]


def test_a_gone_segment_ends_and_its_metres_live_on():
    old = a_segment()
    there = Position(old.pk, Decimal(10), Decimal(150), Side.LEFT)
    parts = [segment_entry("a", 0, 1), segment_entry("b", 2, 1), segment_entry("tauke-2", 2, 4)]
    actions.register_streets(by=LOADER, entries=[street_entry(segments=parts)], complete=True)
    old.refresh_from_db()
    assert old.valid_to is not None
    carried = reprojected(there)
    assert carried.is_whole
    # Drawn lines are measured one by one: their rounding may move a mark by a centimetre a cut.
    assert abs(sum(part.length_m for part in carried.found) - there.length_m) <= Decimal("0.02")
    assert [part.side for part in carried.found] == [Side.LEFT, Side.RIGHT]
    assert Entry.objects.filter(verb="places.segments.succeeded").exists()


def test_nothing_is_closed_by_a_part_of_a_register():
    a_street()
    elsewhere = [segment_entry("other-1", 0, 2, lat=LAT + 0.01)]
    actions.register_streets(by=LOADER, entries=[street_entry(key="other", kk="Абай", segments=elsewhere)])
    assert not Segment.objects.filter(valid_to__isnull=False).exists()


def test_a_measured_length_outlives_a_drawn_one():
    drawn = a_segment()
    segment = actions.measure_segment(by=LOADER, segment=drawn, length_m=Decimal("170.55"))
    done = actions.register_streets(by=LOADER, entries=[street_entry()], complete=True)
    segment.refresh_from_db()
    assert (segment.measured_length_m, segment.valid_to, done.segments_added) == (Decimal("170.55"), None, [])
    with pytest.raises(Refusal) as refusal:
        actions.measure_segment(by=LOADER, segment=segment, length_m=Decimal(17055))
    assert refusal.value.code == "length_far_off"
    with pytest.raises(Forbidden):
        actions.measure_segment(by=RESIDENT, segment=segment, length_m=Decimal(170))
    assert Entry.objects.get(verb="places.segment.measured").facts == {"centimetres": 17055}


def test_a_segment_measured_anew_ends_and_what_lay_on_it_goes_on_by_share():
    drawn = a_segment()
    before, whole = drawn.measured_length_m, Position(drawn.pk, Decimal(0), drawn.measured_length_m)
    measured = actions.measure_segment(by=LOADER, segment=drawn, length_m=Decimal(100))
    drawn.refresh_from_db()
    assert (drawn.measured_length_m, drawn.valid_to is None) == (before, False)
    assert reprojected(whole).found == (Position(measured.pk, Decimal(0), Decimal(100)),)


@pytest.mark.parametrize(
    ("marks", "lat", "kept"),
    [((0, 2.001), LAT, True), ((0, 2), LAT + 0.00001, True), ((0, 1.9), LAT, False), ((0, 2), LAT + 0.0001, False)],
)
def test_a_segment_told_longer_shorter_or_elsewhere_is_succeeded(marks, lat, kept):
    old = a_segment()
    line_before, length = old.line, old.measured_length_m
    told = street_entry(segments=[segment_entry("tauke-1", *marks, lat=lat, order=1), segment_entry("tauke-2", 2, 4, order=2)])
    (shown,) = [one for one in street_changes([told], complete=True).differences() if one.noun == "segments"]
    assert [one.source_id for one in shown.succeeded] == ([] if kept else ["tauke-1"])
    done = actions.register_streets(by=LOADER, entries=[told], complete=True)
    old.refresh_from_db()
    assert (old.line, old.measured_length_m, old.valid_to is None) == (line_before, length, kept)
    assert [row.source_id for row in done.segments_added] == [one.source_id for one in shown.succeeded]
    if not kept:
        (new,) = done.segments_added
        (found,) = reprojected(Position(old.pk, Decimal(0), length)).found
        assert (found.segment, found.to_m <= new.measured_length_m) == (new.pk, True)
        assert found.length_m > new.measured_length_m * Decimal("0.98")


def test_a_told_measure_counts_to_the_centimetre():
    parts = [segment_entry("tauke-1", 0, 2, measured_length_m=Decimal("165.10")), segment_entry("tauke-2", 2, 4)]
    actions.register_streets(by=LOADER, entries=[street_entry(segments=parts)])
    parts[0] = segment_entry("tauke-1", 0, 2, measured_length_m=Decimal("165.12"))
    done = actions.register_streets(by=LOADER, entries=[street_entry(segments=parts)])
    assert [row.measured_length_m for row in done.segments_added] == [Decimal("165.12")]


def test_a_segment_that_leaves_its_street_stays_in_the_past_of_the_old_one():
    old = a_segment()
    other = street_entry("abai", "Абай", "Абая", segments=[segment_entry("tauke-1", 0, 2)])
    rest = street_entry(segments=[segment_entry("tauke-2", 2, 4)])
    actions.register_streets(by=LOADER, entries=[rest, other], complete=True)
    old.refresh_from_db()
    assert (old.street.source_id, old.valid_to is None) == ("tauke", False)
    assert old.successors.get().street.source_id == "abai"


def test_a_segment_drawn_the_other_way_round_keeps_its_ends_and_its_sides():
    old = a_segment()
    back = segment_entry("tauke-1", 2, 0, order=1, oneway=OneWay.ALONG, from_node="b", to_node="a")
    actions.register_streets(by=LOADER, entries=[street_entry(segments=[back, segment_entry("tauke-2", 2, 4, order=2)])])
    row = Segment.objects.present().get(source_id="tauke-1")
    assert (row.pk, row.line) == (old.pk, old.line)
    assert (row.oneway, row.from_node, row.to_node) == ("against", "a", "b")


def test_what_is_written_in_place_is_journaled_as_it_was_and_as_it_is():
    segment = a_segment()
    parts = [segment_entry("tauke-1", 0, 2, order=1, road_class=RoadClass.TERTIARY, surface="тас төселген")]
    actions.register_streets(by=LOADER, entries=[street_entry(segments=parts)])
    facts = Member.objects.filter(object=f"places.segment:{segment.pk}").latest("pk").facts
    assert facts == {"road_class": ["residential", "tertiary"], "surface": ["", "other"]}


def test_a_row_that_could_not_be_taken_has_not_gone():
    a_street()
    part = street_entry(segments=[segment_entry("tauke-1", 0, 2, order=1)])
    done = actions.register_streets(by=LOADER, entries=[part], complete=True, spared=frozenset({"tauke-2"}))
    assert (done.segments_closed, done.streets_closed) == ([], [])
    done = actions.register_streets(by=LOADER, entries=[part], complete=True)
    assert [row.source_id for row in done.segments_closed] == ["tauke-2"]


def test_splitting_and_merging_carry_positions():
    segment = a_segment()
    there = Position(segment.pk, Decimal(20), Decimal(120))
    parts = actions.split_segment(by=LOADER, segment=segment, at_m=[Decimal(50), Decimal(100)])
    assert [part.measured_length_m for part in parts][:2] == [Decimal(50), Decimal(50)]
    assert sum(part.measured_length_m for part in parts) == segment.measured_length_m
    merged = actions.merge_segments(by=LOADER, segments=parts)
    assert reprojected(there).found == (Position(merged.pk, Decimal(20), Decimal(120)),)
    assert Succession.objects.count() == 6
    verbs = set(Entry.objects.values_list("verb", flat=True))
    assert {"places.segment.split", "places.segment.merged"} <= verbs


def test_an_ended_segment_stays_as_it_was():
    segment = a_segment()
    actions.split_segment(by=LOADER, segment=segment, at_m=[Decimal(50)])
    with pytest.raises(Refusal) as ended:
        actions.split_segment(by=LOADER, segment=segment, at_m=[Decimal(60)])
    assert ended.value.code == "segment_has_ended"
    with pytest.raises(Refusal) as apart:
        actions.merge_segments(
            by=LOADER,
            segments=[Segment.objects.get(source_id="tauke-1.1"), Segment.objects.get(source_id="tauke-2")],
        )
    assert apart.value.code == "segments_apart"


CHANGES = {
    "split": lambda segment: actions.split_segment(by=RESIDENT, segment=segment, at_m=[Decimal(50)]),
    "merge": lambda segment: actions.merge_segments(by=RESIDENT, segments=list(segment.street.segments.all())),
    "rename": lambda segment: actions.rename_street(
        by=RESIDENT, street=segment.street, names=Translated(kk="А"), from_on=date(2026, 1, 1), act="1"
    ),
}


@pytest.mark.parametrize("change", CHANGES)
def test_a_stranger_may_not_change_a_street(change):
    segment = a_segment()
    with pytest.raises(Forbidden):
        CHANGES[change](segment)


def test_parts_made_by_hand_survive_the_next_extract():
    segment = a_segment()
    parts = actions.split_segment(by=LOADER, segment=segment, at_m=[Decimal(50)])
    actions.register_streets(by=LOADER, entries=[street_entry()], complete=True)
    kept = Segment.objects.present().filter(pk__in=[part.pk for part in parts])
    assert kept.count() == 2
    assert Segment.objects.present().count() == 3


def test_a_renamed_street_keeps_its_old_name_with_dates():
    street = a_street()
    new = Translated(kk="Жаңа көше", ru="Новая улица")
    actions.rename_street(by=LOADER, street=street, names=new, from_on=date(2026, 9, 1), act="№ 12")
    assert [(name.names.kk, name.until_on) for name in street.history.all()] == [
        ("Тәуке хан даңғылы", date(2026, 9, 1)),
        ("Жаңа көше", None),
    ]
    assert Entry.objects.get(verb="places.street.renamed").object == f"places.street:{street.pk}"


def test_streets_are_placed_in_the_districts_they_cross():
    a_district(code="791110000", west=LON - 0.01, east=LON + 0.002)
    a_district(code="791310000", west=LON + 0.002, east=LON + 0.01)
    assert {district.code for district in a_street().districts.all()} == {"791110000", "791310000"}


def test_a_district_keeps_its_border_when_a_row_brings_none():
    district = a_district()
    actions.register_districts(by=LOADER, entries=[district_entry(area=None)])
    district.refresh_from_db()
    assert district.area.equals(shapely.box(LON - 0.05, LAT - 0.05, LON + 0.05, LAT + 0.05))


def test_a_landmark_gone_from_its_source_closes_and_may_open_again():
    actions.register_landmarks(by=LOADER, entries=[landmark_entry(), landmark_entry(key="school-2", mark=3)])
    actions.register_landmarks(by=LOADER, entries=[landmark_entry()], complete=True)
    assert Landmark.objects.get(source_id="school-2").closed_on is not None
    actions.register_landmarks(by=LOADER, entries=[landmark_entry(key="school-2", mark=3)])
    assert Landmark.objects.get(source_id="school-2").closed_on is None


def test_kato_knows_parents_and_population_is_not_reconciled():
    names = Translated(kk="х")
    actions.register_kato(
        by=LOADER,
        entries=[
            KatoEntry("791110000", "sub_district", "1", names, "v"),
            KatoEntry("790000000", "oblast", "1", names, "v"),
        ],
    )
    assert KatoUnit.objects.get(code="791110000").parent.code == "790000000"
    for people in (10, 12):
        actions.register_populations(by=LOADER, entries=[PopulationEntry("790000000", people, "https://stat.gov.kz/")])
    assert Population.objects.get().people == 12
    assert not District.objects.exists()


def test_the_wrong_thing_is_unstorable():
    segment = a_segment()
    for wrong in ({"measured_length_m": 0}, {"oneway": "sideways"}, {"valid_to": date(1999, 1, 1)}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Segment.objects.filter(pk=segment.pk).update(**wrong)
    with pytest.raises(IntegrityError), transaction.atomic():
        Segment.objects.create(
            source="register",
            source_id="tauke-1",
            line=line(0, 1),
            measured_length_m=1,
            valid_from=date(2026, 1, 1),
        )
