"""Real connections at once: floors, holds and keys under races. Rows are committed; the clone goes afterwards."""

import random
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from threading import Barrier
from uuid import uuid4

import pytest
from django.db import connections

from qala.kernel.refusals import Refusal
from qala.ledger import book
from qala.ledger.models import Transfer
from qala.ledger.queries import balance, balances, hold_states
from qala.ledger.tests.factories import JOB, Budget, account, at, close, move

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]
HANDS = 6


def at_once(works):
    """Run every work in a thread and a connection of its own, all starting together; their answers in order."""
    barrier = Barrier(len(works))

    def run(work):
        try:
            barrier.wait(20)
            return work()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(works)) as hands:
        return list(hands.map(run, works))


def test_spenders_of_one_account_never_overdraw_it():
    source, purse, shop = account(), account("wallet", 0), account()
    book.post(by=JOB, order=move(source, purse, 50))

    def spend():
        outcomes = [book.post_many(by=JOB, orders=[move(purse, shop, 3), move(purse, shop, 4)]) for _ in range(4)]
        return sum(outcome.tiyn for outcome in outcomes)

    spent = sum(at_once([spend] * HANDS))
    assert 47 < spent <= 50  # all is spent but for what no single order could take
    assert (balance(purse), balance(shop)) == (50 - spent, spent)


def test_hands_that_draw_one_hold_never_draw_more_than_it_holds():
    budget = Budget(1_000)
    hold = budget.opened(100)

    def draw():
        return sum(book.post_many(by=JOB, orders=[budget.draw(hold, 5)]).tiyn for _ in range(5))

    assert sum(at_once([draw] * HANDS)) == 100
    rows = Transfer.objects.filter(hold__key=hold).order_by("ordinal")
    assert list(rows.values_list("ordinal", flat=True)) == list(range(1, 21))
    assert (balance(budget.held), balance(budget.payable)) == (0, 100)


def test_a_close_and_draws_at_once_leave_a_hold_closed_and_whole():
    budget = Budget(10_000)
    for _ in range(4):
        hold = budget.opened(100)
        before = balance(budget.commitment)
        orders = [*(budget.draw(hold, 10) for _ in range(HANDS - 1)), close(hold)]
        outcomes = at_once([partial(book.post_many, by=JOB, orders=[order]) for order in orders])
        drawn = sum(outcome.tiyn for outcome in outcomes[:-1])
        stands = hold_states([hold])[hold]
        assert (stands.closed, stands.rest) == (True, 0)
        assert balance(budget.commitment) == before + 100 - drawn
    assert balance(budget.held) == 0


def test_the_same_batches_from_many_hands_in_any_order_count_once():
    accounts = [account() for _ in range(6)]
    draw = random.Random(7)
    orders = [move(*draw.sample(accounts, 2), draw.randrange(1, 1_000)) for _ in range(200)]
    expected = {one.pk: 0 for one in accounts}
    for order in orders:
        expected[order.debit] += order.tiyn
        expected[order.credit] -= order.tiyn

    def send(seed):
        mixed = random.Random(seed).sample(orders, len(orders))
        for start in range(0, len(mixed), 40):
            outcome = book.post_many(by=JOB, orders=mixed[start : start + 40])
            assert not outcome.refused
        return True

    assert all(at_once([lambda seed=seed: send(seed) for seed in range(HANDS)]))
    assert Transfer.objects.count() == len(orders)
    assert balances(accounts) == expected


def test_one_key_with_two_bodies_has_one_winner():
    giver, taker, key = account(), account(), uuid4()

    def post(tiyn):
        try:
            return len(book.post(by=JOB, order=move(giver, taker, tiyn, key=key, happened_at=at())).written)
        except Refusal as refusal:
            return refusal.code

    answers = at_once([lambda tiyn=tiyn: post(tiyn) for tiyn in range(1, HANDS + 1)])
    assert sorted(answers, key=str) == [1, *["key_reused"] * (HANDS - 1)]


def test_a_transfer_is_reversed_once_by_many_hands():
    giver, taker = account(), account()
    order = move(giver, taker, 9)
    book.post(by=JOB, order=order)

    def back():
        try:
            book.reverse(by=JOB, key=uuid4(), reverses=order.key, code="mistake", happened_at=at())
        except Refusal as refusal:
            return refusal.code
        return "written"

    assert sorted(at_once([back] * HANDS)) == ["reversed_once"] * (HANDS - 1) + ["written"]
    assert balance(taker) == 0


def test_nothing_slips_into_a_day_while_it_closes():
    giver, taker = account(), account()
    day = at(1).date()

    def post():
        written = 0
        for _ in range(15):
            outcome = book.post_many(by=JOB, orders=[move(giver, taker, 1, day=day, happened_at=at(1))])
            assert all(one.code == "day_is_open" for one in outcome.refused)
            written += len(outcome.written)
        return written

    *written, _ = at_once([*[post] * 3, lambda: book.close_days(by=JOB, until=day) and 0])
    assert balance(taker, day) == sum(written) == Transfer.objects.filter(day=day).count()
