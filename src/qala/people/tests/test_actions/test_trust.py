"""Consent and guardianship."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, ProgrammingError, transaction

from qala.journal.models import Entry
from qala.kernel.actors import Job
from qala.kernel.clock import today
from qala.kernel.refusals import Forbidden, Refusal
from qala.kernel.translated import Translated
from qala.people import actions
from qala.people.queries import (
    guardians_of,
    has_consent,
    wards_of,
    wording,
)
from qala.people.tests.factories import (
    PersonFactory,
    administrator,
    colleague,
)
from qala.people.tests.journal import last

pytestmark = pytest.mark.django_db
BEGAN = date(2026, 9, 1)
JOB = Job("people.tests")


def test_consent_is_given_in_todays_words_and_taken_back():
    person = PersonFactory()
    assert not has_consent(person, "name-in-public")
    consent = actions.give_consent(by=person, person=person, purpose="name-in-public")
    assert consent.text_version == "1"
    assert has_consent(person, "name-in-public")
    assert last().verb == "people.consent.given"
    with pytest.raises(Refusal) as refused:
        actions.give_consent(by=person, person=person, purpose="name-in-public")
    assert refused.value.code == "agreed"
    actions.withdraw_consent(by=person, person=person, purpose="name-in-public")
    assert not has_consent(person, "name-in-public")
    assert last().verb == "people.consent.withdrawn"
    with pytest.raises(Refusal):
        actions.withdraw_consent(by=person, person=person, purpose="name-in-public")
    actions.give_consent(by=person, person=person, purpose="name-in-public")
    assert person.consents.count() == 2


def test_nobody_agrees_for_another_or_to_what_is_not_asked():
    person = PersonFactory()
    for change in (actions.give_consent, actions.withdraw_consent):
        with pytest.raises(Forbidden):
            change(by=administrator(), person=person, purpose="name-in-public")
    with pytest.raises(Refusal) as refused:
        actions.give_consent(by=person, person=person, purpose="sell-my-kidney")
    assert refused.value.status == 404


def test_a_new_wording_stands_beside_the_old_which_never_changes():
    old = wording("name-in-public")
    words = Translated(kk="Жаңа", ru="Новое")
    facts = {"purpose": "name-in-public", "version": "2", "title": words, "text": words, "from_on": today()}
    with pytest.raises(Forbidden):
        actions.word_consent(by=colleague("signer"), **facts)
    with pytest.raises(Refusal):
        actions.word_consent(by=JOB, **(facts | {"text": Translated(kk="Жаңа")}))
    actions.word_consent(by=administrator(), **facts)
    assert last().verb == "people.consent.worded"
    assert wording("name-in-public").version == "2"
    assert wording("name-in-public", today() - timedelta(days=1)) == old
    with pytest.raises(Refusal):
        actions.word_consent(by=JOB, **facts)
    with pytest.raises((IntegrityError, ProgrammingError)), transaction.atomic():
        type(old).objects.filter(pk=old.pk).update(version="9")


def test_a_guardian_answers_for_a_child_until_the_day_it_ends():
    child, guardian = PersonFactory(child=True), PersonFactory()
    facts = {"guardian": guardian, "child": child, "basis": "birth", "from_on": today() - timedelta(days=5)}
    with pytest.raises(Forbidden):
        actions.add_guardianship(by=guardian, **facts)
    bond = actions.add_guardianship(by=administrator(), **facts)
    assert last().verb == "people.guardianship.added"
    assert list(guardians_of(child)) == [guardian]
    assert list(wards_of(guardian)) == [child]
    with pytest.raises(Refusal) as refused:
        actions.add_guardianship(by=JOB, **facts)
    assert refused.value.code == "guarded"
    with pytest.raises(Refusal):
        actions.close_guardianship(by=JOB, guardianship=bond, until_on=today() - timedelta(days=9))
    with pytest.raises(Forbidden):
        actions.close_guardianship(by=guardian, guardianship=bond, until_on=today())
    actions.close_guardianship(by=JOB, guardianship=bond, until_on=today())
    assert last().verb == "people.guardianship.closed"
    assert list(guardians_of(child)) == []


def test_a_wrong_guardianship_is_refused():
    child, grown = PersonFactory(child=True), PersonFactory()
    for wrong in (
        {"guardian": child, "child": child},
        {"guardian": PersonFactory(child=True), "child": child},
        {"guardian": grown, "child": PersonFactory()},
        {"guardian": grown, "child": PersonFactory(nameless_birth=True)},
        {"guardian": grown, "child": child, "basis": "friendship"},
        {"guardian": PersonFactory(erased=True), "child": child},
    ):
        with pytest.raises(Refusal):
            actions.add_guardianship(by=JOB, **({"basis": "birth", "from_on": today()} | wrong))


def test_a_register_writes_down_many_guardianships_or_none():
    parent, one, two = PersonFactory(), PersonFactory(child=True), PersonFactory(child=True)
    bonds = [(parent, one), (parent, two)]
    with pytest.raises(Forbidden):
        actions.add_guardianships(by=parent, bonds=bonds, basis="birth", from_on=BEGAN)
    with pytest.raises(Refusal):
        actions.add_guardianships(by=Job("register"), bonds=[(one, two)], basis="birth", from_on=BEGAN)
    assert actions.add_guardianships(by=Job("register"), bonds=bonds, basis="birth", from_on=BEGAN) == 2
    assert set(wards_of(parent)) == {one, two}
    assert Entry.objects.get(verb="people.guardianship.added").members.count() == 2
