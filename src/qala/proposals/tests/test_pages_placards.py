"""The keeper's desk: funnel, silent and moved sheets, paper, verbs."""

from datetime import timedelta
from io import BytesIO

import pypdfium2
import pytest
from django.test import Client
from django.urls import reverse
from PIL import Image

from qala.journal.models import Entry
from qala.kernel.clock import now, today
from qala.kernel.refusals import Forbidden, Refusal
from qala.people.tests.conftest import signed_in
from qala.people.tests.factories import PersonFactory
from qala.places.rules.entries import LandmarkKind
from qala.places.tests.factories import a_landmark
from qala.proposals.actions import placards as actions
from qala.proposals.actions.placards import PlacardSheet
from qala.proposals.counting import SHARDS
from qala.proposals.models import DeadScan, Placard, PlacardTally
from qala.proposals.queries import placards as queries
from qala.proposals.rules.words import CODE_WORDS
from qala.proposals.tests.factories import PlacardFactory, ProposalFactory, officer

pytestmark = pytest.mark.django_db

NAMES = ("placards", "placard_new", "placard_sheet", "placard_paper")
PERMISSIONS = [
    *[("guest", name, 302) for name in (*NAMES, "placard_verb")],
    *[("placard_keeper", name, 200) for name in NAMES],
    ("placard_keeper", "placard_verb", 302),
    *[(role, name, 403) for role in ("resident", "dispatcher", "auditor") for name in (*NAMES, "placard_verb")],
]


def asked(client, name, serial):
    if name == "placard_verb":
        return client.post(reverse(f"proposals:{name}", args=[serial, "install"]))
    return client.get(reverse(f"proposals:{name}", args=[serial] if name == "placard_sheet" else []))


@pytest.mark.parametrize(("role", "name", "status"), PERMISSIONS)
def test_only_the_keeper_keeps(client, role, name, status):
    sheet = PlacardFactory(installed_on=None)
    if role != "guest":
        client = signed_in(PersonFactory() if role == "resident" else officer(role))
    assert asked(client, name, sheet.serial).status_code == status


def test_serials_run_on_and_are_journaled():
    keeper = officer("placard_keeper")
    first = actions.issue_many(by=keeper, sheets=[PlacardSheet("bus", route="1", vehicle="A")])
    more = actions.issue_many(by=keeper, sheets=[PlacardSheet("bus", route="2", vehicle=str(n)) for n in range(3)])
    assert [row.serial for row in more] == [first[0].serial + n for n in (1, 2, 3)]
    assert Entry.objects.filter(verb="proposals.placard.issued").count() == 2
    with pytest.raises(Forbidden):
        actions.issue_many(by=officer("dispatcher"), sheets=[])


def test_a_keeper_issues_sheets_for_vehicles_and_places_and_they_are_scanned():
    keeper = officer("placard_keeper")
    client, address = signed_in(keeper), reverse("proposals:placard_new")
    typed = {"route": "12", "vehicles": "017 ABC 17\n\n018 ABC 17\n017 ABC 17\n"}
    assert client.post(f"{address}?kind=bus", typed).status_code == 302
    buses = Placard.objects.filter(kind="bus", keeper=keeper).order_by("serial")
    assert [(row.route, row.vehicle) for row in buses] == [("12", "017 ABC 17"), ("12", "018 ABC 17")]
    stop = a_landmark(kind=LandmarkKind.STOP)
    html = client.get(address, {"kind": "stop"}, headers={"accept-language": "en"}).content.decode()
    assert f'value="{stop.pk}"' in html
    assert client.post(f"{address}?kind=stop", {"places": [stop.pk]}).status_code == 302
    made = Placard.objects.get(landmark=stop)
    assert Client().get(reverse("proposals:placard", args=[queries.code_of(made)])).context["page"].problem == ""
    assert [place.sheets for place in queries.places_for("stop")] == [1]


def test_a_sheet_needs_a_place_of_its_kind_or_a_number_plate():
    client, address = signed_in(officer("placard_keeper")), reverse("proposals:placard_new")
    school = a_landmark()
    refused = [("stop", {"places": [school.pk]}), ("stop", {}), ("bus", {"route": "1", "vehicles": " \n"})]
    assert [client.post(f"{address}?kind={kind}", typed).status_code for kind, typed in refused] == [422] * 3
    assert client.get(address, {"kind": "moon"}).status_code == 200
    assert not Placard.objects.exists()


def test_a_sheet_comes_down_for_a_reason_and_never_hangs_again():
    keeper, sheet = officer("placard_keeper"), PlacardFactory()
    with pytest.raises(Refusal):
        actions.remove(by=keeper, placard=sheet, reason="")
    actions.remove(by=keeper, placard=sheet, reason="worn")
    with pytest.raises(Refusal):
        actions.install(by=keeper, placard=sheet)
    with pytest.raises(Forbidden):
        actions.remove(by=officer("auditor"), placard=sheet, reason="worn")
    assert Entry.objects.filter(verb="proposals.placard.removed").count() == 1


def test_the_funnel_counts_each_step_with_its_denominator():
    sheet = PlacardFactory()
    for shard in range(SHARDS):
        PlacardTally.objects.create(placard=sheet, day=today(), shard=shard, scanned=10, opened=4, sent=1)
    ProposalFactory(placard=sheet)
    ProposalFactory(placard=sheet, quarantined=True)
    ProposalFactory(placard=sheet, confirmed=True)
    row = queries.with_funnel().get(pk=sheet.pk)
    assert (row.scanned, row.opened, row.sent, row.valid, row.confirmed) == (80, 32, 8, 2, 1)
    steps = {step.name: (step.count, step.of) for step in queries.whole_funnel(queries.with_funnel())}
    assert steps == {
        "hanging": (1, 1),
        "scanned": (80, None),
        "opened": (32, 80),
        "sent": (8, 32),
        "valid": (2, 8),
        "confirmed": (1, 2),
    }
    assert queries.days_of(sheet)[-1].scanned == 80


def test_a_silent_sheet_is_found_by_the_norm():
    quiet = PlacardFactory(last_scan_at=now() - timedelta(days=31))
    never = PlacardFactory(installed_on=today() - timedelta(days=40))
    PlacardFactory(last_scan_at=now() - timedelta(days=2))
    PlacardFactory(installed_on=today())
    assert set(queries.silent(queries.with_funnel())) == {quiet, never}


def test_a_silent_sheet_says_so_and_is_not_called_hanging():
    quiet = PlacardFactory(last_scan_at=now() - timedelta(days=31))
    client = signed_in(officer("placard_keeper"))
    html = client.get(reverse("proposals:placard_sheet", args=[quiet.serial]), headers={"accept-language": "en"}).content.decode()
    assert "Not scanned for long" in html
    assert "Go and look" in html
    assert "Hanging" not in html
    PlacardFactory(last_scan_at=now())
    states = [queries.state_word(row)[1] for row in queries.with_funnel().order_by("serial")]
    assert states == ["attention", "confirmed"]


@pytest.mark.parametrize("language", ["kk", "ru", "en"])
def test_codes_that_are_none_are_told_in_words(language):
    for problem in ("malformed", "mistyped", "forged", "unknown", "retired"):
        DeadScan.objects.create(day=today(), problem=problem, code="X")
    client = signed_in(officer("placard_keeper"))
    client.cookies["language"] = language
    html = client.get(reverse("proposals:placards")).content.decode()
    assert all(CODE_WORDS[problem].get(language) in html for problem in CODE_WORDS)
    assert "<td>mistyped</td>" not in html


def test_the_paper_holds_the_chosen_sheets(client):
    client = signed_in(officer("placard_keeper"))
    PlacardFactory(route="12")
    PlacardFactory(route="99")
    answer = client.get(reverse("proposals:placard_paper"), {"route": "12", "size": "a6"})
    assert answer.headers["Content-Type"] == "application/pdf"
    document = pypdfium2.PdfDocument(answer.content)
    assert len(document) == 1
    assert "№ 12" in document[0].get_textpage().get_text_bounded()
    assert client.get(reverse("proposals:placard_paper"), {"size": "poster"}).status_code == 422


def test_the_keeper_sends_a_photo_of_the_hanging_sheet(client, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    client = signed_in(officer("placard_keeper"))
    sheet = PlacardFactory()
    drawn = BytesIO()
    Image.new("RGB", (60, 40)).save(drawn, "JPEG")
    drawn.seek(0)
    drawn.name = "sheet.jpg"
    address = reverse("proposals:placard_verb", args=[sheet.serial, "check"])
    assert client.post(address, {"photo": drawn}).status_code == 302
    assert Placard.objects.get(pk=sheet.pk).photo
    assert client.post(address, {}).status_code == 422


def test_the_list_asks_the_same_few_questions_however_long(client, django_assert_max_num_queries):
    client = signed_in(officer("placard_keeper"))
    for _n in range(30):
        PlacardFactory()
    with django_assert_max_num_queries(22):
        assert client.get(reverse("proposals:placards")).status_code == 200


def test_the_csv_is_what_is_seen(client):
    client = signed_in(officer("placard_keeper"))
    PlacardFactory(route="12")
    PlacardFactory(route="99")
    lines = client.get(reverse("proposals:placards"), {"route": "12", "format": "csv"}).content.decode().splitlines()
    assert len(lines) == 2
