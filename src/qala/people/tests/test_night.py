"""What runs without anybody at a desk: the night's retention and the very first administrator."""

import io

import pytest
from django.core.management import CommandError, call_command

from qala.journal.models import Entry
from qala.people.management.commands import first_administrator
from qala.people.models import Account, Organisation, Person
from qala.people.queries import holds
from qala.people.tasks import run_retention
from qala.people.tests.factories import ContactFactory, PersonFactory

pytestmark = pytest.mark.django_db
TOLD = {"family": "Ли", "given": "Анна", "email": "li@example.kz", "act": "№ 1"}


def test_the_night_erases_what_is_over_under_its_own_name():
    ContactFactory(person=PersonFactory(quiet_for_years=True))
    PersonFactory()
    assert run_retention(timestamp=0) == {"contacts": 1, "persons": 1}
    assert run_retention(timestamp=0) == {"contacts": 0, "persons": 0}
    assert {row.actor for row in Entry.objects.all()} == {"job:people.retention"}
    assert Person.objects.living_rows().count() == 1


def test_the_first_administrator_is_appointed_once(monkeypatch):
    monkeypatch.setattr(first_administrator, "getpass", lambda _asked: "correct horse battery")
    call_command("first_administrator", stdout=io.StringIO(), **TOLD)
    person = Account.objects.get(email="li@example.kz").person
    assert holds(person, "administrator", Organisation.objects.get(slug="akimat"))
    with pytest.raises(CommandError, match="already"):
        call_command("first_administrator", **(TOLD | {"email": "other@example.kz"}))


def test_a_weak_first_password_leaves_nothing_behind(monkeypatch):
    monkeypatch.setattr(first_administrator, "getpass", lambda _asked: "short")
    with pytest.raises(CommandError):
        call_command("first_administrator", **TOLD)
    assert not Organisation.objects.exists()
    assert not Person.objects.exists()
