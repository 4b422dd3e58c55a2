"""Works of earlier years: taken in from their acts, and then history, guarantee and moratorium like any others."""

from datetime import date, timedelta

import pytest
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.urls import reverse

from qala.journal.models import Entry
from qala.kernel.actors import RESIDENT
from qala.kernel.clock import today
from qala.kernel.refusals import Forbidden, Refusal
from qala.kernel.tests.refusing import refused
from qala.places.models import Segment
from qala.roads.actions.cuts import check_cut, request_cut
from qala.roads.actions.past_works import record_past_works
from qala.roads.actions.warranties import end_warranty, release_warranty
from qala.roads.actions.works import note_need
from qala.roads.loaders import load_table
from qala.roads.models import Works
from qala.roads.queries.condition import condition_of
from qala.roads.queries.histories import works_known
from qala.roads.queries.passport_works import guarantees_until, works_told
from qala.roads.tests.factories import KEEPER, a_paved_street
from qala.roads.tests.test_programme import rated
from qala.roads.tests.works_factories import Offices, dig, need

pytestmark = pytest.mark.django_db
HEAD = "source_id,from_m,to_m,valid_from,act,contract,contractor,price_tiyn,area_m2,top_cm,base_cm,guarantee_years,why"
ROW = {
    "source_id": "tauke-1", "from_m": "0", "to_m": "100", "valid_from": "", "act": "17-A", "contract": "45",
    "contractor": "builder", "price_tiyn": "2000000000", "area_m2": "700", "top_cm": "5", "base_cm": "0",
    "guarantee_years": "", "why": "Overlay of 2025",
}  # fmt: skip


@pytest.fixture(autouse=True)
def street():
    return a_paved_street()


def loaded(folder, *rows):
    path = folder / "works.csv"
    lines = [",".join({**ROW, "valid_from": ago(300), **row}[name] for name in HEAD.split(",")) for row in rows]
    path.write_text("\n".join([HEAD, *lines, ""]), "utf-8")
    return load_table(by=KEEPER, kind="works", path=path)


def ago(days: int) -> str:
    return (today() - timedelta(days=days)).isoformat()


def test_a_past_work_is_history_guarantee_and_moratorium(tmp_path, street):
    rated(Segment.objects.get(source_id="tauke-1"), 40, today() - timedelta(days=900))
    taken = loaded(tmp_path, {})
    works = Works.objects.get(pk=taken.added[0])
    assert (works.state, works.kind, works.accepted_on.isoformat(), works.act) == ("accepted", "medium", ago(300), "17-A")
    assert works.warranty.until_on == works.accepted_on.replace(year=works.accepted_on.year + 3)
    segment = works.grounds.get().segment
    assert [one["contractor"] for one in works_told(street, today())] == ["builder"]
    assert guarantees_until([segment.pk], today()) == {segment.pk: works.warranty.until_on}
    assert works_known(today()) == {str(segment.pk): [works.accepted_on.year]}
    assert condition_of(segment, today()).works == (works.pk,)
    offices = Offices()
    with pytest.raises(Refusal) as trouble:
        note_need(by=offices.engineer, need=need())
    assert trouble.value.code == "under_guarantee"
    cut = request_cut(by=offices.operator, dig=dig())
    assert {one.obstacle for one in check_cut(by=offices.engineer, cut=cut)} >= {"guarantee_running", "paved_recently"}
    assert "17-A" in Client().get(reverse("roads:work", args=[works.pk])).content.decode()
    assert Entry.objects.filter(verb="roads.works.loaded").count() == 1


def test_one_act_is_one_work_and_comes_in_once(tmp_path):
    both = [{"to_m": "60"}, {"from_m": "70"}]
    assert len(loaded(tmp_path, *both).added) == 1
    again = loaded(tmp_path, *both)
    assert (again.added, again.same, Works.objects.get().grounds.count()) == ([], 2, 2)


def test_a_guarantee_past_its_term_is_looked_at_and_released(tmp_path):
    taken = loaded(tmp_path, {"valid_from": ago(1500), "guarantee_years": "2"})
    warranty = Works.objects.get(pk=taken.added[0]).warranty
    offices = Offices()
    assert end_warranty(by=offices.engineer, warranty=warranty).state == "survey_due"
    rated(Segment.objects.get(source_id="tauke-1"), 40, warranty.until_on)
    with refused("not_surveyed"):
        release_warranty(by=offices.inspector, warranty=warranty)
    rated(Segment.objects.get(source_id="tauke-1"), 40, today())
    assert release_warranty(by=offices.inspector, warranty=warranty).state == "released"


@pytest.mark.parametrize(
    ("wrong", "why"),
    [
        ({"to_m": "100000"}, "beyond_segment"),
        ({"to_m": "0"}, "beyond_segment"),
        ({"source_id": "nowhere"}, "unknown_segment"),
        ({"price_tiyn": "0"}, "wrong_value"),
        ({"area_m2": "-1"}, "wrong_value"),
        ({"top_cm": "-1"}, "wrong_value"),
        ({"act": ""}, "wrong_value"),
        ({"valid_from": "17.05.2025"}, "wrong_value"),
        ({"valid_from": "1999-05-17"}, "too_old"),
        ({"valid_from": ago(0)}, "not_past"),
        ({"valid_from": ago(-10)}, "not_past"),
    ],
)
def test_a_row_that_cannot_be_a_past_work_is_told_by_its_line(tmp_path, wrong, why):
    taken = loaded(tmp_path, wrong, {"act": "18-A", "from_m": "120", "to_m": "140"})
    assert [(row.line, row.code) for row in taken.turned] == [("2", why)]
    assert Works.objects.get().act == "18-A"


def test_rows_of_one_act_that_disagree_are_turned_away_together(tmp_path):
    taken = loaded(tmp_path, {"to_m": "60"}, {"from_m": "70", "contractor": "another"})
    assert [row.code for row in taken.turned] == ["rows_disagree", "rows_disagree"]
    assert not Works.objects.exists()


def test_once_the_register_is_kept_nothing_is_accepted_through_a_file(tmp_path):
    note_need(by=Offices().engineer, need=need())
    Works.objects.update(noted_on=today() - timedelta(days=400))
    assert [row.code for row in loaded(tmp_path, {}).turned] == ["not_past"]
    with pytest.raises(IntegrityError, match="works are accepted here"), transaction.atomic():
        _by_hand()


def test_the_database_lets_no_live_work_turn_into_a_past_one():
    works = note_need(by=Offices().engineer, need=need())
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE roads_works SET act = 'x', state = 'accepted' WHERE id = %s", [works.pk])


def _by_hand():
    Works.objects.create(
        state="accepted", act="x", why="x", kind="medium", top_cm=5, area_m2=700, contract="1", contractor="builder",
        price_tiyn=1, programmed_year=2026, noted_on=date(2026, 3, 1), accepted_on=date(2026, 3, 1),
    )  # fmt: skip


def test_only_keepers_of_the_register_take_them_in():
    with pytest.raises(Forbidden):
        record_past_works(by=RESIDENT, entries=[])


def test_the_command_says_what_it_took(tmp_path, capsys):
    loaded(tmp_path, {})
    call_command("load_roads", "works", str(tmp_path / "works.csv"))
    assert "same 1" in capsys.readouterr().out
