"""The night of school meals: new vouchers get their hold, what waited too long ends, questions are asked once."""

from datetime import date, timedelta

import pytest
import time_machine

from qala.meals.actions.serving import receive
from qala.meals.models import Flag, MonthHold, Provisional, Voucher
from qala.meals.tasks import nightly
from qala.meals.tests.factories import FRIDAY, NOVEMBER, meal_school

pytestmark = pytest.mark.django_db


def test_a_night_twice_is_one_night():
    meal_school()
    before = MonthHold.objects.filter(month=NOVEMBER).count()
    first = nightly()
    asked = Flag.objects.count()
    assert MonthHold.objects.filter(month=NOVEMBER).count() == before
    assert nightly() == "0 holds, 0 lapsed, 0 months final, 0 questions, 0 unsound presses, 0 pictures, 0 vouchers over"
    assert Flag.objects.count() == asked
    assert f", {asked} questions," in first


def test_what_nobody_looked_at_ends_in_the_night(monkeypatch):
    town = meal_school(pupils=1)
    receive(by=town.terminal, signed=[town.phone.press(town.pupils[0], day=FRIDAY, how="teacher")])
    assert "0 lapsed" in nightly()
    # The books take no hour that has not come, whatever a test says: no new holds then, and the loss is told at once.
    monkeypatch.setattr("qala.meals.actions.provisional.now", lambda: town.terminal.enrolled_at)
    monkeypatch.setattr("qala.meals.tasks._kitchens", lambda _day: [])
    with time_machine.travel(date(2026, 12, 10), tick=True):
        assert "1 lapsed" in nightly()
    assert Provisional.objects.get().state == "lapsed"


def test_a_voucher_ends_with_its_school_year(monkeypatch):
    town = meal_school(pupils=2)
    assert "0 vouchers over" in nightly()
    monkeypatch.setattr("qala.meals.tasks._kitchens", lambda _day: [])  # no holds in an hour that has not come
    with time_machine.travel(town.school_class.year.last_on + timedelta(days=1), tick=True):
        assert "2 vouchers over" in nightly()
        assert "0 vouchers over" in nightly()
    assert set(Voucher.objects.values_list("state", "ended_because")) == {("expired", "year_over")}
