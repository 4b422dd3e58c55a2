"""A meal the school contests, a word that is taken back, a paid meal the department takes back."""

import pytest
from django.urls import reverse

from qala.kernel.clock import now
from qala.meals.actions.disputes import decide, open_dispute
from qala.meals.models import Dispute, Invoice, InvoiceLine, Reversal
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
