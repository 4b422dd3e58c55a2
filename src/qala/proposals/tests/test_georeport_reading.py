"""Open311 read by anyone: services, questions, requests, filters, exact types."""

import json
from datetime import timedelta
from urllib.parse import quote
from xml.etree import ElementTree as ET

import pytest

from qala.kernel.clock import local, now
from qala.proposals.models import Category, Reply
from qala.proposals.tests.factories import PlacardFactory, ProposalFactory, StatementFactory
from qala.proposals.tests.georeport_desk import V2, problems, told, validator

pytestmark = pytest.mark.django_db


def numbers(client, query=""):
    return [row["service_request_id"] for row in told(client.get(f"{V2}/requests.json?{query}"))]


def test_discovery_has_bare_types_and_two_endpoints(client):
    plain = client.get("/open311/discovery.json")
    assert plain["Content-Type"] == "application/json"
    assert client.get("/open311/discovery.xml")["Content-Type"] == "text/xml"
    kinds = {one["type"]: one["url"] for one in json.loads(plain.content)["endpoints"]}
    assert kinds == {"production": f"http://testserver{V2}", "test": "http://testserver/open311/test/v2"}


def test_services_and_questions_in_both_formats_fit_the_schemas(client):
    services = told(client.get(f"{V2}/services.json"))
    validator("services.json").validate(services)
    assert {row["service_code"] for row in services} == set(Category.objects.values_list("slug", flat=True))
    asking = [row["service_code"] for row in services if row["metadata"]]
    assert "bus_service" in asking
    for code in asking:
        definition = told(client.get(f"{V2}/services/{code}.json"))
        validator("service-definition.json").validate(definition)
        xml = told(client.get(f"{V2}/services/{code}.xml"))
        assert [one.findtext("code") for one in xml.find("attributes")] == [
            one["code"] for one in definition["attributes"]
        ]
    assert len(told(client.get(f"{V2}/services.xml"))) == len(services)


def test_names_are_in_the_readers_language(client):
    names = {}
    for language in ("kk", "ru", "en"):
        rows = told(client.get(f"{V2}/services.json", headers={"accept-language": language}))
        names[language] = next(row["service_name"] for row in rows if row["service_code"] == "street_light")
    assert names == {"kk": "Көше жарығы", "ru": "Уличное освещение", "en": "Street light"}


def test_a_code_may_hold_dots(client):
    Category.objects.create(pk="light.7", topic="other", title={"kk": "7"})
    assert told(client.get(f"{V2}/services/light.7.json"))["service_code"] == "light.7"
    assert client.get(f"{V2}/services/light.8.json").status_code == 404


def test_a_claimed_case_stays_open_and_says_so(client):
    claimed, done = ProposalFactory(claimed=True), ProposalFactory(confirmed=True)
    rows = {row["service_request_id"]: row for row in told(client.get(f"{V2}/requests.json"))}
    validator("requests.json").validate(list(rows.values()))
    assert rows[claimed.number]["status"] == "open"
    assert rows[claimed.number]["status_notes"] == "Бітті дейді, тексерілуде"
    assert rows[done.number]["status"] == "closed"
    assert rows[done.number]["agency_responsible"] == str(done.department)
    assert numbers(client, "status=closed") == [done.number]
    assert numbers(client, "status=open") == [claimed.number]
    assert len(numbers(client, "status=open,closed")) == 2


def test_only_what_everyone_may_see_is_told(client):
    ProposalFactory(quarantined=True)
    ProposalFactory(hidden=True)
    outline = ProposalFactory(appeal=True)
    masked = ProposalFactory(statement=None)
    StatementFactory(proposal=masked, text="87011234567 қоңырау шалыңыз", public_text="[…] қоңырау шалыңыз")
    rows = {row["service_request_id"]: row for row in told(client.get(f"{V2}/requests.json"))}
    assert set(rows) == {outline.number, masked.number}
    assert rows[outline.number]["description"] is None
    assert rows[masked.number]["description"] == "[…] қоңырау шалыңыз"
    hidden = ProposalFactory(hidden=True)
    assert client.get(f"{V2}/requests/{hidden.number}.json").status_code == 404


def test_one_request_is_a_list_of_one_in_both_formats(client):
    case = ProposalFactory(triaged=True, longitude=69.5900123, latitude=42.3400321)
    plain = told(client.get(f"{V2}/requests/{case.number}.json"))
    validator("requests.json").validate(plain)
    assert [row["service_request_id"] for row in plain] == [case.number]
    assert (plain[0]["lat"], plain[0]["long"]) == (42.34, 69.59)  # to about ten metres, as in the open data
    xml = told(client.get(f"{V2}/requests/{case.number}.xml"))
    assert (xml.tag, [one.findtext("service_request_id") for one in xml]) == ("service_requests", [case.number])
    moment = plain[0]["requested_datetime"]
    assert moment == local(case.received_at).isoformat(timespec="seconds")
    wrong_year = f"19-{case.number[3:]}"
    assert client.get(f"{V2}/requests/{wrong_year}.json").status_code == 404


def test_filters_by_number_code_and_time(client):
    light, bus = ProposalFactory(triaged=True), ProposalFactory(category_id="bus_service")
    unsorted = ProposalFactory()
    old = ProposalFactory(received_at=now() - timedelta(days=100))
    assert set(numbers(client)) == {light.number, bus.number, unsorted.number}
    assert set(numbers(client, "service_code=street_light,bus_service")) == {light.number, bus.number}
    assert numbers(client, "service_code=other") == [unsorted.number]
    assert numbers(client, f"service_request_id={old.number},{bus.number}&status=closed") == [bus.number, old.number]
    start = quote((now() - timedelta(days=120)).isoformat())
    assert numbers(client, f"start_date={start}") == [old.number]
    raw = local(now() - timedelta(days=120)).isoformat(timespec="seconds")  # its `+` arrives as a space
    assert numbers(client, f"start_date={raw}") == [old.number]


def test_pages_and_extensions(client):
    cases = [ProposalFactory(received_at=now() - timedelta(hours=age)) for age in range(3)]
    assert numbers(client, "page_size=2") == [case.number for case in cases[:2]]
    assert numbers(client, "page_size=2&page=2") == [cases[2].number]
    assert numbers(client, "page=9") == []
    plain = told(client.get(f"{V2}/requests.json?page_size=1"))[0]
    wide = told(client.get(f"{V2}/requests.json?page_size=1&extensions=true"))[0]
    assert "extended_attributes" not in plain
    assert wide["extended_attributes"]["outcome"] == "open"
    xml = told(client.get(f"{V2}/requests.xml?extensions=true"))
    assert xml[0].findtext("extended_attributes/channel") == "site"


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("page=-1", 400),
        ("page=0", 400),
        ("page_size=100000", 400),
        ("page=١", 400),
        ("status=lost", 400),
        ("start_date=yesterday", 400),
        ("start_date=2026-01-01T00:00:00Z&end_date=2026-09-01T00:00:00Z", 400),
        ("start_date=0001-01-01T00:00:00Z", 200),
        ("start_date=0001-01-01T00:00:00%2B05:00", 400),
        ("start_date=0426-05-27T01:46:45-21:40", 200),  # found by schemathesis
        ("end_date=0001-01-01T00:00:00Z", 400),
        ("end_date=9999-12-31T23:59:59-05:00", 400),
        ("end_date=9999-12-31T23:59:59Z", 200),
        ("service_code=%FF%FE", 400),
        ("service_code=%00", 400),
        ("service_request_id=" + "9" * 400, 200),
        ("service_request_id=26-%27%20OR%201=1--", 200),
        ("service_request_id=26-99999999999999999", 200),
        ("jurisdiction_id=nowhere.example", 404),
        ("jurisdiction_id=shymkent.kz", 200),
        ("&".join(f"a{n}=1" for n in range(600)), 400),
    ],
)
@pytest.mark.parametrize("extension", ["json", "xml"])
def test_strange_questions_get_clear_answers(client, query, status, extension):
    response = client.get(f"{V2}/requests.{extension}?{query}")
    assert response.status_code == status, response.content
    if status != 200:
        assert problems(response)


@pytest.mark.parametrize("path", ["services", "requests", "nonsense.json", "tokens/x.json", "services/x", "services/.xml", ""])
def test_what_is_not_there_is_told_in_the_apis_own_words(client, path):
    response = client.get(f"{V2}/{path}")
    assert response.status_code == 404
    assert problems(response)


def test_other_methods_are_named(client):
    response = client.delete(f"{V2}/requests.json")
    assert (response.status_code, response["Allow"]) == (405, "GET, HEAD, POST, OPTIONS")
    assert problems(response)
    asked = client.options(f"{V2}/services.json")
    assert (asked.status_code, asked["Access-Control-Allow-Origin"]) == (204, "*")
    assert client.head(f"{V2}/services.json").status_code == 200


def test_a_long_list_costs_few_queries(client, django_assert_max_num_queries):
    placard = PlacardFactory()
    for _ in range(12):
        ProposalFactory(assigned=True, placard=placard)
    with django_assert_max_num_queries(4):
        assert len(numbers(client)) == 12
    assert Reply.objects.count() == 0


def test_control_signs_never_break_the_xml(client):
    case = ProposalFactory(statement=None)
    StatementFactory(proposal=case, text="a", public_text="жарық \x0b <b>&amp; жоқ")
    row = ET.fromstring(client.get(f"{V2}/requests.xml").content)[0]
    assert row.findtext("description") == "жарық  <b>&amp; жоқ"


def test_the_communitys_judge_is_not_deaf(monkeypatch):
    from qala.proposals.tests.community_validator import is_past, is_time

    assert not is_past("2099-01-01T00:00:00Z")
    assert not is_time("2011-09-01")
    with pytest.raises(ValueError, match="isoformat"):
        is_time("2011-09-1 17:35")  # Boston's own changeset
