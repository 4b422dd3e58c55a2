"""A meal the school contests, a word that is taken back, a paid meal the department takes back."""

from uuid import uuid4

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse

from qala.kernel.clock import now, today
from qala.meals.actions.disputes import decide, open_dispute, withdraw
from qala.meals.models import Dispute, Invoice, InvoiceLine, PaidLine, Payment, Reversal, Timesheet
from qala.meals.queries.bills import bill
from qala.meals.queries.settings import contest_until
from qala.meals.tests.eating import eat
from qala.meals.tests.factories import FRIDAY, NOVEMBER, department, meal_school
from qala.people.tests.conftest import signed_in
from qala.roster.tests.factories import parent_of

pytestmark = pytest.mark.django_db
ENGLISH = {"headers": {"Accept-Language": "en"}}
MONTH = {"month": "2026-11"}


@pytest.fixture
def town():
    town = meal_school(pupils=1)
    (town.event,) = eat(town, town.pupils, FRIDAY)
    town.parent = parent_of(town.pupils[0])
    return town


def to(name, *args):
    return reverse(f"meals:{name}", args=args)


def read(person, address, **asked):
    answer = signed_in(person).get(address, asked or MONTH, **ENGLISH)
    assert answer.status_code == 200
    return " ".join(answer.content.decode().split())


def press(person, address, **told):
    return signed_in(person).post(address, told).status_code


def invoiced(town):
    invoice = Invoice.objects.create(
        number="QM-1", contract=town.contract, school=town.school, month=NOVEMBER, drawn_at=now()
    )
    InvoiceLine.objects.create(meal=town.event.meal, invoice=invoice)
    return invoice


def test_a_parent_who_was_mistaken_takes_the_word_back(town):
    child, plate = to("child", town.pupils[0].key), (town.pupils[0].key, town.event.uid)
    assert press(town.parent, to("contest", *plate)) == 302
    assert to("withdraw", *plate) in read(town.parent, child)
    stranger = parent_of(town.pupils[0])
    assert to("withdraw", *plate) not in read(stranger, child), "another parent of the child did not say it"
    assert press(stranger, to("withdraw", *plate)) == 404
    assert press(town.parent, to("withdraw", *plate)) == 302
    assert Dispute.objects.get().state == "withdrawn"
    assert town.money("disputed") == 0
    assert to("contest", *plate) in read(town.parent, child)


def test_a_parent_reads_what_became_of_the_word(town):
    for upheld, words in ((False, "the meal was eaten and counts"), (True, "You were right")):
        dispute = open_dispute(by=town.parent, meal=town.event.meal, reason="child_did_not_eat")
        decide(by=department(), dispute=dispute, upheld=upheld)
        assert words in read(town.parent, to("child", town.pupils[0].key))


def test_the_school_contests_a_meal_it_finds_in_the_day_and_takes_it_back(town):
    director, meal = town.officer("school_director"), to("desk_meal", town.school.slug, town.event.uid)
    assert meal in read(director, to("desk_day", town.school.slug), day=str(FRIDAY))
    assert press(director, meal, reason="never liked it") == 422
    assert press(director, meal, reason="another_child") == 302
    dispute = Dispute.objects.get()
    assert (dispute.state, dispute.reason) == ("opened", "another_child")
    back = to("withdraw_dispute", dispute.pk)
    assert back in read(director, meal)
    assert back not in read(town.officer("social_pedagogue"), meal), "only who contested it"
    assert press(director, back) == 302
    dispute.refresh_from_db()
    assert dispute.state == "withdrawn"


def test_the_supplier_takes_its_word_back_at_its_own_desk(town):
    invoice, supplier = invoiced(town), town.supplier()
    assert press(supplier, to("line", invoice.number, town.event.pk)) == 302
    back = to("withdraw_dispute", Dispute.objects.get().pk)
    assert back in read(supplier, to("supply"))
    assert press(department(), back) == 403
    assert press(supplier, back) == 302
    assert Dispute.objects.get().state == "withdrawn"


def test_the_department_takes_back_what_it_contested_itself(town):
    officer = department()
    assert press(officer, to("desk_meal", town.school.slug, town.event.uid), reason="school_contests") == 302
    back = to("withdraw_dispute", Dispute.objects.get().pk)
    assert back in read(officer, to("disputes"))
    assert press(officer, back) == 302
    assert back not in read(officer, to("disputes"))


def test_the_department_takes_a_meal_of_an_invoice_back_for_a_known_reason(town):
    invoice, officer = invoiced(town), department()
    line = to("line", invoice.number, town.event.pk)
    assert line in read(officer, to("invoice", invoice.number))
    page = read(officer, line)
    assert town.pupils[0].person.family not in page, "no child's name"
    assert press(officer, line, reason="I say so") == 422
    assert not Reversal.objects.exists()
    assert press(officer, line, reason="found_by_audit") == 302
    assert Reversal.objects.get().reason == "found_by_audit"
    assert line not in read(officer, to("invoice", invoice.number))


def over(town):
    """The parents' days of the month are over, and its invoice stands."""
    sheet, _made = Timesheet.objects.get_or_create(school=town.school, month=NOVEMBER)
    sheet.frozen_at, sheet.window_until = now(), FRIDAY
    for sheet.state in ("frozen", "signed", "window", "final"):
        sheet.save(update_fields=["state", "frozen_at", "window_until"])
    return invoiced(town)


def test_a_parent_is_not_shut_out_by_a_school_that_takes_its_word_back_late(town):
    """She did not contest: the school had. Once it withdraws, she has days of her own, and nobody pays in them."""
    school, child = town.officer("school_director"), to("child", town.pupils[0].key)
    contested = open_dispute(by=school, meal=town.event.meal, reason="child_was_absent")
    invoice, plate = over(town), to("contest", town.pupils[0].key, town.event.uid)
    withdraw(by=school, dispute=contested)
    assert contested.others_until == contest_until(today()) > today()
    assert bill(invoice).waiting.lines == 1
    assert "took the word back" in read(town.parent, child)
    assert press(town.parent, plate) == 302
    assert Dispute.objects.get(state="opened").opened_by == town.parent.actor_key


@transaction.atomic
def written(payment, line):
    payment.save(force_insert=True)
    line.payment = payment
    line.save(force_insert=True)


def test_no_hand_pays_a_line_in_the_days_of_others(town):
    school = town.officer("school_director")
    contested = open_dispute(by=school, meal=town.event.meal, reason="child_was_absent")
    invoice = over(town)
    withdraw(by=school, dispute=contested)
    payment = Payment(key=uuid4(), invoice=invoice, tiyn=town.event.meal.tiyn, instructed_at=now(), instructed_by="x")
    with pytest.raises(DatabaseError, match="a contested line is not paid"):
        written(payment, PaidLine(meal_id=town.event.meal.pk, payment=payment))
    with pytest.raises(DatabaseError, match="it is written once"), transaction.atomic():
        Dispute.objects.update(others_until=None)


def test_a_word_taken_back_in_time_holds_nothing_up(town):
    school = town.officer("school_director")
    contested = open_dispute(by=school, meal=town.event.meal, reason="child_was_absent")
    withdraw(by=school, dispute=contested)
    assert contested.others_until is None
    over(town)
    assert press(town.parent, to("contest", town.pupils[0].key, town.event.uid)) == 422
