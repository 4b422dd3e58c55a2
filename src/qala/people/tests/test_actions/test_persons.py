"""A person is enrolled, corrected, reached."""

from datetime import date

import pytest

from qala.journal.models import Member
from qala.kernel.actors import RESIDENT, Job
from qala.kernel.refusals import Forbidden, Refusal
from qala.people import actions
from qala.people.models import Contact, Identity, Person
from qala.people.queries import (
    person_by_iin,
)
from qala.people.rules import Name, Newcomer
from qala.people.tests.factories import (
    ContactFactory,
    GuardianshipFactory,
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


@pytest.mark.parametrize("role", ["operator", "triage_officer", "protocol_controller", "administrator"])
def test_a_desk_enrols_a_person(role):
    person = actions.enrol(by=colleague(role), newcomer=NEWCOMER)
    person.refresh_from_db()
    assert person.name == Name("Сейітқызы", "Айгүл")
    assert [(row.kind, row.value) for row in person.contacts.all()] == [("phone", "+77012345678")]
    assert (last().verb, last().object) == ("people.person.enrolled", f"people.person:{person.pk}")
    assert journal_has_no("Сейітқызы", "Айгүл", "77012345678")


@pytest.mark.parametrize("by", [RESIDENT, "auditor", "statistician", "executor"])
def test_others_enrol_nobody(by):
    actor = colleague(by) if isinstance(by, str) else by
    with pytest.raises(Forbidden):
        actions.enrol(by=actor, newcomer=NEWCOMER)
    assert not Person.objects.filter(given="Айгүл").exists()


def test_a_wrong_iin_is_refused_with_its_field_and_source():
    with pytest.raises(Refusal) as refused:
        actions.enrol(by=JOB, newcomer=Newcomer(Name("Ли"), iin="123456789012"))
    assert list(refused.value.fields) == ["iin"]
    assert "adilet" in refused.value.source


def test_an_iin_is_sealed_and_only_a_confirmed_one_names_a_person():
    number = iin(7)
    claimed = actions.enrol(by=JOB, newcomer=Newcomer(Name("Ли"), iin=number))
    assert person_by_iin(number) is None
    confirmed = actions.enrol(by=JOB, newcomer=Newcomer(Name("Ли"), iin=number, iin_confirmed=True))
    assert person_by_iin(f"{number[:6]} {number[6:]}") == confirmed
    row = Identity.objects.get(person=claimed)
    assert row.iin == number
    assert number.encode() not in bytes(row.iin_seal)
    assert number not in row.iin_fingerprint + str(row)
    with pytest.raises(Refusal) as refused:
        actions.enrol(by=JOB, newcomer=Newcomer(Name("Ким"), iin=number, iin_confirmed=True))
    assert refused.value.code == "iin_taken"
    assert Person.objects.count() == 2


def test_an_iin_sealed_with_an_older_key_is_still_found_and_read(settings):
    settings.QALA_IDENTITY_KEYS = ["older"]
    person = actions.enrol(by=JOB, newcomer=Newcomer(Name("Ли"), iin=iin(9), iin_confirmed=True))
    settings.QALA_IDENTITY_KEYS = ["newer", "older"]
    assert person_by_iin(iin(9)) == person
    assert Identity.objects.get(person=person).iin == iin(9)


def test_many_are_enrolled_with_few_statements_and_one_line_each(django_assert_max_num_queries):
    crowd = [
        Newcomer(Name(f"Ли{n}"), iin=iin(n), iin_confirmed=True, contacts={"phone": "+77012345678"}) for n in range(200)
    ]
    with django_assert_max_num_queries(12):
        people = actions.enrol_many(by=JOB, newcomers=crowd)
    assert last().object == "people.batch:200"
    assert Member.objects.filter(entry=last()).count() == 200 == len(people) == Contact.objects.count()


def test_one_wrong_newcomer_stops_the_whole_crowd():
    with pytest.raises(Refusal):
        actions.enrol_many(by=JOB, newcomers=[NEWCOMER, Newcomer(Name("Ли"), iin="1")])
    with pytest.raises(Forbidden):
        actions.enrol_many(by=RESIDENT, newcomers=[NEWCOMER])
    assert Person.objects.count() == 0


def test_a_name_is_corrected_by_an_administrator_only():
    person = PersonFactory()
    with pytest.raises(Forbidden):
        actions.correct_name(by=colleague("operator"), person=person, name=Name("Ким"))
    actions.correct_name(by=administrator(), person=person, name=Name("Ким", "Анна"))
    person.refresh_from_db()
    assert person.name == Name("Ким", "Анна")
    assert last().verb == "people.person.corrected"
    with pytest.raises(Refusal):
        actions.correct_name(by=JOB, person=person, name=Name(" "))


def test_a_person_and_a_guardian_choose_the_language_a_stranger_does_not():
    bond = GuardianshipFactory()
    for by in (bond.child, bond.guardian):
        actions.choose_language(by=by, person=bond.child, language="ru")
        assert last().facts == {"language": "ru"}
    with pytest.raises(Forbidden):
        actions.choose_language(by=PersonFactory(), person=bond.child, language="en")
    with pytest.raises(Refusal):
        actions.choose_language(by=bond.child, person=bond.child, language="de")
    bond.child.refresh_from_db()
    assert bond.child.language == "ru"


def test_a_contact_is_replaced_unconfirmed_and_removed():
    person = ContactFactory(confirmed=True).person
    contact = actions.write_contact(by=person, person=person, kind="email", value="New@Example.kz")
    assert (contact.value, contact.confirmed_at, person.contacts.count()) == ("new@example.kz", None, 1)
    assert last().facts == {"kind": "email"}
    with pytest.raises(Refusal):
        actions.write_contact(by=person, person=person, kind="email", value="new")
    with pytest.raises(Refusal):
        actions.write_contact(by=person, person=person, kind="pigeon", value="new")
    for change in (actions.remove_contact, lambda **facts: actions.write_contact(**facts, value="+77010000000")):
        with pytest.raises(Forbidden):
            change(by=PersonFactory(), person=person, kind="phone")
    actions.remove_contact(by=person, person=person, kind="email")
    assert last().verb == "people.contact.removed"
    with pytest.raises(Refusal):
        actions.remove_contact(by=person, person=person, kind="email")
