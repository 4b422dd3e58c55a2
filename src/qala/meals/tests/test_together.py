"""Two hands at once over one meal, in connections of their own: it is contested, paid or taken back, never two of them."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, connections, transaction

from qala.kernel.refusals import Refusal
from qala.meals.actions.disputes import open_dispute
from qala.meals.actions.invoices import instruct
from qala.meals.actions.reversals import reverse
from qala.meals.models import Dispute, PaidLine, Reversal
from qala.meals.tests.factories import JOB, department, meal_school
from qala.meals.tests.stories import approved, final, serve

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]
PATIENCE_S = 60
WAITS = """SELECT EXISTS (SELECT FROM pg_locks WHERE locktype = 'advisory' AND NOT granted
  AND database = (SELECT oid FROM pg_database WHERE datname = current_database()))"""


@pytest.fixture
def bill():
    """An approved invoice of two meals."""
    town = meal_school(pupils=2)
    serve(town)
    final(town)
    return approved(town)


def waits():
    with connection.cursor() as cursor:
        cursor.execute(WAITS)
        return cursor.fetchone()[0]


def alone(work):
    try:
        return work()
    finally:
        connections.close_all()


def beside(first, second):
    """Do `first` and, before it commits, begin `second`: what that comes to once it waits no more."""
    with ThreadPoolExecutor(1) as hand:
        with transaction.atomic():
            first()
            other = hand.submit(alone, second)
            while not (other.done() or waits()):
                pass
        return other.exception(PATIENCE_S) or other.result()


def contest(meal):
    return lambda: open_dispute(by=department(), meal=meal, reason="not_eaten")


def test_a_meal_that_is_being_paid_is_not_contested(bill):
    meal = bill.lines.first().meal
    told = beside(lambda: instruct(by=JOB, invoice=bill), contest(meal))
    assert isinstance(told, Refusal)
    assert told.code == "paid"
    assert (PaidLine.objects.count(), Dispute.objects.count()) == (2, 0)


def test_a_meal_that_is_being_contested_is_not_paid(bill):
    meal = bill.lines.first().meal
    payment = beside(contest(meal), lambda: instruct(by=JOB, invoice=bill))
    assert list(payment.lines.values_list("meal", flat=True)) == [bill.lines.last().meal_id]
    assert Dispute.objects.get().state == "opened"


def test_a_meal_that_is_being_contested_is_not_taken_back(bill):
    meal = bill.lines.first().meal
    told = beside(contest(meal), lambda: reverse(by=department(), meal=meal, reason="served_twice"))
    assert isinstance(told, Refusal)
    assert (told.code, Reversal.objects.count()) == ("disputed", 0)
