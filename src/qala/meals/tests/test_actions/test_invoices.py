"""From meals to a payment: drawn, matched, approved by another person, paid by a third; contested lines wait alone."""

import csv
from io import StringIO

import pytest
from django.db import IntegrityError, connection, transaction

from qala.kernel.refusals import Forbidden, Refusal
from qala.meals.actions.disputes import decide, open_dispute, withdraw
from qala.meals.actions.invoices import approve, draw_invoice, instruct, match, pay, send
from qala.meals.actions.reversals import reverse
from qala.meals.models import Contract, Invoice, Meal, Payment, Recovery
from qala.meals.queries.bills import bill, owed, payment_file, recount
from qala.meals.queries.supply import waiting_to_invoice
from qala.meals.tests.factories import (
    FRIDAY,
    JOB,
    NOVEMBER,
    PRICES,
    THURSDAY,
    YOUNG,
    department,
    meal_school,
    trial_balance,
)
from qala.meals.tests.stories import approved, final, paid, serve
from qala.people.tests.factories import PersonFactory
from qala.roster.tests.factories import parent_of

pytestmark = pytest.mark.django_db
PRICE = PRICES[YOUNG]


@pytest.fixture
def town():
    school = meal_school(pupils=3)
    serve(school, THURSDAY, FRIDAY)
    return school


def test_an_invoice_is_drawn_from_meals_and_paid_in_full(town):
    final(town)
    invoice = approved(town)
    assert (bill(invoice).lines, bill(invoice).tiyn) == (6, 6 * PRICE)
    payment = paid(town, invoice)
    assert payment.tiyn == town.money("paid") == 6 * PRICE
    assert town.money("payable") == owed(town.contract) == 0
    assert Invoice.objects.get().state == "paid"
    assert trial_balance() == 0


def test_no_total_can_be_typed(town):
    final(town)
    invoice = approved(town)
    payment = instruct(by=JOB, invoice=invoice)
    Payment.objects.filter(pk=payment.pk).update(tiyn=payment.tiyn + 100)
    with pytest.raises(IntegrityError, match="a payment comes to its lines"), connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def test_a_month_that_is_not_final_is_not_invoiced(town):
    with pytest.raises(Refusal) as refused:
        draw_invoice(by=town.supplier(), contract=town.contract, school=town.school, month=NOVEMBER)
    assert refused.value.code == "month_not_final"


def test_drawing_twice_is_one_invoice(town):
    final(town)
    first = draw_invoice(by=town.supplier(), contract=town.contract, school=town.school, month=NOVEMBER)
    again = draw_invoice(by=town.supplier(), contract=town.contract, school=town.school, month=NOVEMBER)
    assert (first.pk, first.lines.count()) == (again.pk, 6)


def test_a_line_decided_after_the_last_month_stands_on_the_months_next_part(town):
    contested = open_dispute(by=parent_of(town.pupils[0]), meal=Meal.objects.first(), reason="child_did_not_eat")
    final(town)
    supplier = town.supplier()
    first = draw_invoice(by=supplier, contract=town.contract, school=town.school, month=NOVEMBER)
    mine = Contract.objects.filter(pk=town.contract.pk)
    assert (first.lines.count(), waiting_to_invoice(mine)) == (5, [])
    decide(by=department(), dispute=contested, upheld=False)
    assert waiting_to_invoice(mine) == [(town.contract, town.school, NOVEMBER)]
    second = draw_invoice(by=supplier, contract=town.contract, school=town.school, month=NOVEMBER)
    assert (second.part, second.lines.count(), second.number) == (2, 1, f"{first.number}-2")
    again = draw_invoice(by=supplier, contract=town.contract, school=town.school, month=NOVEMBER)
    assert (again, first.lines.count(), waiting_to_invoice(mine)) == (second, 5, [])


def test_four_hands(town):
    final(town)
    supplier, one, two = town.supplier(), department(), department()
    invoice = draw_invoice(by=supplier, contract=town.contract, school=town.school, month=NOVEMBER)
    with pytest.raises(Forbidden):
        send(by=PersonFactory(), invoice=invoice)
    send(by=supplier, invoice=invoice)
    with pytest.raises(Forbidden):
        match(by=supplier, invoice=invoice)
    match(by=one, invoice=invoice)
    with pytest.raises(Refusal):
        approve(by=one, invoice=invoice)
    approve(by=two, invoice=invoice)
    payment = instruct(by=one, invoice=invoice)
    with pytest.raises(Refusal):
        pay(by=two, payment=payment)
    with pytest.raises(IntegrityError, match="who_approves_does_not_pay"), transaction.atomic():
        Invoice.objects.update(paid_by=two.actor_key)
    with pytest.raises(IntegrityError, match="a hand stays"), transaction.atomic():
        Invoice.objects.update(approved_by=one.actor_key)
    assert pay(by=one, payment=payment).paid_at is not None
    with pytest.raises(Refusal):
        pay(by=one, payment=payment)


def test_books_that_say_something_else_refuse(town):
    final(town)
    invoice = draw_invoice(by=town.supplier(), contract=town.contract, school=town.school, month=NOVEMBER)
    send(by=town.supplier(), invoice=invoice)
    from uuid import uuid4

    from qala.kernel.clock import now
    from qala.ledger import book
    from qala.meals.queries.accounts import of_contract

    order = book.move(
        key=uuid4(), credit=of_contract(town.contract, "payable"), debit=of_contract(town.contract, "paid"), tiyn=1,
        code="sleight", happened_at=now(),
    )  # fmt: skip
    book.post(by=JOB, order=order)
    assert recount(invoice).owed - recount(invoice).booked == 1
    with pytest.raises(Refusal) as refused:
        match(by=JOB, invoice=invoice)
    assert refused.value.code == "books_differ"


def test_a_contested_line_waits_and_the_others_are_paid(town):
    parent = parent_of(town.pupils[0])
    contested = Meal.objects.get(pupil=town.pupils[0], day=FRIDAY)
    final_meal = Meal.objects.get(pupil=town.pupils[1], day=FRIDAY)
    dispute = open_dispute(by=parent, meal=contested, reason="not_eaten")
    assert (town.money("disputed"), town.money("payable")) == (PRICE, 5 * PRICE)
    final(town)
    invoice = approved(town)
    assert bill(invoice).lines == 5
    late = open_dispute(by=town.officer("school_director"), meal=final_meal, reason="not_served")
    assert paid(town, invoice).tiyn == 4 * PRICE
    assert Invoice.objects.get().state == "paid_in_part"
    decide(by=department(), dispute=late, upheld=False)
    assert paid(town, Invoice.objects.get()).tiyn == PRICE
    assert Invoice.objects.get().state == "paid"
    decide(by=department(), dispute=dispute, upheld=True)
    assert town.money("disputed") == town.money("payable") == owed(town.contract) == 0
    assert trial_balance() == 0


def test_the_last_line_upheld_finishes_the_invoice(town):
    final(town)
    invoice = approved(town)
    meal = Meal.objects.first()
    dispute = open_dispute(by=town.supplier(), meal=meal, reason="wrong_child")
    paid(town, invoice)
    programme_had = town.money("committed")
    decide(by=department(), dispute=dispute, upheld=True)
    assert Invoice.objects.get().state == "paid"
    assert town.money("committed") == programme_had  # the month is closed, so it went on to the programme
    assert meal.reversal.reason == "dispute_upheld"


def test_who_may_contest_and_who_decides(town):
    meal = Meal.objects.first()
    with pytest.raises(Forbidden):
        open_dispute(by=PersonFactory(), meal=meal, reason="x")
    officer = department()
    dispute = open_dispute(by=officer, meal=meal, reason="odd")
    with pytest.raises(Refusal):
        open_dispute(by=town.supplier(), meal=meal, reason="again")
    with pytest.raises(Forbidden):
        decide(by=officer, dispute=dispute, upheld=True)
    with pytest.raises(Forbidden):
        withdraw(by=town.supplier(), dispute=dispute)
    withdraw(by=officer, dispute=dispute)
    assert town.money("payable") == 6 * PRICE


def test_parents_contest_until_the_month_is_final(town):
    final(town)
    meal = Meal.objects.filter(pupil=town.pupils[0]).first()
    with pytest.raises(Refusal) as refused:
        open_dispute(by=parent_of(town.pupils[0]), meal=meal, reason="not_eaten")
    assert refused.value.code == "window_closed"


def test_a_paid_meal_taken_back_is_less_in_the_next_payment(town):
    final(town)
    invoice = approved(town)
    held = Meal.objects.get(pupil=town.pupils[2], day=FRIDAY)
    dispute = open_dispute(by=town.supplier(), meal=held, reason="odd")
    other = Meal.objects.get(pupil=town.pupils[2], day=THURSDAY)
    second = open_dispute(by=town.supplier(), meal=other, reason="odd")
    assert paid(town, invoice).tiyn == 4 * PRICE
    gone = Meal.objects.get(pupil=town.pupils[0], day=FRIDAY)
    with pytest.raises(Refusal) as refused:
        open_dispute(by=town.supplier(), meal=gone, reason="late")
    assert refused.value.code == "paid"
    with pytest.raises(Forbidden):
        reverse(by=town.supplier(), meal=gone, reason="late")
    reverse(by=department(), meal=gone, reason="audit")
    assert town.money("payable") == owed(town.contract) == -PRICE
    with pytest.raises(Refusal):
        reverse(by=department(), meal=gone, reason="audit")
    decide(by=department(), dispute=dispute, upheld=False)
    decide(by=department(), dispute=second, upheld=False)
    assert paid(town, Invoice.objects.get()).tiyn == PRICE
    assert Recovery.objects.get().meal_id == gone.pk
    assert town.money("payable") == owed(town.contract) == 0
    assert trial_balance() == 0


def test_the_payment_file_opens_in_a_bank_not_in_a_formula(town):
    town.contract.number, town.contract.iban = "=HYPERLINK(1)", "KZ86125KZT5004100100"
    town.contract.save()
    final(town)
    payment = instruct(by=JOB, invoice=approved(town))
    (row,) = csv.DictReader(StringIO(payment_file([payment])))
    assert (row["amount_tenge"], row["lines"]) == ("4071.00", "6")
    assert row["contract"].startswith("'=")
    assert row["iban"] == "KZ86125KZT5004100100"
