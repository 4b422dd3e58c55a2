"""Any sequence of orders, lawful or not, against a dictionary: money is never made or lost, nothing changes twice."""

from uuid import uuid4

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from qala.kernel.refusals import Refusal
from qala.ledger import book
from qala.ledger.models import Transfer
from qala.ledger.queries import balances, hold_states
from qala.ledger.tests.factories import JOB, account, at

AMOUNT = st.integers(1, 60)
PICK = st.integers(0, 10**6)


class Books(RuleBasedStateMachine):
    """The model: balances by name, holds with what is left, originals that may be reversed, every order sent."""

    def __init__(self):
        super().__init__()
        kinds = {"treasury": None, "programme": 0, "commitment": 0, "held": None, "payable": None, "wallet": -20}
        self.accounts = {kind: account(kind, floor) for kind, floor in kinds.items()}
        self.floors = kinds
        self.model = dict.fromkeys(kinds, 0)
        self.holds = {}
        self.originals = {}
        self.sent = []
        self.images = {}
        self.days = 40

    def pk(self, kind):
        return self.accounts[kind].pk

    def apply(self, credit, debit, tiyn):
        self.model[credit] -= tiyn
        self.model[debit] += tiyn

    def affords(self, credit, tiyn):
        floor = self.floors[credit]
        return floor is None or self.model[credit] - tiyn >= floor

    def post(self, order, *, lawful):
        outcome = book.post_many(by=JOB, orders=[order])
        assert bool(outcome.written) is lawful, (order, outcome)
        if lawful:
            self.sent.append(order)

    @rule(tiyn=AMOUNT, credit=st.sampled_from(["treasury", "programme", "commitment", "payable", "wallet", "held"]),
          debit=st.sampled_from(["programme", "commitment", "payable", "wallet", "held"]))  # fmt: skip
    def move(self, credit, debit, tiyn):
        order = book.move(key=uuid4(), credit=self.pk(credit), debit=self.pk(debit), tiyn=tiyn, code="m", happened_at=at())
        lawful = credit != debit and "held" not in (credit, debit) and self.affords(credit, tiyn)
        self.post(order, lawful=lawful)
        if lawful:
            self.apply(credit, debit, tiyn)
            self.originals[order.key] = (credit, debit, tiyn, None)

    @rule(tiyn=AMOUNT)
    def hold(self, tiyn):
        order = book.hold(
            key=uuid4(), credit=self.pk("commitment"), held=self.pk("held"), tiyn=tiyn, code="h", happened_at=at()
        )
        lawful = self.affords("commitment", tiyn)
        self.post(order, lawful=lawful)
        if lawful:
            self.apply("commitment", "held", tiyn)
            self.holds[order.key] = [tiyn, False]

    def chosen(self, pick, among):
        return list(among)[pick % len(among)] if among else None

    @rule(pick=PICK, tiyn=AMOUNT, partly=st.booleans())
    def draw(self, pick, tiyn, partly):
        key = self.chosen(pick, self.holds) or uuid4()
        rest, closed = self.holds.get(key, (0, True))
        tiyn = min(tiyn, rest) if partly and rest else tiyn
        order = book.draw(key=uuid4(), hold=key, debit=self.pk("payable"), tiyn=tiyn, code="d", happened_at=at())
        lawful = not closed and tiyn <= rest
        self.post(order, lawful=lawful)
        if lawful:
            self.holds[key][0] -= tiyn
            self.apply("held", "payable", tiyn)
            self.originals[order.key] = ("held", "payable", tiyn, key)

    @rule(pick=PICK)
    def close(self, pick):
        key = self.chosen(pick, self.holds) or uuid4()
        rest, closed = self.holds.get(key, (0, True))
        self.post(book.close(key=uuid4(), hold=key, code="c", happened_at=at()), lawful=not closed)
        if not closed:
            self.holds[key] = [0, True]
            self.apply("held", "commitment", rest)

    @rule(pick=PICK)
    def reverse(self, pick):
        key = self.chosen(pick, self.originals)
        if key is None:
            return
        credit, debit, tiyn, hold = self.originals[key]
        lawful = self.affords(debit, tiyn)
        try:
            book.reverse(by=JOB, key=uuid4(), reverses=key, code="r", happened_at=at())
        except Refusal:
            assert not lawful
            return
        assert lawful
        del self.originals[key]
        self.apply(debit, credit, tiyn)
        if hold and self.holds[hold][1]:
            self.apply("held", "commitment", tiyn)
        elif hold:
            self.holds[hold][0] += tiyn

    @rule(pick=PICK, times=st.integers(1, 3))
    def send_again(self, pick, times):
        if self.sent:
            order = self.chosen(pick, self.sent)
            for _ in range(times):
                assert book.post_many(by=JOB, orders=[order]).repeated == (order.key,)
            other = book.move(key=order.key, credit=self.pk("treasury"), debit=self.pk("payable"),
                              tiyn=999_983, code="other", happened_at=at())  # fmt: skip
            assert [one.code for one in book.post_many(by=JOB, orders=[other]).refused] == ["key_reused"]

    @rule()
    def close_a_day(self):
        self.days -= 1
        if self.days > 2:
            book.close_days(by=JOB, until=at(self.days).date())

    @invariant()
    def balances_are_the_models_and_add_up_to_zero(self):
        real = balances(self.accounts.values())
        assert {kind: real[self.pk(kind)] for kind in self.model} == self.model
        assert sum(real.values()) == 0
        assert all(self.model[kind] >= floor for kind, floor in self.floors.items() if floor is not None)

    @invariant()
    def holds_are_the_models(self):
        states = hold_states(self.holds)
        assert {key: [one.rest, one.closed] for key, one in states.items()} == self.holds
        assert self.model["held"] == sum(rest for rest, _closed in self.holds.values())

    @invariant()
    def earlier_rows_never_change(self):
        rows = {row[0]: row for row in Transfer.objects.values_list()}
        assert rows | self.images == rows
        self.images = rows


@pytest.mark.slow
class TestBooks(TestCase):
    def test_no_sequence_of_orders_makes_or_loses_money(self):
        run_state_machine_as_test(
            self._machine, settings=settings(max_examples=25, stateful_step_count=25, deadline=None,
                                             suppress_health_check=list(HealthCheck)),
        )  # fmt: skip

    def _machine(self):
        from django.db import transaction

        class Rolled(Books):
            """Each example in a savepoint that is rolled back: rows cannot be deleted here."""

            def __init__(self):
                self.block = transaction.atomic()
                self.block.__enter__()
                super().__init__()

            def teardown(self):
                transaction.set_rollback(True)
                self.block.__exit__(None, None, None)

        return Rolled()
