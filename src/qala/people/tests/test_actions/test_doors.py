"""Accounts and administrators' sessions."""

from datetime import date, timedelta

import pytest

from qala.kernel.actors import Job
from qala.kernel.refusals import Forbidden, Refusal
from qala.people import actions
from qala.people.models import Person
from qala.people.queries import (
    person_by_iin,
)
from qala.people.rules import Name, Newcomer
from qala.people.tests.factories import (
    AccountFactory,
    AdminSessionFactory,
    PersonFactory,
    administrator,
    colleague,
    iin,
)
from qala.people.tests.journal import journal_has_no, last

pytestmark = pytest.mark.django_db
JOB = Job("people.tests")
NEWCOMER = Newcomer(
    Name(" Сейітқызы", "Айгүл "), "ru", date(1990, 5, 15), contacts={"phone": "8 701 234 56 78", "email": ""}
)


def test_an_account_opens_by_e_mail_or_for_the_identity_provider_alone():
    person = PersonFactory()
    account = actions.open_account(
        by=administrator(), person=person, email="A@Example.kz", password="correct horse battery"
    )
    assert account.email == "a@example.kz"
    assert account.check_password("correct horse battery")
    assert last().facts == {"by_email": True, "person": str(person.pk)}
    resident = actions.open_account(by=JOB, person=PersonFactory())
    assert (resident.email, resident.has_usable_password()) == (None, False)
    assert journal_has_no("example.kz")


def test_a_wrong_account_is_refused():
    taken = AccountFactory()
    for wrong in (
        {"email": "x"},
        {"email": taken.email},
        {"email": "a@example.kz", "password": "short"},
        {"person": taken.person},
    ):
        with pytest.raises(Refusal):
            actions.open_account(by=JOB, **({"person": PersonFactory()} | wrong))
    with pytest.raises(Forbidden):
        actions.open_account(by=colleague("operator"), person=PersonFactory())
    with pytest.raises(Forbidden):
        actions.open_account(by=JOB, person=PersonFactory(erased=True))


def test_a_colleague_is_engaged_with_both_or_neither():
    account = actions.engage(
        by=administrator(), newcomer=NEWCOMER, email="a@example.kz", password="correct horse battery"
    )
    assert account.person.given == "Айгүл"
    assert last().verb == "people.colleague.engaged"
    before = Person.objects.count()
    with pytest.raises(Refusal):
        actions.engage(by=JOB, newcomer=NEWCOMER, email="a@example.kz", password="correct horse battery")
    assert Person.objects.count() == before
    with pytest.raises(Forbidden):
        actions.engage(
            by=colleague("operator"), newcomer=NEWCOMER, email="b@example.kz", password="correct horse battery"
        )


def test_whom_the_provider_vouches_for_is_welcomed_once():
    newcomer = Newcomer(Name("Ли"), iin=iin(3), iin_confirmed=True)
    first = actions.welcome(by=JOB, newcomer=newcomer)
    assert last().verb == "people.resident.welcomed"
    again = actions.welcome(by=JOB, newcomer=newcomer, known=person_by_iin(iin(3)))
    assert first == again
    with pytest.raises(Forbidden):
        actions.welcome(by=administrator(), newcomer=newcomer)


def test_an_administrators_session_is_short_and_has_a_reason():
    boss = administrator()
    session = actions.open_admin_session(by=boss, reason="A colleague left today.", minutes=30)
    assert session.until_at - session.opened_at == timedelta(minutes=30)
    assert last().facts == {"minutes": 30}
    for wrong in ({"minutes": 31}, {"minutes": 0}, {"reason": " why  "}):
        with pytest.raises(Refusal):
            actions.open_admin_session(**({"by": boss, "reason": "A colleague left today.", "minutes": 5} | wrong))
    for other in (colleague("auditor"), JOB, PersonFactory()):
        with pytest.raises(Forbidden):
            actions.open_admin_session(by=other, reason="A colleague left today.", minutes=5)


def test_a_request_under_more_power_is_noted_while_the_session_lives():
    boss = administrator()
    session = AdminSessionFactory(person=boss)
    actions.note_admin_request(by=boss, session=session, method="POST", route="office/admin/people/<int:pk>/end/")
    assert last().verb == "people.admin_request.made"
    assert last().facts == {"method": "POST", "route": "office/admin/people/<int:pk>/end/"}
    for dead in (AdminSessionFactory(person=boss, over=True), AdminSessionFactory(person=boss, closed=True)):
        with pytest.raises(Forbidden):
            actions.note_admin_request(by=boss, session=dead, method="GET", route="x")
    with pytest.raises(Forbidden):
        actions.note_admin_request(by=administrator(), session=session, method="GET", route="x")
    with pytest.raises(Forbidden):
        actions.close_admin_session(by=administrator(), session=session)
    actions.close_admin_session(by=boss, session=session)
    assert not session.is_live()
    assert last().verb == "people.admin_session.closed"


def test_only_the_owner_notes_a_change_of_keys():
    account = AccountFactory()
    actions.note_key_change(by=account.person, account=account, key="totp")
    assert (last().verb, last().facts["key"]) == ("people.key.changed", "totp")
    with pytest.raises(Forbidden):
        actions.note_key_change(by=administrator(), account=account, key="totp")
