"""The door: allowed, refused, recorded; every kind of order, one at a time and many."""

from datetime import timedelta
from io import StringIO
from uuid import uuid4

import pytest
from django.core.management import CommandError, call_command

from qala.journal.models import Entry, Member
from qala.kernel.actors import RESIDENT
from qala.kernel.clock import today
from qala.kernel.refusals import Forbidden, Refusal
from qala.ledger import book
from qala.ledger.models import Period, Transfer
from qala.ledger.queries import balance, balances, hold_states
from qala.ledger.tests.factories import JOB, Budget, account, at, close, move
from qala.people.tests.factories import colleague

pytestmark = pytest.mark.django_db


def codes(outcome):
    return [one.code for one in outcome.refused]


def test_money_moves_from_the_credited_to_the_debited_account_and_is_recorded():
    treasury, programme = account("treasury"), account("programme", 0)
    outcome = book.post(by=JOB, order=move(treasury, programme, 500))
    assert (balance(treasury), balance(programme), outcome.tiyn) == (-500, 500, 500)
    entry = Entry.objects.get(verb="ledger.transfers.posted")
    assert entry.object == f"ledger.transfer:{outcome.written[0]}"
    assert entry.facts["tiyn"] == "500"


def test_nobody_without_a_name_and_no_auditor_posts():
    order = move(account(), account(), 1)
    for stranger in (RESIDENT, colleague("auditor")):
        with pytest.raises(Forbidden):
            book.post(by=stranger, order=order)
        with pytest.raises(Forbidden):
            book.open_account(by=stranger, code="x", kind="payable")
    assert not Transfer.objects.exists()


def test_only_a_job_or_the_paying_department_closes_days():
    with pytest.raises(Forbidden):
        book.close_days(by=colleague("auditor"), until=at(1).date())
    assert book.close_days(by=colleague("education_department"), until=at(1).date()).until == at(1).date()
    assert Entry.objects.filter(verb="ledger.period.closed").count() == 1


def test_only_days_that_are_over_and_open_are_closed():
    """Said by the command too, with the number of balances it carried."""
    book.post(by=JOB, order=move(account(), account(), 7, happened_at=at(3)))
    told = StringIO()
    call_command("close_books", until=at(2).date(), stdout=told)
    assert told.getvalue() == f"closed until {at(2).date()}, 2 balances carried\n"
    for until in (today(), at(2).date(), at(3).date()):
        with pytest.raises(Refusal) as refused:
            book.close_days(by=JOB, until=until)
        assert refused.value.code == "days_close_in_order"
        with pytest.raises(CommandError):
            call_command("close_books", until=until)
    assert list(Period.objects.values_list("until", flat=True)) == [at(2).date()]


def test_the_same_order_again_changes_nothing():
    order = move(account(), account(), 7)
    assert book.post(by=JOB, order=order).written == (order.key,)
    assert book.post(by=JOB, order=order).repeated == (order.key,)
    assert Transfer.objects.count() == 1
    assert Entry.objects.filter(verb="ledger.transfers.posted").count() == 1


def test_a_key_with_another_body_is_refused_and_recorded():
    giver, taker = account(), account()
    order = move(giver, taker, 7)
    book.post(by=JOB, order=order)
    other = move(giver, taker, 8, key=order.key)
    assert codes(book.post_many(by=JOB, orders=[other])) == ["key_reused"]
    assert Member.objects.get(entry__verb="ledger.keys.reused").object == f"ledger.transfer:{order.key}"
    with pytest.raises(Refusal):
        book.post(by=JOB, order=other)
    assert balance(taker) == 7


def test_a_batch_writes_what_it_may_and_names_what_it_may_not():
    bounded, free = account("programme", 0), account()
    good = [move(free, bounded, 100), move(bounded, free, 60)]
    bad = [
        move(bounded, free, 41),
        move(free, free, 1),
        move(free, bounded, 0),
        book.move(key=uuid4(), credit=free.pk, debit=10**9, tiyn=1, code="x", happened_at=at()),
        move(free, account("payable", currency="USD"), 1),
        move(free, bounded, 1, happened_at=at(-3)),
        move(free, account("held"), 1),
    ]
    outcome = book.post_many(by=JOB, orders=[*good, *bad, good[0]])
    assert outcome.written == tuple(order.key for order in good)
    assert outcome.repeated == (good[0].key,)
    assert codes(outcome) == [
        "floor_is_kept", "accounts_differ", "amount_above_zero", "unknown_account", "one_currency", "day_is_open",
        "held_money_moves_by_holds",
    ]  # fmt: skip
    assert balance(bounded) == 40
    assert sum(balances().values()) == 0


def test_a_programme_never_commits_what_it_was_not_given():
    budget = Budget(given=0)
    with pytest.raises(Refusal) as refusal:
        book.post(by=JOB, order=move(budget.programme, budget.commitment, 1))
    assert refusal.value.code == "floor_is_kept"


def test_a_hold_is_drawn_many_times_and_closes_once():
    budget = Budget()
    hold = budget.opened(1_000)
    outcome = book.post_many(by=JOB, orders=[budget.draw(hold, 300), budget.draw(hold, 300), budget.draw(hold, 500)])
    assert (len(outcome.written), codes(outcome)) == (2, ["hold_is_exhausted"])
    assert hold_states([hold])[hold].rest == 400
    book.post(by=JOB, order=close(hold))
    assert hold_states([hold])[hold].closed
    assert (balance(budget.held), balance(budget.payable), balance(budget.commitment)) == (0, 600, 99_400)
    assert codes(book.post_many(by=JOB, orders=[close(hold), budget.draw(hold, 1)])) == ["hold_is_closed"] * 2


def test_an_exhausted_hold_still_closes_with_nothing_left():
    budget = Budget()
    hold = budget.opened(10)
    order = close(hold)
    book.post_many(by=JOB, orders=[budget.draw(hold, 10), order])
    assert Transfer.objects.get(phase="close").tiyn == 0
    assert book.post(by=JOB, order=order).repeated == (order.key,)


def test_a_part_of_a_hold_returns_early():
    budget = Budget()
    hold = budget.opened(100)
    book.post(by=JOB, order=book.release(key=uuid4(), hold=hold, tiyn=30, code="left", happened_at=at()))
    assert (balance(budget.held), balance(budget.commitment)) == (70, 99_930)


def test_an_unknown_hold_is_named():
    assert codes(book.post_many(by=JOB, orders=[Budget().draw(uuid4(), 1), close(uuid4())])) == ["unknown_hold"] * 2


def test_a_reversal_leaves_balances_as_they_were_and_happens_once():
    giver, taker = account(), account()
    order = move(giver, taker, 9)
    book.post(by=JOB, order=order)
    key = uuid4()
    for _ in range(2):
        book.reverse(by=JOB, key=key, reverses=order.key, code="mistake", happened_at=order.happened_at)
    assert (balance(giver), balance(taker), Transfer.objects.count()) == (0, 0, 2)
    for again, code in ((order.key, "reversed_once"), (key, "reversal_is_exact"), (uuid4(), "unknown_original")):
        with pytest.raises(Refusal) as refusal:
            book.reverse(by=JOB, key=uuid4(), reverses=again, code="mistake", happened_at=at())
        assert refusal.value.code == code


def test_a_draw_taken_back_returns_to_its_hold():
    budget = Budget()
    hold = budget.opened(100)
    drawn = budget.draw(hold, 60)
    book.post(by=JOB, order=drawn)
    book.reverse(by=JOB, key=uuid4(), reverses=drawn.key, code="disputed", happened_at=at())
    assert (hold_states([hold])[hold].rest, balance(budget.payable)) == (100, 0)


def test_a_draw_taken_back_after_the_close_returns_to_the_commitment():
    budget = Budget()
    hold = budget.opened(100)
    drawn = budget.draw(hold, 60)
    book.post_many(by=JOB, orders=[drawn, close(hold)])
    lone = book.reversal(key=uuid4(), reverses=drawn.key, code="late", happened_at=at())
    assert codes(book.post_many(by=JOB, orders=[lone])) == ["closed_hold_stays_empty"]
    book.reverse(by=JOB, key=uuid4(), reverses=drawn.key, code="late", happened_at=at())
    assert (balance(budget.held), balance(budget.commitment), balance(budget.payable)) == (0, 100_000, 0)


def test_legs_of_one_event_stand_or_fall_together():
    free, bounded, event = account(), account("programme", 0), uuid4()
    orders = [move(free, account(), 5, event=event), move(bounded, free, 5, event=event), move(free, account(), 5)]
    outcome = book.post_many(by=JOB, orders=orders)
    assert outcome.written == (orders[2].key,)
    assert codes(outcome) == ["event_stands_together", "floor_is_kept"]


def test_a_late_arrival_keeps_its_time_and_takes_an_open_day():
    giver, taker = account(), account()
    book.post(by=JOB, order=move(giver, taker, 5, happened_at=at(3)))
    book.close_days(by=JOB, until=at(2).date())
    late = move(giver, taker, 7, happened_at=at(3))
    book.post_many(by=JOB, orders=[late, move(giver, taker, 1)])
    row = Transfer.objects.get(key=late.key)
    assert (row.happened_at, row.day) == (late.happened_at, at(2).date() + timedelta(days=1))
    asked = move(giver, taker, 7, happened_at=at(3), day=at(3).date())
    assert codes(book.post_many(by=JOB, orders=[asked])) == ["day_is_open"]
    assert (balance(taker, at(2).date()), balance(taker)) == (5, 13)
    assert Period.objects.count() == 1


def test_an_account_is_opened_once_and_never_as_something_else():
    first = book.open_account(by=JOB, code="treasury:main", kind="treasury")
    assert book.open_account(by=JOB, code="treasury:main", kind="treasury") == first
    with pytest.raises(ValueError, match="open already"):
        book.open_account(by=JOB, code="treasury:main", kind="programme", floor=0)
    assert Entry.objects.filter(verb="ledger.account.opened").count() == 1


def test_a_float_is_not_money():
    with pytest.raises(TypeError):
        move(account(), account(), 1.0)
