from datetime import date

import pytest

from qala.kernel.actors import Job
from qala.kernel.refusals import Forbidden, Refusal
from qala.people.tests.factories import PersonFactory
from qala.roster import actions, queries
from qala.roster.models import Enrolment, Pupil
from qala.roster.tests.factories import (
    FIRST,
    OVER,
    EnrolmentFactory,
    PupilCardFactory,
    SchoolClassFactory,
    officer,
    parent_of,
)
from qala.roster.tests.journal import told

pytestmark = pytest.mark.django_db
MOVED = date(2026, 11, 2)


def test_a_child_is_enrolled_until_the_year_is_over():
    school_class, child = SchoolClassFactory(), PersonFactory(child=True)
    by = officer("social_pedagogue", school_class.school)
    place = actions.enrol(by=by, person=child, school_class=school_class, from_on=FIRST)
    assert (place.until_on, place.left_reason, place.pupil.person) == (OVER, "", child)
    assert told("roster.pupil.enrolled").facts["pupil"] == place.pupil_id
    with pytest.raises(Refusal) as no:
        actions.enrol(by=by, person=child, school_class=SchoolClassFactory(school=school_class.school), from_on=MOVED)
    assert no.value.code == "in_a_class"
    assert Pupil.objects.count() == 1


def test_a_parent_enrols_nobody():
    with pytest.raises(Forbidden):
        actions.enrol(
            by=PersonFactory(), person=PersonFactory(child=True), school_class=SchoolClassFactory(), from_on=FIRST
        )
    assert not Pupil.objects.exists()


@pytest.mark.parametrize("facts", [{}, {"nameless_birth": True}, {"erased": True}])
def test_only_a_child_with_a_birth_date_is_enrolled(facts):
    with pytest.raises(Refusal) as no:
        actions.enrol(
            by=Job("register"), person=PersonFactory(**facts), school_class=SchoolClassFactory(), from_on=FIRST
        )
    assert no.value.code == "not_a_child"


def test_the_day_lies_within_the_year_of_the_class():
    with pytest.raises(Refusal) as no:
        actions.enrol(
            by=Job("register"), person=PersonFactory(child=True), school_class=SchoolClassFactory(), from_on=OVER
        )
    assert no.value.code == "wrong_day"


def test_a_pupil_moves_to_another_school_by_the_hand_of_that_school():
    old = EnrolmentFactory()
    to = SchoolClassFactory()
    place = actions.transfer(by=officer("social_pedagogue", to.school), enrolment=old, to=to, on=MOVED)
    old.refresh_from_db()
    assert (old.until_on, old.left_reason) == (MOVED, "school_change")
    assert queries.enrolment_on(place.pupil, date(2026, 11, 1)) == old
    assert queries.enrolment_on(place.pupil, MOVED) == place
    assert told("roster.pupil.transferred").facts["now"] == to.pk


def test_within_a_school_it_is_a_change_of_class():
    old = EnrolmentFactory()
    to = SchoolClassFactory(school=old.school_class.school)
    actions.transfer(by=officer("school_director", to.school), enrolment=old, to=to, on=MOVED)
    old.refresh_from_db()
    assert old.left_reason == "class_change"


def test_the_school_a_pupil_leaves_sends_nobody_to_another():
    old, to = EnrolmentFactory(), SchoolClassFactory()
    with pytest.raises(Forbidden):
        actions.transfer(by=officer("school_director", old.school_class.school), enrolment=old, to=to, on=MOVED)
    with pytest.raises(Forbidden):
        actions.transfer(by=Job("register"), enrolment=EnrolmentFactory(left=True), to=to, on=MOVED)
    with pytest.raises(Refusal) as no:
        actions.transfer(by=Job("register"), enrolment=old, to=old.school_class, on=MOVED)
    assert no.value.code == "same_class"
    assert Enrolment.objects.count() == 2


def test_a_pupil_leaves_for_a_reason():
    place = EnrolmentFactory()
    by = officer("social_pedagogue", place.school_class.school)
    with pytest.raises(Refusal):
        actions.leave(by=by, enrolment=place, until_on=MOVED, reason="why not")
    actions.leave(by=by, enrolment=place, until_on=MOVED, reason="left_city")
    assert queries.enrolment_on(place.pupil, MOVED) is None
    assert told("roster.pupil.left").facts["reason"] == "left_city"
    with pytest.raises(Refusal) as no:
        actions.leave(by=by, enrolment=place, until_on=MOVED, reason="other")
    assert no.value.code == "wrong_day"


def test_a_parent_takes_nobody_out():
    place = EnrolmentFactory()
    with pytest.raises(Forbidden):
        actions.leave(by=parent_of(place.pupil), enrolment=place, until_on=MOVED, reason="other")


def test_a_card_is_issued_lost_and_replaced():
    place = EnrolmentFactory()
    by = officer("social_pedagogue", place.school_class.school)
    card = actions.issue_card(by=by, enrolment=place, code="QALA-1", on=FIRST)
    assert told("roster.card.issued").facts["pupil"] == place.pupil_id
    with pytest.raises(Refusal) as no:
        actions.issue_card(by=by, enrolment=place, code="QALA-2", on=MOVED)
    assert no.value.code == "has_card"
    actions.withdraw_card(by=by, card=card, enrolment=place, on=MOVED, reason="lost")
    assert told("roster.card.withdrawn").facts["reason"] == "lost"
    actions.issue_card(by=by, enrolment=place, code="QALA-2", on=MOVED)
    assert queries.pupil_by_card("QALA-1", FIRST) == place.pupil
    assert queries.pupil_by_card("QALA-1", MOVED) is None
    assert queries.pupil_by_card("QALA-2", FIRST) is None
    assert queries.card_of(place.pupil).code == "QALA-2"


def test_a_card_is_refused_to_strangers_twice_and_with_an_odd_code():
    place, other = EnrolmentFactory(), PupilCardFactory()
    with pytest.raises(Forbidden):
        actions.issue_card(by=parent_of(place.pupil), enrolment=place, code="QALA-1", on=FIRST)
    with pytest.raises(Refusal) as no:
        actions.issue_card(by=Job("register"), enrolment=place, code=other.code, on=FIRST)
    assert no.value.code == "card_taken"
    with pytest.raises(Refusal) as no:
        actions.issue_card(by=Job("register"), enrolment=place, code="карта", on=FIRST)
    assert no.value.code == "wrong_code"
    with pytest.raises(Forbidden):
        actions.withdraw_card(by=Job("register"), card=other, enrolment=place, on=FIRST, reason="lost")
    lost = PupilCardFactory(lost=True, pupil=place.pupil)
    with pytest.raises(Refusal):
        actions.withdraw_card(by=Job("register"), card=lost, enrolment=place, on=MOVED, reason="lost")
