"""The night of school meals: new vouchers get their hold, what waited too long ends, questions are asked once."""

from datetime import date, timedelta

import pytest
import time_machine

from qala.kernel.clock import now
from qala.ledger.models import Mark
from qala.meals.actions.serving import receive
from qala.meals.models import Flag, MonthHold, Provisional, Timesheet, Voucher
from qala.meals.tasks import close_books, nightly
from qala.meals.tests.factories import FRIDAY, NOVEMBER, meal_school

SEPTEMBER, OCTOBER = date(2026, 9, 1), date(2026, 10, 1)
pytestmark = pytest.mark.django_db


def test_a_night_twice_is_one_night():
    meal_school()
    first = nightly()
    before = MonthHold.objects.filter(month=NOVEMBER).count()
    asked = Flag.objects.count()
    quiet = "0 holds, 0 lapsed, 0 months final, 0 questions, 0 unsound presses, 0 pictures, 0 vouchers over"
    assert nightly() == f"{quiet}, 0 commitments over"
    assert MonthHold.objects.filter(month=NOVEMBER).count() == before
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


def goes(sheet, *states):
    sheet.frozen_at, sheet.signed_by, sheet.window_until = sheet.frozen_at or now(), "person:director", sheet.month
    for sheet.state in states:
        sheet.save()


def test_the_books_close_behind_months_that_are_final_everywhere():
    """A balance is carried out of September; October waits for the school that still looks at it."""
    town, slow = meal_school(month=SEPTEMBER), meal_school(holds=False)
    assert close_books() == "nothing to close"
    for month in (SEPTEMBER, OCTOBER):
        sheet, _made = Timesheet.objects.get_or_create(school=town.school, month=month)
        goes(sheet, "frozen", "signed", "window", "final")
    late = Timesheet.objects.create(school=slow.school, month=OCTOBER)
    goes(late, "frozen", "signed", "window")
    assert close_books() == "closed until 2026-09-30"
    assert town.money("held") == sum(Mark.objects.filter(account__code__endswith=":held").values_list("balance", flat=True)) > 0
    assert close_books() == "nothing to close"
    goes(late, "final")
    assert close_books() == "closed until 2026-10-31"
    assert close_books() == "nothing to close"


def test_a_voucher_ends_with_its_school_year(monkeypatch):
    town = meal_school(pupils=2)
    assert "0 vouchers over" in nightly()
    monkeypatch.setattr("qala.meals.tasks._kitchens", lambda _day: [])  # no holds in an hour that has not come
    with time_machine.travel(town.school_class.year.last_on + timedelta(days=1), tick=True):
        assert "2 vouchers over" in nightly()
        assert "0 vouchers over" in nightly()
    assert set(Voucher.objects.values_list("state", "ended_because")) == {("expired", "year_over")}
