"""Who may read an object's history."""

import re
from dataclasses import dataclass

import pytest
from django.urls import reverse

from qala.journal import policies
from qala.journal.log import record
from qala.kernel.actors import Job
from qala.kernel.cards import Reference

pytestmark = pytest.mark.django_db

PERMISSIONS = [(None, "journal:object", 404), ("shown by its part", "journal:object", 200)]


@dataclass(frozen=True)
class _Hand:
    """Somebody with a row in people."""

    pk: str

    @property
    def actor_key(self) -> str:
        return f"person:{self.pk}"


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


def test_a_person_has_another_mark_on_every_object(client, monkeypatch):
    monkeypatch.setattr(policies, "reference", lambda key, _person: Reference(key, "/x/", ""))
    who, other = _Hand("6f1e"), _Hand("77aa")
    for key in ("proposals.proposal:7", "proposals.proposal:8"):
        record(who, "proposals.proposal.submitted", key)
        record(who, "proposals.proposal.supported", key)
        record(other, "proposals.proposal.supported", key)
    pages = [client.get(f"/journal/proposals.proposal:{n}/").content.decode() for n in (7, 8)]
    assert all(page.count("person:~") == 3 and "6f1e" not in page for page in pages)
    marks = [set(re.findall("person:~[0-9a-f]{10}", page)) for page in pages]
    assert [len(found) for found in marks] == [2, 2]
    assert not marks[0] & marks[1]


def test_an_auditor_reads_the_key_and_jobs_are_nobodys_secret():
    told = policies.shown_actor
    assert told("person:6f1e", "a.b:1", frozenset({"auditor"})) == "person:6f1e"
    assert told("job:proposals.nightly", "a.b:1", frozenset()) == "job:proposals.nightly"
    assert told("author:5", "a.b:1", frozenset()) == "author:5"
