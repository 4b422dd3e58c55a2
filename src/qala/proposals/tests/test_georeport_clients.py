"""Outside judges of Open311 on a live server: the PyPI clients `georeport` and `civicbot`, the community validator."""

import pytest
from civicbot.http import HttpError, HttpTransport, RateLimiter
from civicbot.open311 import Open311Client
from civicbot.registry import Endpoint
from georeport import GeoReport

from qala.proposals.models import Category, Proposal
from qala.proposals.tests.community_validator import Validator
from qala.proposals.tests.factories import ProposalFactory
from qala.proposals.tests.georeport_desk import FORM, TEST, V2, secret, validator

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]


def civicbot(live_server, root=V2):
    endpoint = Endpoint("qala", "Qala", f"{live_server.url}{root}", write=True)
    return Open311Client(endpoint, HttpTransport(rate_limiter=RateLimiter(0)))


@pytest.mark.parametrize("output_format", ["json", "xml"])
def test_georeport_reads_services_questions_and_requests(live_server, output_format):
    cases = [ProposalFactory(triaged=True), ProposalFactory(claimed=True), ProposalFactory(confirmed=True)]
    city = GeoReport(f"{live_server.url}{V2}", jurisdiction="shymkent.kz", output_format=output_format)
    assert {row["service_code"] for row in city.get_service_list()} == set(Category.objects.values_list("pk", flat=True))
    assert city.get_service_definition("bus_service")["service_code"] == "bus_service"
    rows = {row["service_request_id"]: row for row in city.get_service_requests()}
    assert set(rows) == {case.number for case in cases}
    assert [rows[case.number]["status"] for case in cases] == ["open", "open", "closed"]
    assert rows[cases[0].number]["description"] == cases[0].statement.public_text
    found = city.get_service_requests(service_request_id=f"{cases[0].number},{cases[1].number}")
    assert len(found) == 2
    one = city.get_service_request(cases[2].number)
    assert (one["service_request_id"], one["status"]) == (cases[2].number, "closed")


def test_civicbot_reads_and_sends_in_kazakh(live_server):
    key = secret()
    client = civicbot(live_server)
    services = client.list_services()
    validator("services.json").validate(services)
    definition = client.get_service_definition("bus_service")
    validator("service-definition.json").validate(definition)
    words = "Әуежайға баратын автобус жиі келмейді, жолаушылар ұзақ күтеді"
    sent = client.create_request(
        "bus_service", dry_run=False, confirm="SEND", api_key=key, validate_remote=True, lat=42.34, lng=69.59,
        description=words, attributes={"route": "12"},
    )  # fmt: skip
    number = sent.response[0]["service_request_id"]
    case = Proposal.objects.get()
    assert number == case.number
    assert case.statement.text.startswith(words)
    assert case.language == "kk"
    read = client.get_request(number)
    assert read["description"].startswith(words)
    assert [row["service_request_id"] for row in client.list_requests(service_code="bus_service", status="open")] == [
        number
    ]
    validator("requests.json").validate(client.list_requests(service_request_ids=[number]))
    (token,) = client.get_token(case.arrival.token)
    assert token["service_request_id"] == number


def test_civicbot_tries_the_test_endpoint_and_is_told_what_is_wrong(live_server):
    client = civicbot(live_server, TEST)
    sent = client.create_request("pothole", dry_run=False, confirm="SEND", api_key=secret(), lat=42.3, lng=69.6)
    token = sent.response[0]["token"]
    assert client.get_token(token)[0]["service_request_id"].startswith("sandbox-")
    assert not Proposal.objects.exists()
    with pytest.raises(HttpError, match="api_key"):
        client.create_request("pothole", dry_run=False, confirm="SEND", api_key="lost", lat=42.3, lng=69.6)


@pytest.mark.parametrize("production", [False, True])
def test_the_21_rules_of_the_community_validator_hold(live_server, production):
    judge = Validator(f"{live_server.url}/open311/discovery", production=production)
    assert judge.run({**FORM, "api_key": secret()}) == 21
    assert judge.broken == []
    assert not Proposal.objects.exists()
