"""Another city's export: every line taken, mended or refused by a stated rule, once each."""

import io
import json
from datetime import UTC, datetime

import pytest
from django.core.management import CommandError, call_command

from qala.journal.models import Entry
from qala.proposals.actions.imports import take_over
from qala.proposals.models import Arrival, Letter, Proposal, Statement
from qala.proposals.queries.districts import districts_at
from qala.proposals.tests.factories import officer
from qala.proposals.tests.georeport_desk import V2, told, validator
from qala.proposals.tests.shared import shared_file

pytestmark = pytest.mark.django_db
ROW = {
    "service_request_id": "A-1", "status": "Closed", "service_code": "033", "service_name": "Abandoned Vehicle",
    "lat": 42.34, "long": 69.59, "address": "Bazar  st 1", "zipcode": 160000,
    "requested_datetime": "2026-07-01 09:00:00", "updated_datetime": "2026-07-02 10:00:00",
    "expected_datetime": "2026-07-08 09:00:00",
}  # fmt: skip


def said(path, *words):
    out = io.StringIO()
    call_command("load_open311", str(path), "--city", "sf", *words, stdout=out)
    return out.getvalue()


@pytest.fixture
def export(tmp_path):
    def write(*rows, name="export.json"):
        path = tmp_path / name
        path.write_text(json.dumps(list(rows)), encoding="utf-8")
        return path

    return write


def test_five_hundred_real_requests_load_once():
    path = shared_file("open311/sf-open311-500.json")
    text = said(path, "--zone", "America/Los_Angeles")
    assert "accepted 474, refused 26" in text
    assert "refused line" in text
    assert "the point is 0,0" in text
    assert "AM and PM are lost" in text
    assert "474 new, 0 known" in text
    assert "0 new, 474 known" in said(path, "--zone", "America/Los_Angeles")
    cases = Proposal.objects.filter(channel="import")
    assert cases.count() == Arrival.objects.filter(origin="sf").count() == 474
    assert set(cases.values_list("state", flat=True)) == {"explained", "received"}
    assert not cases.filter(confirmed_at__isnull=False).exists()
    assert not Letter.objects.exists()
    entry = Entry.objects.get(verb="proposals.import.loaded")
    assert entry.members.count() == 474


def test_what_was_loaded_is_read_back_by_the_same_schema(client):
    said(shared_file("open311/sf-open311-500.json"))
    wanted = "start_date=2011-06-01T00:00:00Z&end_date=2011-08-01T00:00:00Z&extensions=true"
    rows = told(client.get(f"{V2}/requests.json?{wanted}"))
    validator("requests.json").validate(rows)
    assert len(rows) == 474
    theirs = json.loads(shared_file("open311/sf-open311-500.json").read_text())
    closed = {row["service_request_id"] for row in theirs if row["status"] == "Closed"}
    told_closed = {row["extended_attributes"]["their_number"] for row in rows if row["status"] == "closed"}
    assert told_closed <= closed
    assert {row["extended_attributes"]["origin"] for row in rows} == {"sf"}


def test_a_mended_line_keeps_its_meaning(export):
    said(export(ROW), "--zone", "Asia/Almaty")
    case = Proposal.objects.get()
    assert case.received_at == datetime(2026, 7, 1, 4, tzinfo=UTC)
    assert case.closed_at == datetime(2026, 7, 2, 5, tzinfo=UTC)
    assert (case.state, case.channel, case.category, case.district) == ("explained", "import", None, None)
    assert case.due_on.isoformat() == "2026-07-08"
    assert case.statement.text == "Abandoned Vehicle"
    assert case.statement.place_text == "Bazar st 1"
    assert case.arrival.attributes["zipcode"] == "160000"
    assert (case.arrival.origin, case.arrival.their_number) == ("sf", "A-1")


def test_an_hour_of_another_clock_is_an_option(export):
    said(export(ROW), "--zone", "America/New_York")
    assert Proposal.objects.get().received_at == datetime(2026, 7, 1, 13, tzinfo=UTC)


def test_their_codes_become_our_categories(export, tmp_path):
    codes = tmp_path / "codes.json"
    codes.write_text('{"033": "parking"}')
    said(export(ROW, {**ROW, "service_request_id": "2", "service_code": "street_light"}), "--categories", str(codes))
    assert set(Proposal.objects.values_list("category", flat=True)) == {"parking", "street_light"}
    codes.write_text('{"033": "castles"}')
    with pytest.raises(CommandError) as refused:
        said(export(ROW), "--categories", str(codes))
    assert refused.value.returncode == 1


def test_a_dry_run_changes_nothing(export):
    path = export(ROW, {**ROW, "service_request_id": "2", "lat": 0, "long": 0})
    text = said(path, "--dry-run", "--at-most", "0.6")
    assert "accepted 1, refused 1" in text
    assert "refused line 2: the point is 0,0" in text
    assert "1 new, 0 known, nothing changed" in text
    assert not Proposal.objects.exists()


def test_private_words_are_masked_in_the_public_copy(export):
    said(export({**ROW, "description": "Call me: 8 701 123 45 67"}))
    statement = Statement.objects.get()
    assert "701 123" in statement.text
    assert "701 123" not in statement.public_text


@pytest.mark.parametrize(
    "content",
    [
        b"", b"{}", b"[]", b"<requests/>", b"not json", b"\xff\xfe\x00", b"[" * 100_000, b'[{"status": "open"}]', b"[1, 2]",
        b'<!DOCTYPE x [<!ENTITY a "b">]><service_requests/>',
    ],
)  # fmt: skip
def test_a_file_that_is_none_is_refused_whole(tmp_path, content):
    path = tmp_path / "export"
    path.write_bytes(content)
    with pytest.raises(CommandError) as refused:
        said(path)
    assert refused.value.returncode == 1
    assert not Proposal.objects.exists()


def test_a_missing_file_a_strange_clock_and_a_strange_city_are_refused(export, tmp_path):
    for words in ([tmp_path / "none.json"], [export(ROW), "--zone", "Mars/Olympus"]):
        with pytest.raises(CommandError):
            said(*words)
    with pytest.raises(CommandError):
        call_command("load_open311", str(export(ROW)), "--city", "São Paulo", stdout=io.StringIO())
    assert not Proposal.objects.exists()


def test_too_many_bad_lines_refuse_the_whole_file(export):
    bad = [{**ROW, "service_request_id": str(n), "lat": 0, "long": 0} for n in range(3)]
    with pytest.raises(CommandError, match="3 of 4 lines are bad"):
        said(export(ROW, *bad))
    assert not Proposal.objects.exists()


def test_times_out_of_any_calendar_are_refused_and_strange_offsets_taken(export):
    rows = [
        {**ROW, "service_request_id": "1", "expected_datetime": "9999-12-31T23:59:59Z"},
        {**ROW, "service_request_id": "2", "updated_datetime": "0001-01-01T00:00:00+05:00"},
        {**ROW, "service_request_id": "3\u0000", "requested_datetime": "2026-07-01T00:00:00Z"},
        {**ROW, "service_request_id": "4", "requested_datetime": "2026-07-01T00:00:00-21:40", "updated_datetime": None},
        {**ROW, "service_request_id": "5", "description": "a\u0000b", "address": "c\u0000d"},
    ]
    text = said(export(*rows), "--at-most", "0.7")
    assert "accepted 2, refused 3" in text
    assert set(Arrival.objects.values_list("their_number", flat=True)) == {"4", "5"}
    assert Statement.objects.get(proposal__arrival__their_number="5").text == "ab"


def test_an_xml_export_loads_too(tmp_path):
    said(shared_file("open311/fixtures/requests_many.xml"))
    assert Proposal.objects.count() == 2


def test_only_an_administrator_or_a_loader_may(export):
    from qala.kernel.refusals import Forbidden

    with pytest.raises(Forbidden):
        take_over(by=officer("operator"), origin="sf", cases=[])
    assert take_over(by=officer("administrator"), origin="sf", cases=[]) == []


def test_districts_of_many_points_at_once(django_assert_num_queries):
    from qala.places.models import District
    from qala.places.tests.factories import a_district

    here = a_district()
    inside = District.objects.get(pk=here.pk).area.representative_point()
    with django_assert_num_queries(1):
        assert districts_at([(inside.x, inside.y), (0.0, 10.0), (None, None)]) == [here.pk, None, None]
    assert districts_at([]) == []


def test_statistics_mark_what_came_from_elsewhere(client, export):
    from qala.proposals.queries.statistics import Scope, count
    from qala.proposals.tests.factories import ProposalFactory

    ProposalFactory(confirmed=True)
    said(export(ROW))
    told_figures = count(Scope())
    assert (told_figures.imported, told_figures.headline.numerator, told_figures.headline.denominator) == (1, 1, 2)
    client.cookies["language"] = "en"
    text = client.get("/proposals/statistics/").content.decode()
    assert "taken over from another city" in text


def test_what_came_from_elsewhere_stands_on_the_list_and_its_page(client, export):
    said(export(ROW))
    case = Proposal.objects.get()
    assert case.number in client.get("/proposals/").content.decode()
    page = client.get(f"/proposals/{case.number}/")
    assert page.status_code == 200
    assert "Abandoned Vehicle" in page.content.decode()
