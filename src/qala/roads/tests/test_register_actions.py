"""The register as rows: nothing overlaps, nothing lies beyond its segment, any day can be asked."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from qala.journal.models import Entry as JournalEntry
from qala.kernel.announcements import deliver_waiting
from qala.kernel.refusals import Refusal
from qala.people.tests.factories import AppointmentFactory, PersonFactory
from qala.places.actions import merge_segments, split_segment
from qala.places.models import Segment
from qala.places.rules.position import Side
from qala.places.tests.factories import a_segment, a_street
from qala.roads.actions.drafting import carry_over, draft_carriageways
from qala.roads.actions.register import (
    register_carriageways,
    register_elements,
    register_layers,
    register_lines,
    register_structures,
)
from qala.roads.models import BuriedLine, Carriageway, Element, Layer, Structure
from qala.roads.tests.factories import ASPHALT, GRAVEL, KEEPER, SINCE, a_carriageway, entry

pytestmark = pytest.mark.django_db
NEXT = date(2025, 5, 1)


def present():
    return [(row.from_m, row.to_m, row.surface) for row in Carriageway.objects.present().order_by("from_m")]


def test_an_engineer_may_write_and_a_stranger_may_not():
    segment = a_segment()
    register_carriageways(by=AppointmentFactory(role="road_engineer").person, entries=[entry(segment)])
    with pytest.raises(Refusal) as told:
        register_carriageways(by=PersonFactory(), entries=[entry(segment, since=NEXT, facts=GRAVEL)])
    assert told.value.status == 403
    assert Carriageway.objects.count() == 1


def test_it_is_recorded():
    row = a_carriageway()
    written = JournalEntry.objects.get(verb="roads.carriageways.registered")
    assert written.facts["added"] == 1
    assert [member.object for member in written.members.all()] == [f"roads.carriageway:{row.pk}"]


def test_the_register_can_be_asked_as_of_any_day():
    segment = a_segment()
    a_carriageway(segment, facts=GRAVEL)
    a_carriageway(segment, since=NEXT)
    surfaces = [
        [row.surface for row in Carriageway.objects.on(day)]
        for day in (date(2024, 5, 31), SINCE, date(2025, 4, 30), NEXT, date(2026, 1, 1))
    ]
    assert surfaces == [[], ["gravel"], ["gravel"], ["asphalt"], ["asphalt"]]


def test_a_newer_stretch_leaves_what_it_does_not_cover():
    segment = a_segment()
    a_carriageway(segment, facts=GRAVEL)
    a_carriageway(segment, from_m=40, to_m=100, since=NEXT)
    end = segment.measured_length_m
    assert present() == [(0, 40, "gravel"), (40, 100, "asphalt"), (100, end, "gravel")]
    assert Carriageway.objects.present().filter(carried_from__isnull=False).count() == 2


def test_two_newer_stretches_leave_the_middle():
    segment = a_segment()
    a_carriageway(segment, facts=GRAVEL)
    rows = [entry(segment, 0, 40, since=NEXT), entry(segment, 60, 100, since=NEXT)]
    register_carriageways(by=KEEPER, entries=rows)
    spans = [(a, b) for a, b, surface in present() if surface == "gravel"]
    assert spans == [(40, 60), (100, segment.measured_length_m)]


def test_the_same_twice_changes_nothing():
    segment = a_segment()
    a_carriageway(segment)
    taken = register_carriageways(by=KEEPER, entries=[entry(segment, since=NEXT)])
    assert (taken.same, taken.added, taken.ended) == (1, [], [])


def test_overlapping_references_of_one_file_are_turned_away_with_their_line():
    segment = a_segment()
    rows = [entry(segment, 0, 60, line="2"), entry(segment, 50, 90, line="3"), entry(segment, 60, 90, line="4")]
    taken = register_carriageways(by=KEEPER, entries=rows)
    assert [(row.line, row.code) for row in taken.turned] == [("3", "overlapping_references")]
    assert len(taken.added) == 2


@pytest.mark.parametrize(
    ("told", "code"),
    [
        ({"to_m": 100_000}, "beyond_segment"),
        ({"since": date(2020, 1, 1)}, "later_row_there"),
        ({"side": Side.LEFT, "since": NEXT}, "one_side_of_both"),
    ],
)
def test_what_cannot_lie_there_is_turned_away(told, code):
    segment = a_segment()
    a_carriageway(segment)
    taken = register_carriageways(by=KEEPER, entries=[entry(segment, facts=GRAVEL, line="7", **told)])
    assert [(row.line, row.code) for row in taken.turned] == [("7", code)]
    assert taken.added == []


def test_a_row_of_an_unknown_segment_is_turned_away():
    segment = a_segment()
    stranger = Segment(pk=segment.pk + 10_000, measured_length_m=Decimal(50))
    taken = register_carriageways(by=KEEPER, entries=[entry(stranger, line="9")])
    assert [row.code for row in taken.turned] == ["unknown_segment"]


def test_two_sides_may_be_apart():
    segment = a_segment()
    rows = [entry(segment, side=Side.LEFT), entry(segment, side=Side.RIGHT, facts=GRAVEL)]
    assert len(register_carriageways(by=KEEPER, entries=rows).added) == 2


def _copy(row, **told):
    row.pk, row._state.adding = None, True
    for name, value in told.items():
        setattr(row, name, value)
    with transaction.atomic():
        row.save(force_insert=True)


def test_the_database_refuses_what_actions_would():
    row = a_carriageway()
    with pytest.raises(IntegrityError, match="one_carriageway_at_a_place_and_time"):
        _copy(Carriageway.objects.get(pk=row.pk))
    with pytest.raises(IntegrityError, match="one_carriageway_at_a_place_and_time"):
        _copy(Carriageway.objects.get(pk=row.pk), side="left", from_m=Decimal(10), to_m=Decimal(20))
    with pytest.raises(IntegrityError, match="lies beyond the end"):
        _copy(Carriageway.objects.get(pk=row.pk), from_m=row.to_m, to_m=row.to_m + 1)
    with pytest.raises(IntegrityError, match="carriageway_width_is_lawful"):
        _copy(Carriageway.objects.get(pk=row.pk), valid_to=row.valid_from, width_max_m=Decimal(1))
    with pytest.raises(IntegrityError, match="carriageway_ends_after_it_begins"):
        _copy(Carriageway.objects.get(pk=row.pk), valid_to=date(2020, 1, 1))


def test_sides_of_one_place_are_apart_for_the_database_too():
    left = a_carriageway(side=Side.LEFT)
    _copy(Carriageway.objects.get(pk=left.pk), side="right")
    with pytest.raises(IntegrityError, match="one_carriageway_at_a_place_and_time"):
        _copy(Carriageway.objects.get(pk=left.pk), side="both")


def test_layers_of_different_orders_lie_on_one_another():
    segment = a_segment()
    top, base = {"order": 1, "material": "asphalt", "laid_year": 2024}, {"order": 2, "material": "crushed stone"}
    register_layers(by=KEEPER, entries=[entry(segment, facts=top), entry(segment, facts=base)])
    taken = register_layers(by=KEEPER, entries=[entry(segment, since=NEXT, facts={**top, "laid_year": 2025})])
    assert (len(taken.added), len(taken.ended)) == (1, 1)
    assert [row.laid_year for row in Layer.objects.on(NEXT).order_by("order")] == [2025, None]


def test_elements_structures_and_lines_are_known_by_their_key():
    segment = a_segment()
    lamp = {"kind": "lamp", "quantity": Decimal(1), "unit": "pc"}
    first = register_elements(by=KEEPER, entries=[entry(segment, 5, 5, facts=lamp, source_id="L1")])
    again = register_elements(by=KEEPER, entries=[entry(segment, 5, 5, facts=lamp, source_id="L1", since=NEXT)])
    moved = register_elements(by=KEEPER, entries=[entry(segment, 9, 9, facts=lamp, source_id="L1", since=NEXT)])
    assert (len(first.added), again.same, len(moved.added), len(moved.ended)) == (1, 1, 1, 1)
    assert [row.from_m for row in Element.objects.on(NEXT)] == [9]
    twice = [entry(segment, at, at, facts=lamp, source_id="L2", line=str(at)) for at in (1, 2)]
    assert [row.code for row in register_elements(by=KEEPER, entries=twice).turned] == ["same_key"]
    register_structures(by=KEEPER, entries=[entry(segment, 10, 14, facts={"kind": "bridge"}, source_id="B")])
    register_lines(by=KEEPER, entries=[entry(segment, facts={"kind": "water", "line_key": "networks.line:5"})])
    assert Structure.objects.present().count() == BuriedLine.objects.present().count() == 1


def test_a_map_lets_us_guess_and_the_guess_is_named():
    a_street()
    taken = draft_carriageways(by=KEEPER, on=SINCE)
    assert len(taken.added) == 2
    row = Carriageway.objects.first()
    assert row.basis == "assumed"
    assert {"width_min_m", "category", "surface", "lanes"} <= set(row.assumed)
    assert draft_carriageways(by=KEEPER, on=SINCE).added == []


def test_what_was_measured_replaces_the_guess():
    segment = a_segment()
    draft_carriageways(by=KEEPER, on=SINCE)
    register_carriageways(by=KEEPER, entries=[entry(segment, since=SINCE, facts=ASPHALT)])
    row = Carriageway.objects.on(SINCE).get(segment=segment)
    assert (row.basis, row.assumed) == ("measured", [])


def test_what_lies_on_a_cut_segment_lives_on_in_its_parts():
    segment = a_segment()
    a_carriageway(segment)
    lamp = {"kind": "lamp", "quantity": Decimal(1), "unit": "pc"}
    kerb = {"kind": "kerb", "quantity": Decimal(100), "unit": "m", "replacement_tiyn": 1_000_000}
    register_elements(by=KEEPER, entries=[entry(segment, 60, 60, facts=lamp), entry(segment, 0, 100, facts=kerb)])
    split_segment(by=KEEPER, segment=segment, at_m=[Decimal(50)])
    deliver_waiting()
    deliver_waiting()
    rows = [(row.segment.source_id, row.from_m, row.to_m) for row in Carriageway.objects.present().order_by("pk")]
    end = segment.measured_length_m
    assert rows == [("tauke-1.1", 0, 50), ("tauke-1.2", 0, end - 50)]
    assert Element.objects.present().get(kind="lamp").from_m == 10
    kerbs = Element.objects.present().filter(kind="kerb").order_by("pk")
    assert [(row.quantity, row.replacement_tiyn) for row in kerbs] == [(50, 500_000), (50, 500_000)]
    assert JournalEntry.objects.filter(verb="roads.rows.carried").count() == 1


def test_what_lies_on_joined_segments_lies_in_a_row():
    a_street()
    segments = list(Segment.objects.order_by("order"))
    register_carriageways(by=KEEPER, entries=[entry(segments[0]), entry(segments[1], facts=GRAVEL)])
    merge_segments(by=KEEPER, segments=segments)
    carried = carry_over(by=KEEPER)
    first = segments[0].measured_length_m
    assert present() == [(0, first, "asphalt"), (first, first + segments[1].measured_length_m, "gravel")]
    assert (carried.added, carried.ended, carried.lost_m) == (2, 2, 0)
    assert carry_over(by=KEEPER).added == 0


def test_one_file_may_tell_a_history():
    segment = a_segment()
    rows = [entry(segment, 0, 60, since=NEXT), entry(segment, facts=GRAVEL)]
    taken = register_carriageways(by=KEEPER, entries=rows)
    assert taken.turned == []
    assert present() == [(0, 60, "asphalt"), (60, segment.measured_length_m, "gravel")]
    assert [row.surface for row in Carriageway.objects.on(SINCE)] == ["gravel"]


def test_what_is_turned_away_cuts_nothing():
    segment = a_segment()
    a_carriageway(segment, facts=GRAVEL)
    rows = [entry(segment, 0, 40, since=NEXT), entry(segment, 60, 90, since=NEXT, side=Side.LEFT, line="3")]
    taken = register_carriageways(by=KEEPER, entries=rows)
    assert [row.code for row in taken.turned] == ["one_side_of_both"]
    assert present() == [(0, 40, "asphalt"), (40, segment.measured_length_m, "gravel")]
