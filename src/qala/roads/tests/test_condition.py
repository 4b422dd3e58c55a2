"""Surveys come in by line or are turned away by line; what cannot be rated is named; reports become candidates."""

import csv
import json
import os
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from django.conf import settings
from django.db import DatabaseError, transaction

from qala.journal.models import Entry
from qala.kernel.actors import RESIDENT, Job
from qala.kernel.announcements import announce
from qala.kernel.refusals import Forbidden, Refusal
from qala.kernel.translated import Translated
from qala.places.actions import register_streets
from qala.places.models import Segment
from qala.places.rules.entries import SegmentEntry, StreetEntry
from qala.places.rules.position import Position, Side
from qala.places.tests.factories import LAT, LON, a_segment
from qala.roads.actions.defects import confirm_defect, note_candidate, reject_defect
from qala.roads.actions.surveys import draw_sample, fit_wear, record_survey
from qala.roads.hearing import hear_defect
from qala.roads.loaders.condition import load_condition
from qala.roads.loaders.curve_files import SHIPPED, name_of, read_curves
from qala.roads.loaders.panels import read_panel
from qala.roads.loaders.surveys import COLUMNS, read_survey
from qala.roads.models import Defect, Distress, Rating, SampleUnit, Survey
from qala.roads.queries.condition import condition_of
from qala.roads.queries.histories import unlearnt
from qala.roads.queries.passport_condition import condition_told, surveyed_metres
from qala.roads.rules.surfaces import Surface
from qala.roads.rules.survey_sheet import Outing

pytestmark = pytest.mark.django_db
BY = Job("roads.tests")
DAY = date(2026, 6, 1)
SHARED = Path(os.environ.get("QALA_SHARED", settings.SHARED)) / "data/road-condition/syracuse"
shared = pytest.mark.skipif(not SHARED.is_dir(), reason="the shared data are absent (QALA_SHARED)")


def table(tmp_path, *rows, name="survey.csv", columns=(*COLUMNS, "side", "additional")):
    path = tmp_path / name
    lines = [",".join(columns), *(",".join(map(str, row)) for row in rows)]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def row(segment="tauke-1", start=0, end=40, surface="asphalt", size=225, section=1000, distress="alligator",
        severity="low", quantity=20, side="both", additional=""):  # fmt: skip
    return segment, start, end, surface, size, section, distress, severity, quantity, side, additional


def taken(path, outing=None, curves=True):
    read = read_survey(path)
    return record_survey(
        by=BY, outing=outing or Outing(DAY), units=read.units, curves=read_curves() if curves else None,
        curves_name=name_of(read_curves()),
    )  # fmt: skip


def test_a_survey_is_taken_in_rated_and_recorded(tmp_path):
    segment = a_segment()
    survey = taken(table(tmp_path, row(), row(distress="pothole", severity="high", quantity=2), row(start=50, end=90)))
    assert (SampleUnit.objects.count(), Distress.objects.count()) == (2, 3)
    rating = Rating.objects.get()
    assert (rating.segment, rating.survey, rating.units, rating.synthetic) == (segment, survey, 2, True)
    assert rating.curve_set.startswith("synthetic-demo@")
    units = SampleUnit.objects.values_list("pci", flat=True)
    assert float(rating.value) == pytest.approx(float(sum(units)) / 2, abs=0.01)
    assert Entry.objects.filter(verb="roads.survey.recorded").count() == 1


def test_a_stranger_may_not():
    segment = a_segment()
    with pytest.raises(Forbidden):
        draw_sample(by=RESIDENT, segment=segment, surface=Surface.ASPHALT, total=9, on=DAY)
    with pytest.raises(Forbidden):
        record_survey(by=RESIDENT, outing=Outing(DAY), units=[], curves=None)
    with pytest.raises(Forbidden):
        fit_wear(by=RESIDENT, procedure="visual-10", on=DAY)


@pytest.mark.parametrize(
    ("bad", "why"),
    [(row(segment="nowhere"), "unknown_segment"), (row(end=9000), "beyond_segment"), (row(start=30, end=20), "not_a_number"),
     (row(quantity=-1), "quantity_not_positive"), (row(quantity=0), "quantity_not_positive"), (row(quantity="many"), "not_a_number"),
     (row(quantity="nan"), "not_a_number"), (row(quantity=300), "more_than_the_unit"), (row(distress="dragons"), "unknown_distress"),
     (row(severity="awful"), "unknown_word"), (row(severity=""), "unknown_severity"), (row(surface="ice"), "unknown_word"),
     (row(size=0), "wrong_size"), (row(section=10), "wrong_size")],
)  # fmt: skip
def test_a_bad_row_is_turned_away_with_its_line_and_reason(tmp_path, bad, why):
    a_segment()
    read = read_survey(table(tmp_path, row(segment="tauke-2"), bad))
    assert [(one.line, one.reason) for one in read.refused] == [(3, why)]
    assert len(read.units) == 1


def test_units_that_lie_on_one_another_are_turned_away(tmp_path):
    a_segment()
    read = read_survey(table(tmp_path, row(), row(start=30, end=60), row(start=100, end=120)))
    assert [(one.line, one.reason) for one in read.refused] == [(2, "overlapping_references"), (3, "overlapping_references")]
    assert len(read.units) == 1


def test_one_bad_distress_turns_its_whole_unit_away(tmp_path):
    a_segment()
    read = read_survey(table(tmp_path, row(), row(distress="rutting", quantity=-3)))
    assert (read.units, [one.reason for one in read.refused]) == ([], ["quantity_not_positive"])


def test_a_bad_file_is_refused_whole(tmp_path):
    with pytest.raises(Refusal) as trouble:
        read_survey(table(tmp_path, columns=("segment", "from_m")))
    assert trouble.value.code == "missing_column"
    cut = tmp_path / "cut.csv"
    cut.write_bytes((",".join(COLUMNS) + '\n"tauke-1,0,4').encode())
    with pytest.raises(Refusal) as trouble:
        read_survey(cut)
    assert trouble.value.code == "broken_table"
    other = tmp_path / "other.csv"
    other.write_bytes((",".join(COLUMNS) + "\nкөше").encode("utf-16"))
    with pytest.raises(Refusal) as trouble:
        read_survey(other)
    assert trouble.value.code == "wrong_encoding"


@pytest.mark.parametrize("last", ["tauke-1,0,40,asphalt,225,1000,alligator,low,12,5\n", "tauke-1,0,40,asphalt,225,1000,alligator,low,1"])
def test_a_decimal_comma_and_a_cut_number_refuse_the_file(tmp_path, last):
    path = tmp_path / "survey.csv"
    path.write_text(",".join(COLUMNS) + "\n" + last, "utf-8")
    with pytest.raises(Refusal) as trouble:
        read_survey(path)
    assert trouble.value.code == "broken_table"


@pytest.mark.parametrize(("word", "told"), [("да", True), ("yes", True), ("0", False), ("maybe", None)])
def test_a_word_for_an_additional_unit_is_known_or_turned_away(tmp_path, word, told):
    a_segment()
    read = read_survey(table(tmp_path, row(additional=word)))
    assert [unit.additional for unit in read.units] == ([] if told is None else [told])
    assert [one.reason for one in read.refused] == (["unknown_word"] if told is None else [])


def test_rows_of_evenness_that_lie_on_one_another_are_turned_away(tmp_path):
    a_segment()
    path = tmp_path / "iri.csv"
    rows = ["0,50,3.2,both,", "40,80,5,both,", "80,90,4,left,9", "80,90,4,left,", "80,90,4,right,"]
    told = "".join(f"tauke-1,{one}\n" for one in rows)
    path.write_text(f"segment,from_m,to_m,value,side,cracks\n{told}", "utf-8")
    done = load_condition(by=BY, kind="iri", path=path, outing=Outing(DAY, method="iri"))
    assert [(one.line, one.reason) for one in done.refused] == [
        (2, "overlapping_references"), (3, "overlapping_references"), (4, "not_a_number"),
    ]  # fmt: skip
    assert done.taken == 2


def test_the_same_file_is_not_taken_twice(tmp_path):
    a_segment()
    path = table(tmp_path, row())
    taken(path, Outing(DAY, sha256="a" * 64))
    with pytest.raises(Refusal) as trouble:
        taken(path, Outing(DAY, sha256="a" * 64))
    assert trouble.value.code == "known_file"
    assert Survey.objects.count() == 1


def test_gravel_and_a_missing_set_give_no_pci_and_say_so(tmp_path):
    segment = a_segment()
    survey = taken(table(tmp_path, row(surface="gravel", distress="", severity="", quantity="")))
    assert Rating.objects.count() == 0
    assert survey.without_rating == [{"segment": segment.pk, "reason": "gravel has no PCI: the procedure does not speak of it"}]
    bare = taken(table(tmp_path, row()), curves=False)
    assert bare.without_rating[0]["reason"] == "no curve set is loaded"
    assert SampleUnit.objects.count() == 2


def test_a_utility_cut_is_an_additional_unit_and_never_stands_alone(tmp_path):
    a_segment()
    cut = row(start=50, end=60, size=20, distress="patch", severity="high", quantity=18, additional="yes")
    taken(table(tmp_path, row(), cut))
    with_cut = Rating.objects.get().value
    taken(table(tmp_path, row()), Outing(date(2026, 6, 2)))
    assert 0 < Rating.objects.get(rated_on=date(2026, 6, 2)).value - with_cut < 3
    alone = taken(table(tmp_path, cut), Outing(date(2026, 6, 3)))
    assert alone.without_rating[0]["reason"] == "only additional units"


def test_a_survey_never_changes(tmp_path):
    a_segment()
    taken(table(tmp_path, row()))
    with pytest.raises(DatabaseError, match=r"append-only|permission denied"), transaction.atomic():
        Rating.objects.update(value=100)


def test_an_unsound_curve_file_is_refused(tmp_path):
    told = json.loads(SHIPPED.read_text("utf-8"))
    told["deducts"][0]["points"][5][1] = 0
    path = tmp_path / "curves.json"
    path.write_text(json.dumps(told))
    with pytest.raises(Refusal, match="falls"):
        read_curves(path)
    path.write_text(SHIPPED.read_text("utf-8")[:900])
    with pytest.raises(Refusal) as trouble:
        read_curves(path)
    assert trouble.value.code == "unsound_curves"


def test_a_sample_is_drawn_once_a_day_and_kept():
    segment = a_segment()
    drawn = draw_sample(by=BY, segment=segment, surface=Surface.ASPHALT, total=100, on=DAY)
    assert (drawn.needed, drawn.every) == (14, 7)
    assert 1 <= drawn.start <= 7
    with pytest.raises(Refusal):
        draw_sample(by=BY, segment=segment, surface=Surface.ASPHALT, total=100, on=DAY)
    with pytest.raises(Refusal) as trouble:
        draw_sample(by=BY, segment=segment, surface=Surface.GRAVEL, total=100, on=date(2026, 6, 2))
    assert trouble.value.code == "no_pci"


def test_a_city_without_history_falls_back_to_a_dated_reference(tmp_path):
    segment = a_segment()
    assert condition_of(segment, DAY) is None
    taken(table(tmp_path, row()))
    rated = Rating.objects.get()
    told = condition_of(segment, date(2028, 6, 1))
    assert (told.method, told.synthetic, round(told.age_years)) == ("reference", True, 2)
    assert told.value == pytest.approx(float(rated.value) - 5.5, abs=0.05)
    assert told.low < told.value < told.high < told.rated
    assert "[set]" in told.source
    assert condition_of(segment, date(2026, 5, 31)) is None
    assert [one["synthetic"] for one in condition_told([segment], DAY)] == [True]
    assert surveyed_metres([segment.street_id], DAY) == {segment.street_id: float(segment.measured_length_m)}


def report(case="proposals.proposal:1", category="pothole", lon=LON + 0.001, lat=LAT):
    payload = {
        "case": case, "category": category, "place": "", "longitude": lon, "latitude": lat,
        "reported_on": "2026-11-20",
    }  # fmt: skip
    return announce("defect_reported", payload)


def test_a_report_becomes_a_candidate_once():
    segment = a_segment()
    told = report()
    hear_defect(told)
    hear_defect(told)
    defect = Defect.objects.get()
    assert (defect.state, defect.kind, defect.segment, defect.case) == ("candidate", "pothole", segment, "proposals.proposal:1")
    assert defect.reported_on == date(2026, 11, 20)  # the day the resident said it, whenever an officer read it
    assert float(defect.from_m) == pytest.approx(float(segment.measured_length_m) / 2, abs=1)
    hear_defect(report(case="proposals.proposal:2", category="street_light"))
    assert Defect.objects.count() == 1


def test_a_candidate_without_a_place_is_confirmed_only_with_one():
    segment = a_segment()
    hear_defect(report(lon=None, lat=None))
    defect = Defect.objects.get()
    assert defect.segment is None
    with pytest.raises(Refusal) as trouble:
        confirm_defect(by=BY, defect=defect)
    assert trouble.value.code == "no_position"
    defect.refresh_from_db()
    there = Position(segment.pk, Decimal(5), Decimal(6), Side.RIGHT)
    confirm_defect(by=BY, defect=defect, position=there, severity="high")
    defect.refresh_from_db()
    assert (defect.state, defect.position) == ("confirmed", there)
    with pytest.raises(Refusal):
        reject_defect(by=BY, defect=defect)
    with pytest.raises(Forbidden):
        confirm_defect(by=RESIDENT, defect=defect)
    with pytest.raises(Forbidden):
        reject_defect(by=RESIDENT, defect=defect)
    with pytest.raises(Forbidden):
        note_candidate(by=RESIDENT, announcement=report(case="proposals.proposal:3"))
    assert Entry.objects.filter(verb="roads.defect.confirmed").count() == 1


def _syracuse(most):
    """Some blocks of the Syracuse network with their ratings, put into the register as a foreign city's visual ones."""
    import shapely

    lines = json.loads((SHARED / "streets-wgs84.geojson").read_text("utf-8"))["features"]
    blocks = read_panel(SHARED / "road-ratings-2000-2015.csv")
    entries = []
    for feature in lines:
        key, line = str(feature["properties"]["street_id"]), shapely.from_geojson(json.dumps(feature["geometry"]))
        if key in blocks and blocks[key] and line.geom_type == "LineString" and len(entries) < most:
            part = SegmentEntry(source_id=key, line=line)
            entries.append(StreetEntry("syracuse", key, Translated(en=f"Block {key}"), segments=(part,)))
    register_streets(by=BY, entries=entries)
    return blocks


def test_evenness_and_deflection_are_no_points_that_wear_away():
    segment = a_segment()
    survey = Survey.objects.create(kind="yearly", method="deflection", surveyed_on=DAY)
    Rating.objects.bulk_create(
        Rating(survey=survey, segment=segment, from_m=0, to_m=10, rated_on=date(1980 + at, 6, 1), procedure=one, value=1)
        for one in ("iri", "deflection", "visual") for at in range(40)
    )  # fmt: skip
    assert unlearnt(DAY) == ["visual"]


@shared
def test_the_syracuse_blocks_teach_the_register_their_wear():
    blocks = _syracuse(400)
    survey = Survey.objects.create(kind="yearly", method="visual", surveyed_on=date(2015, 12, 31))
    segments = list(Segment.objects.filter(source="syracuse"))
    Rating.objects.bulk_create(
        Rating(survey=survey, segment=segment, from_m=0, to_m=segment.measured_length_m, rated_on=date(visit.year, 7, 1),
               procedure="visual-10", value=visit.score, cracks=visit.cracks)
        for segment in segments for visit in blocks[segment.source_id]
    )  # fmt: skip
    fit = fit_wear(by=BY, procedure="visual-10", on=date(2010, 12, 31))
    assert fit.pairs > 1000
    told = condition_of(segments[0], date(2012, 7, 1), "visual-10")
    assert (told.method, told.source) == ("own history", f"roads.wearfit:{fit.pk}")
    assert 1 <= told.low <= told.value <= told.high <= told.rated
    assert condition_of(segments[0], date(2009, 7, 1), "visual-10").method == "as rated"
    with pytest.raises(Refusal) as trouble:
        fit_wear(by=BY, procedure="astm-d6433", on=DAY)
    assert trouble.value.code == "too_few_pairs"
    with (SHARED / "road-ratings-2000-2015.csv").open(encoding="utf-8-sig") as stream:
        assert {one["street_id"] for one in csv.DictReader(stream)} >= {segment.source_id for segment in segments}
