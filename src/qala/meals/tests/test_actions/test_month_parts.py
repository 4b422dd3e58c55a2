"""A month that comes to cost more than was foreseen: it is held in a further part, and every meal of it is paid."""

from datetime import date
from uuid import uuid4

import pytest
import time_machine
from django.utils.translation import override

from qala.kernel.clock import now
from qala.kernel.refusals import Refusal
from qala.ledger import book
from qala.meals.actions.months import open_month
from qala.meals.actions.provisional import confirm
from qala.meals.actions.serving import receive
from qala.meals.models import Meal, MonthHold, Provisional
from qala.meals.queries.accounts import account, of_contract, programme_code
from qala.meals.steps import Held
from qala.meals.tasks import nightly
from qala.meals.tests.factories import (
    JOB,
    NOVEMBER,
    PRICES,
    YOUNG,
    TariffFactory,
    department,
    meal_school,
    trial_balance,
)
from qala.meals.tests.stories import closed, serve
from qala.roster.queries import open_days
from qala.roster.tests.factories import SchoolDayFactory

pytestmark = pytest.mark.django_db
OCTOBER, LAST = date(2026, 10, 1), date(2026, 10, 31)
SATURDAY = date(2026, 10, 17)
PRICE, DEAR = PRICES[YOUNG], 90_000


@pytest.fixture
def town():
    """Two children whose October is held as the calendar and the price foresaw it."""
    town = meal_school(pupils=2, holds=False)
    assert open_month(by=JOB, school=town.school, month=OCTOBER).made == 2
    return town


def all_of_october(town):
    return open_days(town.school, OCTOBER, LAST)


def one_day_more(town):
    SchoolDayFactory(school=town.school, day=SATURDAY, kind="lessons", reason="order")


def spend(town):
    """The contract gives back what it has not held."""
    order = book.move(
        key=uuid4(), credit=of_contract(town.contract, "committed"), debit=account(programme_code("2026")),
        tiyn=town.money("committed"), code="unspent", happened_at=now(),
    )  # fmt: skip
    book.post(by=JOB, order=order)


def closes_whole(town, tiyn):
    closed(town, OCTOBER)
    assert (town.money("held"), town.money("payable"), trial_balance()) == (0, tiyn, 0)
    assert Meal.objects.count() == 2 * len(all_of_october(town))


def test_a_day_of_lessons_opened_later_is_held_once_and_paid(town):
    one_day_more(town)
    held = open_month(by=JOB, school=town.school, month=OCTOBER)
    assert (held.made, held.tiyn) == (2, 2 * PRICE)
    assert open_month(by=JOB, school=town.school, month=OCTOBER).made == 0
    serve(town, *all_of_october(town))
    closes_whole(town, 2 * len(all_of_october(town)) * PRICE)


def test_a_price_agreed_on_within_the_month_is_held_and_every_meal_paid(town):
    TariffFactory(contract=town.contract, from_on=date(2026, 10, 15), tiyn=DEAR)
    assert open_month(by=JOB, school=town.school, month=OCTOBER).made == 2
    days = all_of_october(town)
    serve(town, *days)  # a queue of a whole month in one batch, over the end of the first part
    closes_whole(town, 2 * sum(PRICE if day < date(2026, 10, 15) else DEAR for day in days))


def test_a_closed_day_asks_for_no_more(town):
    SchoolDayFactory(school=town.school, day=all_of_october(town)[3], kind="closed")
    assert open_month(by=JOB, school=town.school, month=OCTOBER).made == 0


def test_a_meal_the_month_could_not_pay_is_confirmed_and_the_month_closes(town):
    """The day was opened and eaten before a night could hold for it."""
    one_day_more(town)
    phone, days = town.phone, all_of_october(town)
    answers = receive(by=town.terminal, signed=[phone.press(child, day=day) for day in days for child in town.pupils])
    assert [one.reason for one in answers if one.outcome != "accepted"] == ["no_money_held"] * 2
    for waiting in Provisional.objects.all():
        confirm(by=department(), waiting=waiting)
    assert set(MonthHold.objects.values_list("part", "tiyn")) == {(0, (len(days) - 1) * PRICE), (1, PRICE)}
    closes_whole(town, 2 * len(days) * PRICE)


def test_a_child_without_a_hold_is_confirmed_too():
    town = meal_school(pupils=1, holds=False)
    (answer,) = receive(by=town.terminal, signed=[town.phone.press(town.pupils[0])])
    assert (answer.outcome, answer.reason) == ("provisional", "no_money_held")
    confirm(by=town.officer("school_director"), waiting=Provisional.objects.get())
    assert (town.money("payable"), town.money("held")) == (PRICE, 0)


def test_without_money_the_refusal_says_who_may_set_more_apart():
    town = meal_school(pupils=1, holds=False)
    spend(town)
    receive(by=town.terminal, signed=[town.phone.press(town.pupils[0])])
    with override("en"), pytest.raises(Refusal, match="Once the department sets more apart") as refused:
        confirm(by=town.officer("school_director"), waiting=Provisional.objects.get())
    assert refused.value.code == "no_money_held"
    assert Provisional.objects.get().state == "opened"


def test_a_frozen_month_holds_nothing_more(town):
    phone = town.phone
    closed(town, OCTOBER)
    receive(by=town.terminal, signed=[phone.press(town.pupils[0], day=date(2026, 10, 14))])
    with pytest.raises(Refusal) as refused:
        confirm(by=town.officer("school_director"), waiting=Provisional.objects.get())
    assert refused.value.code == "no_money_held"
    assert MonthHold.objects.filter(month=OCTOBER).count() == 2


def test_the_night_looks_at_the_last_month_too_while_it_can_take_meals(monkeypatch):
    meal_school()
    asked = []
    monkeypatch.setattr("qala.meals.tasks.open_month", lambda **told: asked.append(told["month"]) or Held())
    with time_machine.travel(date(2026, 12, 3), tick=True):
        nightly()
    assert asked == [NOVEMBER, date(2026, 12, 1)]
