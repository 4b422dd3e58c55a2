"""The factories make a school that really serves: what a phone signs is taken in, counted and drawn."""

import pytest

from qala.meals.actions.serving import receive
from qala.meals.models import Meal
from qala.meals.tests.factories import PRICES, YOUNG, meal_school, trial_balance

pytestmark = pytest.mark.django_db


def test_a_school_serves_its_first_meal():
    town = meal_school(pupils=2)
    phone = town.phone
    (answer,) = receive(by=town.terminal, signed=[phone.press(town.pupils[0])])
    assert (answer.outcome, answer.reason) == ("accepted", "")
    assert Meal.objects.get().tiyn == PRICES[YOUNG] == town.money("payable")
    assert trial_balance() == 0


def test_a_card_works_like_the_child():
    town = meal_school(pupils=1, with_cards=True)
    (answer,) = receive(by=town.terminal, signed=[town.phone.press(town.pupils[0].cards.get().code)])
    assert answer.outcome == "accepted"


def test_a_forged_signature_is_refused():
    town, other = meal_school(pupils=1), meal_school(pupils=1)
    forged = other.phone
    forged.terminal = town.terminal
    (answer,) = receive(by=town.terminal, signed=[forged.press(town.pupils[0])])
    assert (answer.outcome, answer.reason) == ("refused", "not_signed")
    assert not Meal.objects.exists()
