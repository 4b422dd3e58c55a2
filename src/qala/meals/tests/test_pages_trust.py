"""Plates on trust: who stands behind each is named, and a class teacher looks at those of the own class."""

from datetime import date

import pytest
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, generate_private_key
from django.urls import reverse

from qala.meals.models import Meal, Provisional, Setting
from qala.meals.tests.eating import eat
from qala.meals.tests.factories import FRIDAY, THURSDAY, TerminalFactory, meal_school
from qala.people.tests.conftest import signed_in
from qala.people.tests.factories import AppointmentFactory
from qala.roster.tests.factories import EnrolmentFactory, SchoolClassFactory

pytestmark = pytest.mark.django_db
ENGLISH = {"headers": {"Accept-Language": "en"}}


@pytest.fixture
def town():
    town = meal_school(pupils=1)
    Setting.objects.create(
        slug="provisional_cap_permille", value=1000, unit="permille", from_on=date(2026, 10, 1), source="Test"
    )
    town.teacher = AppointmentFactory(role="class_teacher", organisation=town.school.organisation).person
    town.school_class.teacher = town.teacher
    town.school_class.save()
    other = SchoolClassFactory(school=town.school, year=town.school_class.year, grade=2, letter="Я")
    town.stranger = EnrolmentFactory(school_class=other).pupil
    town.own, town.others, town.nobodys = eat(town, [town.pupils[0], town.stranger, None], FRIDAY, how="teacher")
    return town


def read(person, town):
    answer = signed_in(person).get(reverse("meals:desk_trust", args=[town.school.slug]), **ENGLISH)
    assert answer.status_code == 200
    return answer.content.decode()


def press(person, town, event, **told):
    address = reverse("meals:desk_decide", args=[town.school.slug, event.pk])
    return signed_in(person).post(address, {"verb": "confirm"} | told).status_code


def test_a_class_teacher_comes_to_the_plates_of_the_own_class_and_no_other(town):
    address = reverse("meals:desk_trust", args=[town.school.slug])
    assert signed_in(town.teacher).get(reverse("meals:desk")).url == address
    shown = read(town.teacher, town)
    assert town.pupils[0].person.name.full in shown
    assert town.stranger.person.name.full not in shown
    assert "Unknown child" in shown
    assert press(town.teacher, town, town.others) == 404
    assert press(town.teacher, town, town.own) == 302
    assert Meal.objects.get().pupil == town.pupils[0]


def test_a_class_teacher_names_an_unknown_child_only_of_the_own_class(town):
    assert press(town.teacher, town, town.nobodys, pupil=town.stranger.pk) == 422
    assert Meal.objects.count() == 0
    assert press(town.teacher, town, town.nobodys, pupil=town.pupils[0].pk) == 302


def test_a_class_teacher_does_not_turn_away_a_child_who_may_be_of_another_class(town):
    assert press(town.teacher, town, town.nobodys, verb="reject") == 403
    assert press(town.teacher, town, town.own, verb="reject") == 302
    assert press(town.officer("school_director"), town, town.nobodys, verb="reject") == 302


def test_a_former_teacher_and_one_of_another_school_do_not_see_it(town):
    elsewhere = meal_school(pupils=1)
    stranger = AppointmentFactory(role="class_teacher", organisation=elsewhere.school.organisation).person
    assert signed_in(stranger).get(reverse("meals:desk_trust", args=[town.school.slug])).status_code == 403
    assert press(stranger, town, town.own) == 403


def test_who_vouched_is_named_and_does_not_confirm(town):
    Provisional.objects.filter(event=town.own).update(witness=town.teacher.actor_key)
    director = town.officer("school_director")
    assert f"Vouched for by {town.teacher.name.full}" in read(director, town)
    shown = read(town.teacher, town)
    assert "You vouched for it" in shown
    assert press(town.teacher, town, town.own) == 422
    assert press(director, town, town.own) == 302


def test_who_set_the_counter_up_answers_for_it(town):
    keeper = town.officer("school_director")
    town.secret = generate_private_key(SECP256R1())
    town.terminal = TerminalFactory(school=town.school, secret=town.secret, enrolled_by=keeper.actor_key)
    del town._phone
    eat(town, [town.pupils[0]], THURSDAY, how="teacher")
    assert f"{keeper.name.full} answers for this counter" in read(town.officer("social_pedagogue"), town)
