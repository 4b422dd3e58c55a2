"""What is known of people goes."""

from datetime import date, timedelta

import pytest
from django.utils.translation import override

from qala.journal.models import Member, Secret
from qala.kernel.actors import Job
from qala.kernel.clock import now, today
from qala.kernel.refusals import Forbidden, Refusal
from qala.people import actions
from qala.people.actions import erasing
from qala.people.models import Account, AdminSession, Contact, Identity, Person
from qala.people.rules import Name
from qala.people.tests.factories import (
    AccountFactory,
    AdminSessionFactory,
    AppointmentFactory,
    ConsentFactory,
    ContactFactory,
    GuardianshipFactory,
    IdentityFactory,
    PersonFactory,
    administrator,
    colleague,
)
from qala.people.tests.journal import last

pytestmark = pytest.mark.django_db
JOB = Job("people.tests")


def full_person(**facts) -> Person:
    person = PersonFactory(**facts)
    ContactFactory(person=person)
    IdentityFactory(person=person, confirmed=True)
    ConsentFactory(person=person)
    AccountFactory(person=person, resident=True)
    AdminSessionFactory(person=person, closed=True)
    return person


def test_a_person_erases_themselves_and_a_tombstone_stays():
    person = full_person()
    actions.erase_person(by=person, person=person)
    person.refresh_from_db()
    assert person.is_erased
    assert (person.name, person.birth_on) == (Name(), None)
    assert not Contact.objects.exists()
    assert not Identity.objects.exists()
    assert not Account.objects.exists()
    assert AdminSession.objects.get().reason == ""
    assert person.consents.count() == 1
    assert last().facts == {"reason": "request"}
    with pytest.raises(Refusal) as refused:
        actions.erase_person(by=JOB, person=person)
    assert refused.value.code == "erased"


def test_a_stranger_erases_nobody_and_an_office_or_a_child_holds_a_person():
    with pytest.raises(Forbidden):
        actions.erase_person(by=colleague("operator"), person=PersonFactory())
    bond = GuardianshipFactory()
    for person in (colleague(), AppointmentFactory(to_come=True).person, bond.guardian, bond.child):
        with pytest.raises(Refusal) as refused:
            actions.erase_person(by=JOB, person=person)
        assert refused.value.code == "still_needed"
    actions.erase_person(by=JOB, person=AppointmentFactory(ended=True).person)
    actions.erase_person(by=JOB, person=GuardianshipFactory(ended=True).guardian)


def test_retention_takes_contact_first_then_the_person():
    person = full_person(needed_on=date(2026, 1, 1), enrolled_at=now() - timedelta(days=400))
    assert actions.erase_due_contacts(by=JOB, on=date(2026, 12, 31)) == 0
    assert actions.erase_due_contacts(by=JOB, on=date(2027, 1, 1)) == 1
    assert actions.erase_due_contacts(by=JOB, on=date(2027, 1, 1)) == 0
    person.refresh_from_db()
    assert person.contact_erased_at is not None
    assert not person.contacts.exists()
    assert Member.objects.get(entry__verb="people.contact.expired").object == f"people.person:{person.pk}"
    assert actions.erase_due_persons(by=JOB, on=date(2028, 12, 30)) == 0
    assert actions.erase_due_persons(by=JOB, on=date(2028, 12, 31)) == 1
    person.refresh_from_db()
    assert person.erasure_reason == "retention"
    assert not Identity.objects.exists()
    assert last().verb == "people.person.expired"


def test_retention_is_a_job_and_passes_by_those_in_office():
    PersonFactory(quiet_for_years=True)
    AppointmentFactory(person=PersonFactory(quiet_for_years=True))
    for run in (actions.erase_due_contacts, actions.erase_due_persons):
        with pytest.raises(Forbidden):
            run(by=administrator())
        assert run(by=JOB) == 1


def test_a_person_the_city_needed_lately_is_kept_longer():
    person = PersonFactory(quiet_for_years=True)
    with pytest.raises(Forbidden):
        actions.keep(by=PersonFactory(), person=person, needed_on=today())
    actions.keep(by=colleague("operator"), person=person, needed_on=today())
    assert last().verb == "people.person.needed"
    actions.keep(by=JOB, person=person, needed_on=date(2020, 1, 1))
    person.refresh_from_db()
    assert person.needed_on == today()
    assert actions.erase_due_persons(by=JOB) == 0


def test_a_new_contact_begins_the_time_of_contact_again():
    person = PersonFactory(without_contact=True)
    actions.write_contact(by=person, person=person, kind="phone", value="+77010000000")
    person.refresh_from_db()
    assert person.contact_erased_at is None


def test_the_leaves_of_an_erased_person_become_blind():
    person = full_person()
    Secret.objects.create(subject=f"people.person:{person.pk}", secret=bytes(32))
    actions.erase_person(by=person, person=person)
    assert not Secret.objects.exists()


def test_a_part_that_still_needs_a_person_keeps_them(monkeypatch):
    person, other = full_person(needed_on=date(2001, 1, 1)), full_person(needed_on=date(2001, 1, 1))
    monkeypatch.setattr(erasing, "still_needed", lambda keys: {person.pk} & set(keys))
    with pytest.raises(Refusal, match="needs"), override("en"):
        actions.erase_person(by=person, person=person)
    assert actions.erase_due_persons(by=JOB) == 1
    other.refresh_from_db()
    person.refresh_from_db()
    assert (other.is_erased, person.is_erased) == (True, False)
