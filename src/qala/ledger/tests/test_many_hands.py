"""Whatever several hands order at once, over real connections: the books are what was written, each order once."""

from collections import Counter
from datetime import datetime
from uuid import uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from qala.ledger import book
from qala.ledger.models import Transfer
from qala.ledger.queries import balances, hold_states
from qala.ledger.tests.factories import JOB, Budget, account, at, close, move
from qala.ledger.tests.test_together import at_once

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]
PURSE, HELD = 100, 60
ORDERS = st.tuples(st.sampled_from(["spend", "give back", "draw", "close", "take back"]), st.integers(0, 1), st.integers(1, 50))
HANDS = st.lists(st.lists(ORDERS, min_size=1, max_size=6), min_size=2, max_size=4)


class Ground:
    """A purse that may be emptied and no further, two holds, two movements that may be taken back once."""

    def __init__(self) -> None:
        self.purse, self.shop, self.budget = account("wallet", 0), account(), Budget(1_000)
        self.moved = [move(self.budget.treasury, self.purse, PURSE // 2) for _ in range(2)]
        for one in self.moved:
            book.post(by=JOB, order=one)
        self.holds = [self.budget.opened(HELD) for _ in range(2)]
        self.accounts = [self.purse, self.shop, *vars(self.budget).values()]
        self.before = balances(self.accounts)

    def order(self, verb: str, which: int, tiyn: int, when: datetime) -> book.Order:
        match verb:
            case "spend":
                return move(self.purse, self.shop, tiyn)
            case "give back":
                return move(self.shop, self.purse, tiyn)
            case "draw":
                return self.budget.draw(self.holds[which], tiyn)
            case "close":
                return close(self.holds[which])
            case _:
                return book.reversal(key=uuid4(), reverses=self.moved[which].key, code="mistake", happened_at=when)


def sent(orders: list[book.Order]) -> Counter[str]:
    """Each order twice, the second a retry of the first: how each ended, and that it changed nothing again."""
    ends: Counter[str] = Counter()
    for order in orders:
        first, again = (book.post_many(by=JOB, orders=[order]) for _ in range(2))
        assert not again.written or first.refused, "an order was written twice"
        ends["written"] += len(first.written) + len(again.written)
    return ends


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(HANDS)
def test_money_stays_floors_hold_and_each_order_counts_once(hands):
    ground, count = Ground(), Transfer.objects.count()
    orders = [[ground.order(*told, when=at()) for told in hand] for hand in hands]
    ends = at_once([lambda own=own: sent(own) for own in orders])
    keys = {order.key for own in orders for order in own}
    rows = list(Transfer.objects.filter(key__in=keys))
    assert len(rows) == sum(one["written"] for one in ends) == Transfer.objects.count() - count
    expected = dict(ground.before)
    for row in rows:
        expected[row.credit_id] -= row.tiyn
        expected[row.debit_id] += row.tiyn
    after = balances(ground.accounts)
    assert after == expected
    assert sum(after.values()) == sum(ground.before.values()) == 0
    assert after[ground.purse.pk] >= 0
    assert max(Counter(row.reverses_id for row in rows if row.reverses_id).values(), default=0) <= 1
    for key, state in hold_states(ground.holds).items():
        drawn = sum(row.tiyn for row in rows if row.phase == "draw" and row.hold.key == key)
        assert 0 <= drawn <= HELD
        assert state.rest == (0 if state.closed else HELD - drawn)
