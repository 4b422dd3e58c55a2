"""Keys of programs through their pages: who may, what is shown once, what a taken-back key leaves."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from qala.journal.models import Entry
from qala.kernel.refusals import Forbidden
from qala.people.tests.conftest import signed_in
from qala.people.tests.factories import AppointmentFactory
from qala.proposals.actions.programs import give_key, revoke_key
from qala.proposals.models import ApiKey
from qala.proposals.queries.programs import key_of
from qala.proposals.tests.factories import ProposalFactory, officer
from qala.proposals.tests.georeport_desk import FORM, V2

pytestmark = pytest.mark.django_db

# role, address, status: anyone reads; a key is given and taken back only in an administrator's short session.
PERMISSIONS = [
    (None, "georeport", 200),
    (None, "georeport_found", 200),
    (None, "georeport_discovery", 200),
    (None, "georeport_openapi", 200),
    (None, "georeport_services", 200),
    (None, "georeport_services_test", 200),
    (None, "georeport_service", 200),
    (None, "georeport_service_test", 200),
    (None, "georeport_requests", 200),
    (None, "georeport_requests_test", 200),
    (None, "georeport_request", 200),
    (None, "georeport_request_test", 200),
    (None, "georeport_token", 404),
    (None, "georeport_token_test", 404),
    (None, "georeport_nothing", 404),
    (None, "openapi", 200),
    (None, "desk_keys", 302),
    (None, "new_key", 302),
    (None, "revoke_key", 302),
    ("operator", "desk_keys", 403),
    ("operator", "new_key", 302),
    ("operator", "revoke_key", 302),
    ("signer", "desk_keys", 403),
    ("administrator", "desk_keys", 200),
    ("administrator", "new_key", 302),
    ("administrator", "revoke_key", 302),
    ("empowered", "desk_keys", 200),
    ("empowered", "new_key", 200),
    ("empowered", "revoke_key", 200),
]


def browser(role):
    if role is None:
        return Client()
    if role == "empowered":
        return signed_in(AppointmentFactory(role="administrator").person, empowered=True)
    return signed_in(officer(role))


def arguments(name):
    last = {"service": "pothole.json", "request": None, "token": "nonsense.json"}
    noun = name.removeprefix("georeport_").removesuffix("_test")
    if noun == "request":
        return [f"{ProposalFactory().number}.json"]
    if noun in last:
        return [last[noun]]
    if noun in ("discovery", "services", "requests"):
        return ["json"]
    if noun == "revoke_key":
        return [give_key(by=officer("administrator"), name="a", contact="a@example.org", daily_quota=1).key.pk]
    return ["v2/castles"] if noun == "nothing" else []


@pytest.mark.parametrize(("role", "name", "status"), PERMISSIONS)
def test_who_may_open_what(role, name, status):
    address = reverse(f"proposals:{name}", args=arguments(name))
    assert browser(role).get(address).status_code == status


@pytest.mark.parametrize("language", ["kk", "ru", "en"])
def test_pages_speak_each_language(language):
    given = give_key(by=officer("administrator"), name="Dala", contact="a@example.org", daily_quota=1)
    client = browser("empowered")
    client.cookies["language"] = language
    for name, words in (("georeport", []), ("desk_keys", []), ("new_key", []), ("revoke_key", [given.key.pk])):
        text = client.get(reverse(f"proposals:{name}", args=words)).content.decode()
        assert f'<html lang="{language}"' in text
        assert "<h1" in text


def test_a_key_is_shown_once_and_works(client):
    office = browser("empowered")
    form = {"name": "Dala City", "contact": "dala@example.org", "daily_quota": "50"}
    shown = office.post(reverse("proposals:new_key"), form)
    secret = re.search(r'id="secret">(\S+?)<', shown.content.decode())[1]
    assert "no-store" in shown["Cache-Control"]
    listed = office.get(reverse("proposals:desk_keys")).content.decode()
    assert secret not in listed
    assert secret[:11] in listed
    assert client.post(f"{V2}/requests.json", {**FORM, "api_key": secret}).status_code == 200
    assert ApiKey.objects.get().uses.get().times == 1
    entry = Entry.objects.get(verb="proposals.key.given")
    assert secret[5:] not in str(entry.facts)


def test_a_wrong_form_keeps_what_was_typed():
    office = browser("empowered")
    answer = office.post(reverse("proposals:new_key"), {"name": "Дала", "contact": "nobody", "daily_quota": "0"})
    assert answer.status_code == 422
    assert "Дала" in answer.content.decode()
    assert not ApiKey.objects.exists()


def test_a_key_taken_back_is_refused_at_once_and_says_why():
    given = give_key(by=officer("administrator"), name="Dala", contact="a@example.org", daily_quota=9)
    office = browser("empowered")
    address = reverse("proposals:revoke_key", args=[given.key.pk])
    assert office.post(address, {"because": " "}).status_code == 422
    assert office.post(address, {"because": "жоғалды"}).status_code == 302
    assert key_of(given.secret) is None
    assert "жоғалды" in office.get(reverse("proposals:desk_keys")).content.decode()
    assert office.post(address, {"because": "again"}).status_code == 409
    assert Entry.objects.filter(verb="proposals.key.revoked").count() == 1


@pytest.mark.parametrize("role", ["operator", "signer", "triage_officer"])
def test_only_an_administrator_gives_and_takes_keys(role):
    by = officer(role)
    with pytest.raises(Forbidden):
        give_key(by=by, name="Dala", contact="a@example.org", daily_quota=9)
    given = give_key(by=officer("administrator"), name="Dala", contact="a@example.org", daily_quota=9)
    with pytest.raises(Forbidden):
        revoke_key(by=by, key=given.key, because="x")


def test_the_list_of_keys_costs_few_queries(django_assert_max_num_queries):
    by = officer("administrator")
    for number in range(8):
        give_key(by=by, name=f"Dala {number}", contact="a@example.org", daily_quota=9)
    office = signed_in(by)
    office.get("/desk/keys/")
    with django_assert_max_num_queries(9):
        assert office.get("/desk/keys/").status_code == 200
