"""Who asks: browsers signed in as people in several roles."""

from collections.abc import Callable

import pytest
from django.test import Client

from qala.people.middleware import SESSION_KEY
from qala.people.models import Person
from qala.people.tests.factories import AccountFactory, AdminSessionFactory, AppointmentFactory, PersonFactory

SignIn = Callable[..., Client]


def signed_in(person: Person, *, empowered: bool = False) -> Client:
    """A browser in which this person is signed in; `empowered` by an administrator's session."""
    account = getattr(person, "account", None) or AccountFactory(person=person, resident=True)
    client = Client()
    client.force_login(account)
    if empowered:
        session = client.session
        session[SESSION_KEY] = AdminSessionFactory(person=person).pk
        session.save()
    return client


@pytest.fixture
def browser_of() -> SignIn:
    """`browser_of("auditor")`, `browser_of("guest")`, `browser_of(person)`."""

    def open_browser(who: str | Person, *, empowered: bool = False) -> Client:
        if who == "guest":
            return Client()
        if who == "resident":
            return signed_in(PersonFactory())
        if who == "empowered":
            return signed_in(AppointmentFactory(role="administrator").person, empowered=True)
        person = AppointmentFactory(role=who).person if isinstance(who, str) else who
        return signed_in(person, empowered=empowered)

    return open_browser
