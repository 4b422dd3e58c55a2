"""Leftovers are weighed by the canteen, stand beside the meals, and ask where they are out of line."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse

from qala.journal.models import Entry
from qala.kernel.clock import today
from qala.kernel.refusals import Forbidden, Refusal
from qala.meals.actions.leftovers import HEAVIEST, weigh
from qala.meals.models import Leftover, Service
from qala.meals.queries.flags import questions
from qala.meals.queries.leftovers import weighed, weighed_in_all
from qala.meals.tests.factories import FRIDAY, NOVEMBER, PRICES, SUNDAY, THURSDAY, YOUNG, department, meal_school
from qala.meals.tests.stories import serve
from qala.people.tests.conftest import signed_in
from qala.roster.tests.factories import parent_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def town():
    school = meal_school(pupils=2)
    serve(school, THURSDAY, FRIDAY)
    return school


def lunch():
    return Service.objects.get(slug="lunch")


def test_the_canteen_weighs_and_the_newest_weighing_holds(town):
    cook = town.officer("canteen_worker")
    weigh(by=cook, school=town.school, day=FRIDAY, service=lunch(), grams=9_000)
    second = weigh(by=cook, school=town.school, day=FRIDAY, service=lunch(), grams=260)
    (row,) = weighed(town.school, NOVEMBER)
    assert (row.grams, row.meals, row.a_meal, row.version) == (260, 2, 130, 2)
    assert weighed_in_all(town.school, NOVEMBER) == (260, 1)
    assert Entry.objects.filter(verb="meals.leftover.weighed").count() == 2
    with pytest.raises(DatabaseError), transaction.atomic():
        Leftover.objects.filter(pk=second.pk).update(grams=0)
    assert not [one for one in questions(NOVEMBER) if one.rule == "P13"]


def test_more_left_than_the_limit_asks_about_its_service(town):
    cook = town.officer("canteen_worker")
    weigh(by=cook, school=town.school, day=FRIDAY, service=lunch(), grams=302)
    weigh(by=cook, school=town.school, day=THURSDAY, service=lunch(), grams=300)
    (one,) = [one for one in questions(NOVEMBER) if one.rule == "P13"]
    assert (one.day, one.count, one.threshold, one.about) == (FRIDAY, 151, 150, "leftovers:lunch")
    assert one.tiyn == 2 * PRICES[YOUNG]


def test_nobody_else_weighs_and_no_other_day(town):
    for stranger in (town.supplier(), parent_of(town.pupils[0]), department(), meal_school(pupils=0).officer("canteen_worker")):
        with pytest.raises(Forbidden):
            weigh(by=stranger, school=town.school, day=FRIDAY, service=lunch(), grams=1)
    cook = town.officer("canteen_worker")
    for day, grams in ((SUNDAY, 1), (today() + timedelta(days=1), 1), (NOVEMBER, 1), (FRIDAY, -1), (FRIDAY, HEAVIEST + 1)):
        with pytest.raises(Refusal):
            weigh(by=cook, school=town.school, day=day, service=lunch(), grams=grams)
    assert not Leftover.objects.exists()


def test_the_page_takes_kilograms_and_the_public_reads_the_month(town):
    browser = signed_in(town.officer("canteen_worker"))
    address = reverse("meals:leftovers", args=[town.school.slug])
    assert browser.get(reverse("meals:desk")).url == address
    said = {"day": FRIDAY.isoformat(), "service": lunch().pk, "kilograms": "1.25"}
    assert browser.post(address, said).status_code == 302
    assert Leftover.objects.get().grams == 1_250
    assert browser.post(address, said | {"day": SUNDAY.isoformat()}).status_code == 422
    asked = {"month": "2026-11"}
    for page in (address, reverse("meals:school", args=[town.school.slug])):
        shown = browser.get(page, asked, headers={"accept-language": "en"}).content.decode()
        assert "1\u00a0250" in shown or "1\u202f250" in shown or "1,250" in shown
