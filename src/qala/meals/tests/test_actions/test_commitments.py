"""No budget year spends another's money, and what a contract does not need goes back to the year it came from."""

from datetime import date
from importlib import import_module
from uuid import uuid4

import pytest
import time_machine
from django.db import connection

from qala.kernel.clock import now
from qala.kernel.refusals import Forbidden, Refusal
from qala.ledger import book
from qala.meals.actions.commitments import release_rests, uncommit
from qala.meals.actions.contracts import commit
from qala.meals.actions.months import close_month, open_month
from qala.meals.models import Timesheet
from qala.meals.queries.account_titles import account_titles
from qala.meals.queries.accounts import OF_CONTRACT, TREASURY, account, committed_code, of_contract, programme_code
from qala.meals.queries.budget import programme
from qala.meals.queries.closing import money_flow
from qala.meals.tests.factories import (
    JOB,
    RICH,
    ContractFactory,
    balance_of,
    department,
    meal_school,
    money_for,
    trial_balance,
)
from qala.meals.tests.stories import CHRISTMAS, final, serve

pytestmark = pytest.mark.django_db
JANUARY, FEBRUARY_DAY = date(2027, 1, 1), date(2027, 2, 10)
MONEY = import_module("qala.meals.migrations.0025_what_is_committed_stays_in_its_year")


def close_january(town):
    moment = now()  # the books take no day that has not come
    with time_machine.travel(FEBRUARY_DAY, tick=True):
        return close_month(by=JOB, school=town.school, month=JANUARY, at=moment)


def test_a_month_of_the_next_year_is_not_held_of_this_years_money():
    town = meal_school(pupils=2, holds=False)
    held = open_month(by=JOB, school=town.school, month=JANUARY)
    assert (held.made, held.unfunded, town.money("committed")) == (0, 2, RICH)
    assert close_january(town).state == "frozen", "though nobody opened the next year's programme"


def test_what_january_did_not_need_returns_to_its_own_year():
    town = meal_school(pupils=2, holds=False)
    money_for(town.contract, tiyn=RICH, year="2027")
    assert open_month(by=JOB, school=town.school, month=JANUARY).made == 2
    own = committed_code(town.contract, 2027)
    assert (town.money("committed"), balance_of(own)) == (RICH, RICH - town.money("held"))
    held = town.money("held")
    close_january(town)
    assert (balance_of("meals:2026:programme"), balance_of("meals:2027:programme")) == (0, held)
    with pytest.raises(Refusal) as refused:
        commit(by=JOB, contract=town.contract, year=2027, tiyn=held + 1, key=uuid4(), at=now())
    assert refused.value.code == "floor_is_kept"
    flow = dict(money_flow(2027))
    assert (flow["programme"], flow["committed"]) == (held, RICH - held)
    assert account_titles([own])[own].endswith(", 2027")
    assert trial_balance() == 0


def test_a_contract_gets_money_of_its_own_years_only():
    town = meal_school(pupils=1)
    with pytest.raises(Refusal) as refused:
        commit(by=JOB, contract=town.contract, year=2028, tiyn=1, key=uuid4(), at=now())
    assert refused.value.code == "wrong_year"


def test_a_city_that_runs_gets_its_next_years_commitment_apart():
    """Before, both years stood on one account; of the later year what its months hold stays where it is."""
    contract = ContractFactory()
    treasury = book.open_account(by=JOB, code=TREASURY, kind="treasury").pk
    for what, kind in OF_CONTRACT.items():
        floor = 0 if what == "committed" else None
        book.open_account(by=JOB, code=f"{contract.account_root}:{what}", kind=kind, floor=floor)
    bare = of_contract(contract, "committed")
    for year, tiyn in (("2026", 500), ("2027", 300)):
        book.open_account(by=JOB, code=programme_code(year), kind="programme", floor=0)
        its = account(programme_code(year))
        for credit, debit, code in ((treasury, its, "appropriation"), (its, bare, "commitment")):
            order = book.move(key=uuid4(), credit=credit, debit=debit, tiyn=tiyn, code=code, happened_at=now())
            book.post(by=JOB, order=order)
    for _twice in range(2):
        with connection.cursor() as cursor:
            cursor.execute(MONEY.OPEN)
    with connection.cursor() as cursor:
        cursor.execute(MONEY.MOVE)
    own = committed_code(contract, 2027)
    assert (balance_of(f"{contract.account_root}:committed"), balance_of(own)) == (500, 300)
    assert [(one.committed, one.free) for one in programme(2027).shares] == [(300, 300)]
    assert trial_balance() == 0


def given_back(town, tiyn, **told):
    facts = {"by": department(), "year": 2026, "reason": "too_much", "key": uuid4(), "at": now()} | told
    return uncommit(contract=town.contract, tiyn=tiyn, **facts)


def test_what_no_month_holds_comes_back_for_a_reason():
    town = meal_school(pupils=1)
    free = town.money("committed")
    with pytest.raises(Refusal) as refused:
        given_back(town, free + 1)
    assert refused.value.code == "floor_is_kept"
    with pytest.raises(Refusal) as refused:
        given_back(town, 1, reason="because")
    assert refused.value.code == "reason_missing"
    with pytest.raises(Forbidden):
        given_back(town, 1, by=town.supplier())
    key, at, by = uuid4(), now(), department()
    for _pressed_twice in range(2):
        given_back(town, free, key=key, at=at, by=by)
    assert (town.money("committed"), balance_of("meals:2026:programme")) == (0, free)
    told = programme(2026)
    assert told.given - told.committed + told.returned == told.left == free
    assert trial_balance() == 0


def test_behind_the_last_final_month_the_rest_comes_back_by_itself(monkeypatch):
    moment = now()
    monkeypatch.setattr("qala.meals.actions.commitments.now", lambda: moment)
    town = meal_school(pupils=2, contract=ContractFactory(until_on=date(2026, 11, 30)))
    serve(town)
    with time_machine.travel(CHRISTMAS, tick=True):
        assert release_rests(by=JOB) == 0, "its month is not final yet"
    final(town)
    assert release_rests(by=JOB) == 0, "the contract still runs"
    with time_machine.travel(CHRISTMAS, tick=True):
        assert release_rests(by=JOB) == 1
        assert release_rests(by=JOB) == 0
    assert (town.money("committed"), town.money("held")) == (0, 0)
    assert balance_of("meals:2026:programme") + town.money("payable") == RICH
    assert Timesheet.objects.get().state == "final"
    assert trial_balance() == 0
