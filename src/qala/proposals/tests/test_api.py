"""The JSON API by hand and by schemathesis, an outside judge that reads our OpenAPI and tries to break it."""

import json

import hypothesis
import pytest
import schemathesis
from django.core.handlers.wsgi import WSGIHandler
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from hypothesis import HealthCheck
from schemathesis.specs.openapi.checks import positive_data_acceptance

from qala.proposals.models import Proposal
from qala.proposals.tests.factories import ProposalFactory
from qala.proposals.tests.georeport_desk import V2, secret

pytestmark = pytest.mark.django_db
API = "/api/proposals"
EXAMPLES = 25


@pytest.fixture
def cases():
    return [ProposalFactory(triaged=True), ProposalFactory(claimed=True), ProposalFactory(appeal=True)]


@pytest.fixture
def one_connection():
    """As Django's own test client: a request inside this test's transaction does not hang up at its end."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


def tried(address, examples):
    """Every operation of a description, each with so many made-up calls and all checks of schemathesis.

    Open311 has rules over two fields (`end_date` after `start_date`) that no OpenAPI can say; there a call that fits
    the description may be refused with 400. A made-up form gets a real key, so that it is read to its end.
    """
    excluded = [positive_data_acceptance] if "open311" in address else []
    key = secret()
    schema = schemathesis.openapi.from_wsgi(address, WSGIHandler())
    calm = hypothesis.settings(
        max_examples=examples, deadline=None, suppress_health_check=list(HealthCheck), database=None
    )
    names = []
    for found in schema.get_all_operations():
        operation = found.ok()

        @calm
        @hypothesis.given(case=operation.as_strategy())
        def judge(case):
            if case.method == "POST" and isinstance(case.body, dict):
                case.body = {**case.body, "api_key": key, "service_code": "pothole"}
            case.call_and_validate(excluded_checks=excluded)

        judge()
        names.append(operation.label)
    return names


@pytest.mark.slow
@pytest.mark.parametrize(("address", "operations"), [(f"{API}/openapi.json", 3), ("/open311/openapi.json", 6)])
def test_schemathesis_finds_nothing(one_connection, cases, address, operations):
    assert len(tried(address, EXAMPLES)) == operations
    assert Proposal.objects.count() == len(cases)


@pytest.mark.soak
@pytest.mark.timeout(1800)
@pytest.mark.parametrize("address", [f"{API}/openapi.json", "/open311/openapi.json"])
def test_schemathesis_finds_nothing_for_long(one_connection, cases, address):
    assert tried(address, 300)


def test_cases_are_listed_by_pages_and_filters(client, cases):
    first = client.get(f"{API}/cases?size=2").json()
    assert len(first["cases"]) == 2
    second = client.get(f"{API}/cases", {"size": 2, "before": first["older"]}).json()
    numbers = [one["number"] for one in first["cases"] + second["cases"]]
    assert sorted(numbers) == sorted(case.number for case in cases)
    assert second["older"] == ""
    claimed = client.get(f"{API}/cases?outcome=claimed").json()["cases"]
    assert [one["number"] for one in claimed] == [cases[1].number]


def test_an_outline_keeps_its_words(client, cases):
    told = client.get(f"{API}/cases/{cases[2].number}").json()
    assert told["text"] is None
    assert client.get(f"{API}/cases/{cases[0].number}").json()["text"] == cases[0].statement.public_text


def test_what_is_hidden_or_absent_is_not_found(client):
    hidden = ProposalFactory(hidden=True)
    for number in (hidden.number, "26-999999"):
        response = client.get(f"{API}/cases/{number}")
        assert response.status_code == 404
        assert response.json()["type"] == "urn:qala:refusal:not-found"
    assert client.get(f"{API}/cases/%00").status_code in (404, 422)


def test_what_cannot_be_read_is_named(client):
    response = client.get(f"{API}/cases?size=0&district=x")
    assert response.status_code == 422
    assert response.json()["title"] == "Cannot be read: district, size"


def test_categories_come_in_three_languages(client):
    told = {row["slug"]: row["title"] for row in client.get(f"{API}/categories").json()}
    assert told["street_light"]["kk"] == "Көше жарығы"
    assert set(told["street_light"]) == {"kk", "ru", "en"}


def test_the_description_of_open311_names_what_is_there(client):
    told = client.get("/open311/openapi.json").json()
    assert told["servers"][0]["url"].endswith("/open311/test/v2")
    form = json.dumps(told["paths"]["/requests.{format}"]["post"])
    assert "description" in form
    assert client.get(f"{V2}/services.json").status_code == 200
    assert secret()
    assert not Proposal.objects.exists()
