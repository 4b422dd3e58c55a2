"""A card is withdrawn while its presses still lie on a phone: it named its child until that day, and nobody after."""

from datetime import date

import pytest

from qala.meals.models import Meal, ServiceEvent
from qala.meals.tests.eating import eat
from qala.meals.tests.factories import FRIDAY, THURSDAY, meal_school
from qala.roster.models import PupilCard

pytestmark = pytest.mark.django_db


def test_a_card_names_its_child_until_the_day_it_is_withdrawn():
    town = meal_school(pupils=1)
    (child,) = town.pupils
    PupilCard.objects.filter(pupil=child).delete()
    lost = {"issued_on": date(2026, 9, 1), "withdrawn_on": FRIDAY, "reason": "lost"}
    PupilCard.objects.create(pupil=child, code="QALA-LOST-0001", **lost)
    eat(town, ["QALA-LOST-0001"], THURSDAY)
    eat(town, ["QALA-LOST-0001"], FRIDAY)
    assert list(Meal.objects.values_list("pupil", "day")) == [(child.pk, THURSDAY)]
    late = ServiceEvent.objects.get(day=FRIDAY)
    assert (late.pupil, late.outcome, late.reason) == (None, "provisional", "unknown_child")
