"""The address of an officer's calendar dies: by its day, by a new one, with the office."""

import re
from datetime import timedelta

import pytest
from django.core import signing
from django.db import IntegrityError, transaction
from django.urls import reverse

from qala.journal.models import Entry
from qala.kernel.clock import today
from qala.kernel.refusals import Forbidden
from qala.people.models import Appointment
from qala.people.tests.conftest import signed_in
from qala.proposals.actions.calendar_keys import make_calendar_key
from qala.proposals.models import CalendarKey
from qala.proposals.queries.deadlines import SALT, token_of
from qala.proposals.tests.factories import PersonFactory, officer

pytestmark = pytest.mark.django_db


def status(client, key):
    return client.get(reverse("proposals:deadlines", args=[token_of(key)])).status_code


def test_an_address_works_for_a_year_and_is_recorded(client):
    by = officer("dispatcher")
    key = make_calendar_key(by=by)
    assert status(client, key) == 200
    assert key.until_on == today() + timedelta(days=365)
    assert Entry.objects.get(verb="proposals.calendar_key.made").actor == by.actor_key
    CalendarKey.objects.update(until_on=today() - timedelta(days=1))
    assert status(client, key) == 404


def test_a_new_address_ends_the_old_one(client):
    by = officer("dispatcher")
    old, new = make_calendar_key(by=by), make_calendar_key(by=by)
    assert (status(client, old), status(client, new)) == (404, 200)


def test_an_address_ends_with_the_office(client):
    by = officer("dispatcher")
    key = make_calendar_key(by=by)
    Appointment.objects.filter(person=by).update(until_on=today() - timedelta(days=1))
    assert status(client, key) == 404


def test_an_address_of_the_old_kind_opens_nothing(client):
    by = officer("dispatcher")
    for salt in ("proposals.deadlines", SALT):
        token = signing.dumps(str(by.pk), salt=salt)
        assert client.get(reverse("proposals:deadlines", args=[token])).status_code == 404


def test_whoever_has_no_desk_gets_no_address():
    for person in (PersonFactory(), officer("photo_redactor")):
        with pytest.raises(Forbidden):
            make_calendar_key(by=person)


def test_two_living_addresses_cannot_be_stored():
    key = make_calendar_key(by=officer("dispatcher"))
    with pytest.raises(IntegrityError, match="one_living_calendar_key_per_officer"), transaction.atomic():
        CalendarKey.objects.create(person=key.person, made_at=key.made_at, until_on=key.until_on)


def test_the_page_shows_the_address_only_once_it_was_asked_for():
    by = officer("dispatcher")
    client, page = signed_in(by), reverse("proposals:deadlines_page")
    assert ".ics" not in client.get(page).content.decode()
    assert not CalendarKey.objects.exists()
    assert client.post(page).status_code == 302
    first = re.search(r"/proposals/deadlines/\S+?\.ics", client.get(page).content.decode()).group()
    assert client.get(first).status_code == 200
    client.post(page)
    second = re.search(r"/proposals/deadlines/\S+?\.ics", client.get(page).content.decode()).group()
    assert (client.get(first).status_code, client.get(second).status_code) == (404, 200)
