"""A sample: how many units by the last survey's deviation, of what size, and how a survey kept to the lot."""

import io
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.urls import reverse

from qala.kernel.actors import Job
from qala.kernel.clock import today
from qala.kernel.refusals import Refusal
from qala.people.tests.conftest import signed_in
from qala.people.tests.factories import AppointmentFactory
from qala.places.rules.position import Position, Side
from qala.places.tests.factories import a_segment
from qala.roads.actions.ratings import Procedure, Seen, load_curves, record_rating
from qala.roads.actions.surveys import draw_sample, record_survey
from qala.roads.loaders.curve_files import SHIPPED, name_of, read_curves
from qala.roads.loaders.surveys import COLUMNS, read_survey
from qala.roads.models import Rating, SampleDraw, SampleUnit, Survey
from qala.roads.rules.sampling import Sample, kept, spread_of, units_needed
from qala.roads.rules.surfaces import Severity, Surface
from qala.roads.rules.survey_sheet import Outing, UnitSheet, fault_of
from qala.roads.rules.surveyed import Found

pytestmark = pytest.mark.django_db
BY = Job("roads.tests")
DAY = date(2026, 6, 1)
ENGLISH = {"accept-language": "en"}
UNITS = 8


def a_unit(segment, number, cracked=0, *, size=200, section=2_000, additional=False, surface=Surface.ASPHALT):
    """The unit of that number, of eight; so many m² of it are cracked all over."""
    length = segment.measured_length_m / UNITS
    there = Position(segment.pk, length * (number - 1) + 1, length * number - 1, Side.BOTH)
    found = (Found("alligator", Severity.HIGH, Decimal(cracked)),) if cracked else ()
    return UnitSheet(number, there, surface, Decimal(size), Decimal(section), additional, found)


def surveyed(*units, on=DAY, curves=True) -> Survey:
    told = read_curves() if curves else None
    return record_survey(by=BY, outing=Outing(on), units=units, curves=told, curves_name=name_of(read_curves()))


def drawn(segment, total=UNITS, on=DAY, surface=Surface.ASPHALT) -> SampleDraw:
    return draw_sample(by=BY, segment=segment, surface=surface, total=total, on=on)


def apart(segment, on=DAY, last=180) -> Survey:
    """A survey of two units that lie far apart."""
    return surveyed(a_unit(segment, 1), a_unit(segment, 2, last), on=on)


# ---- how many -------------------------------------------------------------------------------------------------


def test_the_deviation_is_of_a_sample_and_needs_two_units():
    assert spread_of([Decimal(70), Decimal(80), Decimal(90)]) == 10
    assert (spread_of([Decimal(70), Decimal(80)]), spread_of([Decimal(70)])) == (Decimal("7.07"), None)


def test_the_number_is_reckoned_by_the_deviation_of_the_last_survey():
    segment = a_segment()
    first = drawn(segment, 100, date(2026, 1, 1))
    assert (first.spread, first.spread_from, first.needed) == (10, None, 14)
    assert drawn(segment, 30, date(2026, 1, 2), Surface.CONCRETE).spread == 15
    apart(segment, date(2026, 2, 1), last=60)
    survey = apart(segment, date(2026, 3, 1))
    surveyed(a_unit(segment, 1), on=date(2026, 4, 1))
    surveyed(a_unit(segment, 1), a_unit(segment, 2, 90), on=date(2026, 4, 2), curves=False)
    second = drawn(segment, 100)
    pcis = survey.units.values_list("pci", flat=True)
    assert (second.spread, second.spread_from) == (spread_of(list(pcis)), survey)
    assert second.needed == units_needed(100, second.spread) > 14
    assert drawn(segment, 30, date(2026, 6, 2), Surface.CONCRETE).spread_from is None
    assert drawn(segment, 100, date(2026, 2, 28)).spread_from.surveyed_on == date(2026, 2, 1)


def test_an_oddity_tells_nothing_of_the_deviation():
    segment = a_segment()
    surveyed(a_unit(segment, 1), a_unit(segment, 2, 20, size=20, additional=True))
    assert drawn(segment).spread_from is None


def test_a_demonstration_no_longer_tells_a_city_with_curves_of_its_own_how_many():
    segment = a_segment()
    survey = apart(segment)
    assert drawn(segment).spread_from == survey
    own = SHIPPED.read_text("utf-8").replace('"synthetic": true', '"synthetic": false')
    load_curves(by=BY, text=own)
    assert drawn(segment, on=date(2026, 6, 2)).spread_from is None


# ---- how large ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("surface", "size", "section", "additional", "fault"),
    [
        (Surface.ASPHALT, 135, 2_000, False, ""), (Surface.ASPHALT, 315, 2_000, False, ""),
        (Surface.ASPHALT, 134, 2_000, False, "no_unit_size"), (Surface.ASPHALT, 316, 2_000, False, "no_unit_size"),
        (Surface.CONCRETE, 12, 90, False, ""), (Surface.CONCRETE, 29, 90, False, "no_unit_size"),
        (Surface.ASPHALT, 60, 60, False, ""), (Surface.ASPHALT, 400, 400, False, "no_unit_size"),
        (Surface.ASPHALT, 3, 2_000, True, ""), (Surface.GRAVEL, 3, 2_000, False, ""),
    ],
)  # fmt: skip
def test_a_drawn_unit_of_unlawful_size_is_refused(surface, size, section, additional, fault):
    segment = a_segment()
    unit = a_unit(segment, 1, size=size, section=section, additional=additional, surface=surface)
    assert fault_of(unit, segment.measured_length_m) == fault
    if fault:
        with pytest.raises(Refusal, match="1") as trouble:
            surveyed(unit)
        assert trouble.value.code == fault
        assert not Survey.objects.exists()


def test_a_file_tells_the_line_of_a_unit_of_unlawful_size(tmp_path):
    a_segment()
    path = tmp_path / "survey.csv"
    rows = ["tauke-1,0,20,asphalt,200,2000,,,", "tauke-1,20,60,asphalt,400,2000,,,"]
    path.write_text("\n".join([",".join(COLUMNS), *rows]) + "\n", "utf-8")
    read = read_survey(path)
    assert [(one.line, one.reason) for one in read.refused] == [(3, "no_unit_size")]
    assert len(read.units) == 1


# ---- how it was kept ------------------------------------------------------------------------------------------


def test_a_unit_is_known_by_where_its_middle_lies():
    sample = Sample(total=8, needed=4, every=2, start=2)
    assert [sample.unit_at(Decimal(share)) for share in ("0", "0.124", "0.126", "0.99", "1")] == [1, 1, 2, 8, 8]
    told = kept(sample, [(number, Decimal(80)) for number in sample.units])
    assert (told.is_as_drawn, told.is_enough, told.asked, told.seen) == (True, True, 1, 4)
    alone = kept(sample, [(2, None)])
    assert (alone.is_as_drawn, alone.is_enough, alone.spread, alone.asked) == (False, True, None, 0)


def test_a_survey_that_is_not_as_drawn_says_so_and_is_taken_all_the_same():
    segment = a_segment()
    sample = drawn(segment)
    assert sample.sample.units == (1, 2, 3, 4, 5, 6)
    odd = a_unit(segment, 8, 20, size=20, additional=True)
    survey = surveyed(*(a_unit(segment, number) for number in (1, 2, 3, 7)), odd)
    [(where, draw, told)] = survey.kept
    assert (where, draw) == (segment.pk, sample.pk)
    assert (told.seen, told.drawn, told.others, told.units, told.is_as_drawn) == (3, 6, 1, 4, False)
    assert Rating.objects.filter(survey=survey).exists()
    whole = surveyed(*(a_unit(segment, number) for number in range(1, 7)), on=date(2026, 6, 2))
    assert [told.is_as_drawn for _segment, _draw, told in whole.kept] == [True]


def test_a_survey_before_the_draw_or_of_another_surface_is_not_laid_beside_it():
    segment = a_segment()
    drawn(segment)
    assert surveyed(a_unit(segment, 1), on=date(2026, 5, 31)).sampling == []
    assert surveyed(a_unit(segment, 1, size=20, section=90, surface=Surface.CONCRETE)).sampling == []


def test_a_survey_whose_deviation_asks_for_more_units_says_so():
    segment = a_segment()
    drawn(segment)
    [(_segment, _draw, told)] = apart(segment).kept
    assert (told.units, told.asked, told.is_enough) == (2, units_needed(UNITS, Decimal(str(told.spread))), False)
    assert told.asked > 6


def test_the_pages_tell_the_lot_the_deviation_and_what_was_not_kept():
    segment = a_segment()
    desk = signed_in(AppointmentFactory(role="auditor").person)
    before, sample = apart(segment, date(2026, 1, 1)), drawn(segment)
    survey = surveyed(a_unit(segment, 1), a_unit(segment, 2, 180))
    page = desk.get(reverse("roads:desk_drawn", args=[sample.pk]), headers=ENGLISH)
    told = page.content.decode()
    assert reverse("roads:desk_survey", args=[before.pk]) in told
    assert [number for number, _from, _to in page.context["units"]] == list(sample.sample.units)
    assert f"not as drawn: 2 of {sample.needed}" in told
    address = reverse("roads:desk_survey", args=[survey.pk])
    told = desk.get(address, headers=ENGLISH).content.decode()
    assert f"not as drawn: 2 of {sample.needed}" in told
    assert "2 of 8 units asked for" in told
    csv = desk.get(address + "?format=csv", headers=ENGLISH).content.decode()
    assert f"2 of {sample.needed}" in csv
    assert reverse("roads:desk_drawn", args=[sample.pk]) in desk.get(reverse("roads:desk_condition")).content.decode()


def test_a_first_draw_says_that_its_deviation_is_assumed():
    sample = drawn(a_segment())
    desk = signed_in(AppointmentFactory(role="auditor").person)
    told = desk.get(reverse("roads:desk_drawn", args=[sample.pk]), headers=ENGLISH).content.decode()
    assert "assumed, as no survey before" in told


# ---- when -----------------------------------------------------------------------------------------------------


def test_a_day_to_come_is_refused_by_the_actions():
    segment, later = a_segment(), today() + timedelta(days=1)
    with pytest.raises(Refusal) as trouble:
        surveyed(a_unit(segment, 1), on=later)
    assert trouble.value.code == "future_survey"
    with pytest.raises(Refusal) as trouble:
        record_rating(
            by=BY, outing=Outing(later), procedure=Procedure.IRI,
            seen=[Seen(a_unit(segment, 1).position, Decimal(3))],
        )  # fmt: skip
    assert trouble.value.code == "future_survey"
    assert surveyed(a_unit(segment, 1), on=today()).surveyed_on == today()
    assert SampleUnit.objects.count() == 1


def test_a_day_to_come_is_refused_beside_its_field_and_by_the_command(tmp_path):
    segment = a_segment()
    later = (today() + timedelta(days=1)).isoformat()
    inspector = signed_in(AppointmentFactory(role="road_inspector").person)
    rows = ",".join(COLUMNS) + "\ntauke-1,0,20,asphalt,200,2000,,,\n"
    outing = {"surveyed_on": later, "kind": "yearly", "device": "", "calibrated_on": "", "crew": ""}
    file = {"kind_of_file": "survey", "file": SimpleUploadedFile("a.csv", rows.encode())}
    where = f"?street={segment.street_id}"
    sheet = {
        "segment": segment.pk, "side": "both", "section": "2000", "u0_from_m": "0", "u0_to_m": "20", "u0_size": "200",
    }  # fmt: skip
    for name, query, more in (
        ("desk_condition_file", "", file),
        ("desk_sheet", f"{where}&units=1", sheet | {"record": "1"}),
        ("desk_rating", where, {"procedure": "iri", "value": "3", "segment": segment.pk, "side": "both"}),
    ):
        page = inspector.post(reverse(f"roads:{name}") + query, outing | more)
        assert page.status_code == 422
        assert "surveyed_on" in page.context["form"].errors
    path = tmp_path / "survey.csv"
    path.write_text(rows, "utf-8")
    with pytest.raises(CommandError):
        call_command("load_roads", "survey", str(path), "--on", later, stdout=io.StringIO())
    assert not Survey.objects.exists()
