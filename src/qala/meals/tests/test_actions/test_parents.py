"""A parent agrees and takes it back, rates a meal once, and complains in words that can be erased."""

import pytest
from django.db import DatabaseError, transaction

from qala.journal.models import Entry
from qala.kernel.announcements import deliver_waiting
from qala.kernel.clock import today
from qala.kernel.models import Announcement, Words
from qala.kernel.refusals import Forbidden, Refusal
from qala.meals.actions.parents import LONGEST, agree, raise_concern, rate, take_back
from qala.meals.actions.vouchers import rest_withdrawn, resume, suspend
from qala.meals.models import Pause, Rating
from qala.meals.tests.eating import eat
from qala.meals.tests.factories import FRIDAY, JOB, department, meal_school
from qala.people.actions import give_consent, withdraw_consent
from qala.people.tests.factories import PersonFactory
from qala.roster.tests.factories import parent_of

pytestmark = pytest.mark.django_db


def recorded(verb):
    return list(Entry.objects.filter(verb=verb).values_list("actor", flat=True))


def test_a_consent_is_taken_back_and_given_again_and_the_child_goes_on_eating():
    town = meal_school(pupils=1)
    (voucher,), parent = town.vouchers, parent_of(town.pupils[0])
    take_back(by=parent, voucher=voucher)
    voucher.refresh_from_db()
    assert voucher.state == "suspended"
    assert Pause.objects.get(until_on=None).from_on == today()
    with pytest.raises(Refusal):
        take_back(by=parent, voucher=voucher)
    (before,) = eat(town, town.pupils, FRIDAY)
    assert before.outcome == "accepted", "the pause begins today, not last Friday"
    agree(by=parent, voucher=voucher)
    voucher.refresh_from_db()
    assert (voucher.state, Pause.objects.filter(until_on=None).exists()) == ("active", False)
    assert recorded("meals.consent.withdrawn") == recorded("meals.consent.given") == [parent.actor_key]


def test_a_parent_takes_the_consent_back_while_the_school_has_paused_the_voucher():
    town = meal_school(pupils=1)
    (voucher,), parent, pedagogue = town.vouchers, parent_of(town.pupils[0]), town.officer("social_pedagogue")
    suspend(by=pedagogue, voucher=voucher, reason="long_absence")
    take_back(by=parent, voucher=voucher)
    voucher.consent.refresh_from_db()
    assert (voucher.state, voucher.consent.withdrawn_at is None) == ("suspended", False)
    with pytest.raises(Refusal) as refused:
        resume(by=pedagogue, voucher=voucher)
    assert refused.value.code == "no_consent"
    agree(by=parent, voucher=voucher)
    assert (voucher.state, voucher.consent.withdrawn_at) == ("suspended", None), "the school's pause goes on"
    assert resume(by=pedagogue, voucher=voucher).state == "active"


def test_a_consent_taken_back_on_the_page_of_the_person_lets_the_voucher_rest():
    town = meal_school(pupils=2)
    (voucher, other), parent = town.vouchers, parent_of(town.pupils[0])
    withdraw_consent(by=parent, person=town.pupils[0].person, purpose="school-meals")
    assert deliver_waiting() >= 1
    for row in (voucher, other):
        row.refresh_from_db()
    assert (voucher.state, other.state) == ("suspended", "active")
    assert Pause.objects.get(until_on=None).reason == "consent_withdrawn"
    with pytest.raises(Forbidden):
        rest_withdrawn(by=parent, person=town.pupils[1].person_id)
    assert rest_withdrawn(by=JOB, person=town.pupils[0].person_id) == 0, "told twice is once"
    agree(by=parent, voucher=voucher)
    assert voucher.state == "active"


def test_a_consent_given_again_before_the_word_arrives_rests_nothing():
    town = meal_school(pupils=1)
    (voucher,), parent, person = town.vouchers, parent_of(town.pupils[0]), town.pupils[0].person
    withdraw_consent(by=parent, person=person, purpose="school-meals")
    again = give_consent(by=parent, person=person, purpose="school-meals")
    deliver_waiting()
    voucher.refresh_from_db()
    assert (voucher.state, voucher.consent) == ("active", again)


def test_nobody_else_agrees_for_a_child():
    town = meal_school(pupils=2)
    strangers = (parent_of(town.pupils[1]), town.officer("school_director"), department(), PersonFactory())
    for stranger in strangers:
        for action in (agree, take_back):
            with pytest.raises(Forbidden):
                action(by=stranger, voucher=town.vouchers[0])
    assert not recorded("meals.consent.withdrawn")


def test_a_meal_is_rated_once_by_each_parent_and_nobody_takes_it_away():
    town = meal_school(pupils=2)
    (event, other) = eat(town, town.pupils, FRIDAY)
    parent = parent_of(town.pupils[0])
    rating = rate(by=parent, event=event, stars=2)
    assert (rating.school, rating.day, rating.stars) == (town.school, FRIDAY, 2)
    with pytest.raises(Refusal) as refused:
        rate(by=parent, event=event, stars=5)
    assert refused.value.code == "rated"
    assert rate(by=parent_of(town.pupils[0]), event=event, stars=4).stars == 4
    with pytest.raises(Forbidden):
        rate(by=parent, event=other, stars=1)
    with pytest.raises(DatabaseError), transaction.atomic():
        Rating.objects.filter(pk=rating.pk).delete()
    assert len(recorded("meals.rating.given")) == 2


@pytest.mark.parametrize("stars", [0, 6])
def test_stars_are_one_to_five(stars):
    town = meal_school(pupils=1)
    (event,) = eat(town, town.pupils, FRIDAY)
    with pytest.raises(DatabaseError), transaction.atomic():
        rate(by=parent_of(town.pupils[0]), event=event, stars=stars)


def test_an_unknown_childs_plate_is_rated_by_nobody():
    town = meal_school(pupils=1)
    (event,) = eat(town, [None], FRIDAY, how="teacher")
    with pytest.raises(Forbidden):
        rate(by=parent_of(town.pupils[0]), event=event, stars=3)


def test_a_complaint_is_told_on_and_its_words_can_be_erased():
    town = meal_school(pupils=2)
    event, other = eat(town, town.pupils, FRIDAY)
    child, parent = town.pupils[0], parent_of(town.pupils[0])
    told = raise_concern(by=parent, pupil=child, event=event, words=f"  Суық көже {'а' * LONGEST}", language="kk")
    assert told.payload == {"about": f"meals.serviceevent:{event.pk}", "language": "kk", "raised_by": parent.actor_key}
    assert told.said.startswith("Суық көже")
    assert len(told.said) == LONGEST
    assert "Суық" not in str(Entry.objects.get(verb="meals.concern.raised").facts)
    Words.objects.all().delete()
    assert Announcement.objects.get(pk=told.pk).said == ""
    with pytest.raises(Refusal) as refused:
        raise_concern(by=parent, pupil=child, event=event, words="  ", language="kk")
    assert refused.value.code == "words_missing"
    with pytest.raises(Forbidden):
        raise_concern(by=parent, pupil=child, event=other, words="x", language="kk")
    with pytest.raises(Forbidden):
        raise_concern(by=department(), pupil=child, event=event, words="x", language="kk")
