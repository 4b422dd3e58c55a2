"""Parents' stars: told of a month that is over, where enough parents spoke; never of a day, never of a few."""

from datetime import date, datetime

import pytest
import time_machine
from django.urls import reverse

from qala.kernel.clock import CITY
from qala.meals.models import Rating
from qala.meals.queries.ratings import stars_at
from qala.meals.tests.eating import eat
from qala.meals.tests.factories import FRIDAY, NOVEMBER, meal_school
from qala.people.tests.factories import PersonFactory
from qala.roster.tests.factories import PupilFactory

pytestmark = pytest.mark.django_db
DECEMBER = date(2026, 12, 2)
AT = datetime(2026, 11, 20, 15, tzinfo=CITY)


def rated(town, count, stars=4, at=AT, by=None):
    """So many parents of as many children give stars."""
    for _ in range(count):
        Rating.objects.create(
            pupil=PupilFactory(), by=by or PersonFactory(), school=town.school, day=FRIDAY, stars=stars, at=at
        )


@pytest.fixture
def town():
    return meal_school(pupils=1)


def test_a_month_that_is_over_is_told_from_ten_parents_on(town):
    rated(town, 9)
    with time_machine.travel(DECEMBER, tick=True):
        assert stars_at(town.school, NOVEMBER) is None
    rated(town, 1, stars=1)
    with time_machine.travel(DECEMBER, tick=True):
        found = stars_at(town.school, NOVEMBER)
    assert (found.mean, found.raters) == (3.7, 10)


def test_one_parent_with_many_words_is_one_parent(town):
    rated(town, 12, by=PersonFactory())
    with time_machine.travel(DECEMBER, tick=True):
        assert stars_at(town.school, NOVEMBER) is None


def test_a_month_that_goes_on_is_not_told_and_what_comes_later_changes_nothing(town):
    rated(town, 12)
    with time_machine.travel(date(2026, 11, 30), tick=True):
        assert stars_at(town.school, NOVEMBER) is None
    with time_machine.travel(DECEMBER, tick=True):
        before = stars_at(town.school, NOVEMBER)
        rated(town, 1, stars=1, at=datetime(2026, 12, 1, 9, tzinfo=CITY))
        assert stars_at(town.school, NOVEMBER) == before


def test_the_school_page_says_the_stars_or_why_not(town, client):
    eat(town, town.pupils, FRIDAY)
    address = reverse("meals:school", args=[town.school.slug]) + "?month=2026-11"

    def shown(day):
        with time_machine.travel(day, tick=True):
            return client.get(address, headers={"Accept-Language": "en"}).content.decode()

    assert "too few parents" in shown(DECEMBER)
    rated(town, 14)
    assert "of 5" not in shown(date(2026, 11, 30))
    said = shown(DECEMBER)
    assert "4.0 of 5" in said
    assert "of 10 parents or a few more" in said
    with time_machine.travel(DECEMBER, tick=True):
        rows = client.get(reverse("meals:overview"), {"month": "2026-11", "format": "csv"}).content.decode()
    assert rows.splitlines()[0].endswith(",stars")
    assert rows.splitlines()[1].endswith(",4.0")
