"""Serve, contest, take back, close, invoice and pay in any order: no tenge is made or lost."""

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from qala.kernel.refusals import Refusal
from qala.meals.actions.disputes import decide, open_dispute, withdraw
from qala.meals.actions.invoices import instruct, pay
from qala.meals.actions.provisional import confirm, reject
from qala.meals.actions.reversals import reverse
from qala.meals.actions.serving import receive
from qala.meals.models import Dispute, Invoice, Meal, Payment, Provisional
from qala.meals.queries.bills import owed
from qala.meals.tests.factories import (
    FRIDAY,
    JOB,
    PRICES,
    RICH,
    THURSDAY,
    YOUNG,
    balance_of,
    department,
    meal_school,
    trial_balance,
)
from qala.meals.tests.stories import approved, final

PRICE = PRICES[YOUNG]
CHILD, DAY, UPHELD = st.integers(0, 2), st.sampled_from([THURSDAY, FRIDAY]), st.booleans()


class Money(RuleBasedStateMachine):
    """One school, three children, two days, every order of events."""

    def __init__(self):
        super().__init__()
        from django.db import transaction

        self.outer = transaction.atomic()
        self.outer.__enter__()
        self.town = meal_school(pupils=3)
        self.phone, self.sent = self.town.phone, []
        self.first, self.second, self.third = department(), department(), department()
        self.supplier, self.teacher = self.town.supplier(), self.town.officer("class_teacher")
        self.invoice, self.is_closed = None, False

    def teardown(self):
        from django.db import transaction

        transaction.set_rollback(True)
        self.outer.__exit__(None, None, None)

    def lawful(self, action, **facts):
        """Carry an action out where it is lawful; a refusal must leave everything as it was."""
        from django.db import transaction

        before = self.books()
        try:
            with transaction.atomic():
                return action(**facts)
        except Refusal:
            assert self.books() == before
            return None

    def books(self):
        town = self.town
        return {what: town.money(what) for what in ("committed", "held", "payable", "disputed", "paid")}

    @rule(child=CHILD, day=DAY, how=st.sampled_from(["card", "card", "teacher"]))
    def serve(self, child, day, how):
        self.sent.append(self.phone.press(self.town.pupils[child], day=day, how=how))
        receive(by=self.town.terminal, signed=self.sent[-1:])

    @precondition(lambda self: self.sent)
    @rule()
    def send_everything_again(self):
        before = self.books()
        assert all(answer.is_repeated for answer in receive(by=self.town.terminal, signed=self.sent))
        assert self.books() == before

    @rule(pick=st.integers(0, 9), is_confirmed=UPHELD)
    def look(self, pick, is_confirmed):
        waiting = list(Provisional.objects.filter(state="opened"))
        if waiting:
            action = confirm if is_confirmed else reject
            self.lawful(action, by=self.first, waiting=waiting[pick % len(waiting)])

    @rule(pick=st.integers(0, 9))
    def contest(self, pick):
        if meals := list(Meal.objects.all()):
            self.lawful(open_dispute, by=self.supplier, meal=meals[pick % len(meals)], reason="odd")

    @rule(pick=st.integers(0, 9), upheld=UPHELD)
    def settle(self, pick, upheld):
        if rows := list(Dispute.objects.filter(state="opened")):
            self.lawful(decide, by=self.first, dispute=rows[pick % len(rows)], upheld=upheld)

    @rule(pick=st.integers(0, 9))
    def take_word_back(self, pick):
        if rows := list(Dispute.objects.filter(state="opened")):
            self.lawful(withdraw, by=self.supplier, dispute=rows[pick % len(rows)])

    @rule(pick=st.integers(0, 9))
    def take_back(self, pick):
        if meals := list(Meal.objects.all()):
            self.lawful(reverse, by=self.second, meal=meals[pick % len(meals)], reason="audit")

    @precondition(lambda self: not self.is_closed)
    @rule()
    def close(self):
        self.is_closed = self.lawful(final, town=self.town) is not None

    @precondition(lambda self: self.is_closed and self.invoice is None)
    @rule()
    def ask_for_money(self):
        self.invoice = self.lawful(approved, town=self.town)

    @precondition(lambda self: self.invoice is not None)
    @rule()
    def tell_the_bank(self):
        self.lawful(instruct, by=JOB, invoice=Invoice.objects.get(pk=self.invoice.pk))

    @precondition(lambda self: self.invoice is not None)
    @rule()
    def pay_what_is_asked(self):
        if payment := Payment.objects.filter(paid_at=None).first():
            self.lawful(pay, by=self.third, payment=payment)

    @invariant()
    def books_agree_with_meals(self):
        money = self.books()
        assert trial_balance() == 0
        assert money["payable"] == owed(self.town.contract)
        standing = Meal.objects.filter(reversal=None).count() * PRICE
        assert money["payable"] + money["disputed"] + money["paid"] == standing
        assert money["disputed"] == Dispute.objects.filter(state="opened").count() * PRICE
        programme = balance_of("meals:2026:programme")
        assert money["committed"] + money["held"] + standing + programme == RICH
        if self.is_closed:
            assert money["held"] == 0


@pytest.mark.django_db
class TestMoneyAddsUp(TestCase, Money.TestCase):
    settings = settings(
        max_examples=12, stateful_step_count=25, deadline=None, suppress_health_check=list(HealthCheck)
    )
