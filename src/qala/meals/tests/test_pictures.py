"""A month that was written down reads as a recount reads."""

import json
from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from qala.kernel.actors import Job
from qala.kernel.clock import now
from qala.meals.actions.pictures import paint_month
from qala.meals.actions.reversals import reverse as take_back
from qala.meals.models import Meal, MonthPicture
from qala.meals.queries import pictures
from qala.meals.queries.public_month import PublicMonth, days_of
from qala.meals.tests.eating import eat
from qala.meals.tests.factories import department, meal_school

pytestmark = pytest.mark.django_db
NIGHT, MONTH = Job("meals.nightly"), date(2026, 11, 1)
DAYS = (date(2026, 11, 3), date(2026, 11, 4))


def fed():
    """Two schools, one of them small, with presses of two days."""
    large, small = meal_school(14), meal_school(3)
    for town in (large, small):
        for day in DAYS:
            eat(town, town.pupils, day)
    eat(large, ["QALA-NOBODY"], DAYS[0])
    return large, small


def same(month: date) -> None:
    """Hold a picture against a recount, word by word."""
    row = MonthPicture.objects.get(month=month, school="")
    hung, fresh = pictures.hung(row), PublicMonth(month)
    assert hung.money() == fresh.money()
    assert hung.schools == fresh.schools
    assert hung.suppliers == fresh.suppliers
    assert (hung.entitled, hung.unlisted, hung.unserved) == (fresh.entitled, fresh.unlisted, fresh.unserved)
    assert (hung.questions, hung.cap) == (fresh.questions, fresh.cap)
    for line in fresh.schools:
        assert pictures.days_seen(month, line.slug) == days_of(month, line.slug)


def test_a_picture_equals_a_recount():
    fed()
    paint_month(by=NIGHT, month=MONTH)
    assert MonthPicture.objects.filter(month=MONTH).count() == 3
    same(MONTH)


def test_a_meal_taken_back_makes_a_picture_old_until_it_is_painted_again():
    fed()
    paint_month(by=NIGHT, month=MONTH)
    assert pictures.outdated() == []
    take_back(by=department(), meal=Meal.objects.all()[0], reason="error", at=now())
    assert pictures.outdated() == [MONTH]
    paint_month(by=NIGHT, month=MONTH)
    assert pictures.outdated() == []
    same(MONTH)


def test_only_months_with_many_meals_or_many_pupils_are_painted(monkeypatch):
    fed()
    assert pictures.due([MONTH]) == []
    monkeypatch.setattr(pictures, "MANY", 18)  # 17 pupils ate twice
    assert pictures.due([MONTH]) == [MONTH]
    december = date(2026, 12, 1)  # nobody ate yet
    assert pictures.due([december]) == []
    monkeypatch.setattr(pictures, "MANY", 17)
    assert pictures.due([december]) == [december]


def test_pages_show_the_picture_and_when_it_was_counted(django_assert_max_num_queries):
    large, _small = fed()
    paint_month(by=NIGHT, month=MONTH)
    row = MonthPicture.objects.get(month=MONTH, school="")
    eat(large, large.pupils, date(2026, 11, 5))
    with django_assert_max_num_queries(14):
        page = Client().get(reverse("meals:overview"), {"month": "2026-11"})
    assert page.context["sums"] == pictures.hung(row).money()
    assert page.context["counted_at"] == row.counted_at
    school = Client().get(reverse("meals:school", args=[large.school.slug]), {"month": "2026-11"})
    assert [(one.day, one.meals) for one, _bands in school.context["days"]] == [(DAYS[1], 14)]


def taken(name):
    return Client().get(reverse(f"meals:{name}"), {"month": "2026-11"}).content


def test_open_data_of_a_painted_month_is_read_and_not_counted(django_assert_max_num_queries):
    large, _small = fed()
    fresh = [json.loads(taken(name)) for name in ("days_json", "totals_json")]
    csv = taken("days_csv")
    paint_month(by=NIGHT, month=MONTH)
    stood = [json.loads(taken(name)) for name in ("days_json", "totals_json")]
    assert stood[1].pop("counted_at") == MonthPicture.objects.get(school="").counted_at.isoformat()
    assert stood == fresh
    assert stood[0]
    assert taken("days_csv") == csv
    eat(large, large.pupils, date(2026, 11, 5))
    for name in ("days_json", "days_csv", "totals_json"):
        with django_assert_max_num_queries(4), CaptureQueriesContext(connection) as asked:
            taken(name)
        assert not any("meals_meal" in one["sql"] or "ledger_transfer" in one["sql"] for one in asked)
    assert json.loads(taken("days_json")) == stood[0], "until the night paints again"


def test_a_picture_from_before_pictures_held_data_is_counted_anew():
    fed()
    paint_month(by=NIGHT, month=MONTH)
    row = MonthPicture.objects.get(school="")
    row.content.pop("totals")
    row.save()
    assert "counted_at" not in json.loads(taken("totals_json"))
