"""Who may read an object's history."""

import pytest
from django.urls import reverse

from qala.journal import policies
from qala.journal.log import record
from qala.kernel.actors import Job
from qala.kernel.cards import Reference

pytestmark = pytest.mark.django_db

PERMISSIONS = [(None, "journal:object", 404), ("shown by its part", "journal:object", 200)]


@pytest.fixture
def recorded():
    record(Job("tests"), "proposals.proposal.submitted", "proposals.proposal:7", track="signal")
    return reverse("journal:object", args=["proposals.proposal:7"])


@pytest.mark.parametrize(("shown", "name", "status"), PERMISSIONS)
def test_a_history_is_read_where_its_part_shows_the_object(client, recorded, monkeypatch, shown, name, status):
    found = Reference("26-000007", "/proposals/26-000007/", "received") if shown else None
    monkeypatch.setattr(policies, "reference", lambda _key, _person: found)
    assert client.get(recorded).status_code == status


def test_a_history_names_the_deed_in_the_readers_language(client, recorded, monkeypatch):
    monkeypatch.setattr(policies, "reference", lambda _key, _person: Reference("26-000007", "/x/", ""))
    page = client.get(recorded, headers={"accept-language": "ru"}).content.decode()
    assert "Предложение принято" in page
    assert "track=signal" in page


def test_nonsense_is_not_found(client):
    assert client.get("/journal/nonsense/").status_code == 404


def test_an_auditor_reads_any_key(monkeypatch):
    monkeypatch.setattr(policies, "reference", lambda _key, _person: None)
    assert policies.shown_reference("a.b:1", None, frozenset({"auditor"})).title == "a.b:1"
    assert policies.shown_reference("a.b:1", None, frozenset({"executor"})) is None
