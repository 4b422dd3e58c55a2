"""The category a school's body decides: where the city caps it, the earlier decision comes first, and nobody vanishes."""

from datetime import date

import pytest

from qala.meals.actions.lists import form_list
from qala.meals.models import Proof, Setting
from qala.meals.queries.entitled import entitled, entitled_but_not_listed
from qala.meals.rules.bases import beyond_cap
from qala.meals.tests.factories import NOVEMBER, meal_school

pytestmark = pytest.mark.django_db
FIRST = date(2026, 9, 1)


def named(pupil, day, basis="collegial"):
    Proof.objects.create(pupil=pupil, basis=basis, from_on=day, register="school-body")


def cap(permille):
    Setting.objects.create(
        slug="collegial_cap_permille", value=permille, unit="permille", from_on=date(2026, 10, 1), source="Test"
    )


@pytest.fixture
def town():
    town = meal_school(pupils=4, grade=7, active=False)
    for child, day in zip(town.pupils, (4, 3, 2, 1), strict=True):
        named(child, FIRST.replace(day=day))
    return town


def test_without_a_cap_all_stand_on_the_list(town):
    formed = form_list(by=town.officer("social_pedagogue"), school=town.school, month=NOVEMBER)
    assert formed.lines.filter(removed_because="").count() == 4


def test_above_the_cap_the_earlier_decision_comes_first_and_the_rest_stay_visible(town):
    cap(500)
    formed = form_list(by=town.officer("social_pedagogue"), school=town.school, month=NOVEMBER)
    told = dict(formed.lines.values_list("pupil", "removed_because"))
    first, second, third, fourth = (child.pk for child in town.pupils)
    assert told == {fourth: "", third: "", second: "collegial_cap", first: "collegial_cap"}
    assert entitled_but_not_listed(formed) == []


def test_another_basis_is_never_capped(town):
    cap(0)
    named(town.pupils[0], FIRST, "orphan")
    assert [one.basis for one in entitled(town.school, date(2026, 11, 20)).values()] == ["orphan"]


def test_the_same_day_is_told_apart_by_the_key():
    assert beyond_cap([(FIRST, "b"), (FIRST, "a"), (date(2026, 8, 1), "c")], 2) == ["b"]
    assert beyond_cap([], 0) == []
