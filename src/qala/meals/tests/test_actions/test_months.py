"""A school's month: money held, meals drawn, the rest returned where everybody sees it."""

from datetime import date, timedelta

import pytest
import time_machine

from qala.kernel.refusals import Forbidden, Refusal
from qala.ledger.models import Transfer
from qala.meals.actions.months import close_month, finish, finish_all, open_month, open_window, sign
from qala.meals.actions.serving import receive
from qala.meals.models import MonthHold, Timesheet
from qala.meals.queries.timesheets import progress, timesheet
from qala.meals.tests.factories import (
    FRIDAY,
    JOB,
    NOVEMBER,
    PRICES,
    RICH,
    THURSDAY,
    YOUNG,
    balance_of,
    meal_school,
    money_for,
    trial_balance,
)
from qala.meals.tests.stories import CHRISTMAS, DECEMBER_DAY, closed, final, serve
from qala.people.tests.factories import PersonFactory

pytestmark = pytest.mark.django_db
PRICE = PRICES[YOUNG]


def test_opening_twice_holds_once():
    town = meal_school(pupils=3, holds=False)
    held = open_month(by=JOB, school=town.school, month=NOVEMBER)
    assert (held.made, held.unpriced, held.unfunded) == (3, 0, 0)
    assert held.tiyn == town.money("held") == 3 * 21 * PRICE  # November 2026 has 21 lesson days of five a week
    assert open_month(by=JOB, school=town.school, month=NOVEMBER).made == 0
    assert town.money("held") == held.tiyn


def test_a_child_without_a_birth_date_is_named_and_not_guessed():
    town = meal_school(pupils=2, holds=False)
    person = town.pupils[0].person
    person.birth_on = None
    person.save()
    held = open_month(by=JOB, school=town.school, month=NOVEMBER)
    assert (held.made, held.unpriced) == (1, 1)


def test_money_that_is_not_there_is_not_held():
    town = meal_school(pupils=1, holds=False)
    other = meal_school(pupils=2, holds=False, contract=None)
    assert balance_of(f"{other.contract.account_root}:committed") == RICH
    from qala.meals.tests.factories import ContractFactory, KitchenFactory, TariffFactory

    poor = ContractFactory()
    money_for(poor, tiyn=20 * PRICE)
    TariffFactory(contract=poor)
    town.school.kitchens.all().delete()
    KitchenFactory(contract=poor, school=town.school)
    held = open_month(by=JOB, school=town.school, month=NOVEMBER)
    assert (held.made, held.unfunded) == (0, 1)
    assert not MonthHold.objects.filter(contract=poor).exists()


def test_closing_returns_the_rest_to_the_programme_in_the_open():
    town = meal_school(pupils=2)
    serve(town, THURSDAY, FRIDAY, but=(1,))
    programme = balance_of("meals:2026:programme")
    sheet = closed(town)
    assert sheet.state == "frozen"
    assert town.money("held") == 0
    assert town.money("payable") == 2 * PRICE
    assert balance_of("meals:2026:programme") - programme == 38 * PRICE
    returned = Transfer.objects.get(code="unspent")
    assert returned.header == {"for": "2026-11"}, "two children hide in no crowd"
    again = closed(town)
    assert again.pk == sheet.pk
    assert Transfer.objects.filter(code="unspent").count() == 1
    assert trial_balance() == 0


def test_a_month_closes_only_after_the_offline_days():
    town = meal_school(pupils=1)
    with time_machine.travel(date(2026, 12, 5), tick=True), pytest.raises(Refusal) as refused:
        close_month(by=JOB, school=town.school, month=NOVEMBER)
    assert refused.value.code == "month_not_over"


def test_what_waits_for_a_look_is_looked_at_first():
    town = meal_school(pupils=1)
    receive(by=town.terminal, signed=[town.phone.press(None, how="teacher")])
    with time_machine.travel(DECEMBER_DAY, tick=True), pytest.raises(Refusal) as refused:
        close_month(by=JOB, school=town.school, month=NOVEMBER)
    assert refused.value.code == "meals_wait"


def test_a_frozen_month_takes_no_meal():
    town = meal_school(pupils=1)
    phone = town.phone
    closed(town)
    (answer,) = receive(by=town.terminal, signed=[phone.press(town.pupils[0])])
    assert (answer.outcome, answer.reason) == ("provisional", "no_money_held")


def test_the_director_signs_and_parents_have_their_days():
    town = meal_school(pupils=1)
    serve(town)
    sheet = closed(town)
    with pytest.raises(Forbidden):
        sign(by=PersonFactory(), sheet=sheet)
    sign(by=town.officer("school_director"), sheet=sheet)
    with time_machine.travel(DECEMBER_DAY, tick=True):
        open_window(by=JOB, sheet=sheet)
        assert sheet.window_until == DECEMBER_DAY + timedelta(days=6)
        with pytest.raises(Refusal):
            finish(by=JOB, sheet=sheet)
    with time_machine.travel(CHRISTMAS, tick=True):
        assert finish_all(by=JOB) == 1
    assert Timesheet.objects.get().state == "final"


def test_the_timesheet_is_counted_and_names_who_never_ate():
    town = meal_school(pupils=3)
    serve(town, THURSDAY, FRIDAY, but=(2,))
    sheet = timesheet(town.school, NOVEMBER)
    assert (sheet.meals, sheet.tiyn) == (4, 4 * PRICE)
    (rows,) = sheet.classes
    ate = {line.pupil: [cell.day for cell in line.cells if cell.meals] for line in rows.lines}
    assert ate == dict(zip(town.pupils, ([THURSDAY, FRIDAY], [THURSDAY, FRIDAY], []), strict=True))
    final(town)
    (line,) = progress(NOVEMBER)
    assert (line.state, line.meals, line.tiyn) == ("final", 4, 4 * PRICE)
