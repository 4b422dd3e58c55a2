"""The desks through their addresses: a list comes into force, a plate on trust is confirmed, nobody's name on an invoice."""

import pytest
from django.urls import reverse

from qala.kernel.clock import now
from qala.meals.models import EntitlementList, Flag, Invoice, InvoiceLine, Meal, Voucher
from qala.meals.tests.eating import eat
from qala.meals.tests.factories import FRIDAY, NOVEMBER, department, meal_school
from qala.people.tests.conftest import signed_in

pytestmark = pytest.mark.django_db
MONTH = {"month": "2026-11"}


def to(name, *args):
    return reverse(f"meals:{name}", args=args)


def page(client, name, *args, **asked):
    answer = client.get(to(name, *args), MONTH | asked)
    assert answer.status_code == 200
    return answer.content.decode()


def test_a_list_goes_from_the_register_into_force_through_three_hands():
    town = meal_school(pupils=3, active=False)
    slug = town.school.slug
    pedagogue, director = signed_in(town.officer("social_pedagogue")), signed_in(town.officer("school_director"))
    officer = signed_in(department())
    for client, verb in ((pedagogue, "form"), (director, "approve"), (officer, "check"), (officer, "enforce")):
        assert client.post(to("desk_act", slug), MONTH | {"verb": verb}).status_code == 302
    assert EntitlementList.objects.get().state == "in_force"
    assert Voucher.objects.filter(state="listed").count() == 3


def test_who_stands_on_no_list_is_named():
    town = meal_school(pupils=2, active=False)
    pedagogue = signed_in(town.officer("social_pedagogue"))
    EntitlementList.objects.create(school=town.school, month=NOVEMBER, formed_by="job:x", formed_at=now())
    shown = page(pedagogue, "desk_school", town.school.slug)
    assert all(child.person.family in shown for child in town.pupils)


def test_a_plate_on_trust_is_confirmed_by_another_person():
    town = meal_school(pupils=1)
    eat(town, town.pupils, FRIDAY, how="teacher")
    director = signed_in(town.officer("school_director"))
    assert town.pupils[0].person.family in page(director, "desk_trust", town.school.slug)
    waiting = Meal.objects.count()
    event = town.terminal.events.get()
    assert director.post(to("desk_decide", town.school.slug, event.pk), {"verb": "confirm"}).status_code == 302
    assert (waiting, Meal.objects.count()) == (0, 1)


def test_an_invoice_opens_to_its_meals_and_names_no_child(django_assert_max_num_queries):
    town = meal_school(pupils=3)
    eat(town, town.pupils, FRIDAY)
    invoice = Invoice.objects.create(
        number="QM-1", contract=town.contract, school=town.school, month=NOVEMBER, drawn_at=now()
    )
    InvoiceLine.objects.bulk_create(InvoiceLine(meal=meal, invoice=invoice) for meal in Meal.objects.all())
    supplier = signed_in(town.supplier())
    with django_assert_max_num_queries(16):
        shown = page(supplier, "invoice", invoice.number)
    assert all(f"№ {meal.pk}" in shown for meal in Meal.objects.all())
    assert not any(child.person.family in shown or str(child.key) in shown for child in town.pupils)


def test_a_question_is_answered_by_the_department():
    town = meal_school(pupils=1)
    flag = Flag.objects.create(
        rule="P6", school=town.school, day=FRIDAY, until_on=FRIDAY, count=5, threshold=5, tiyn=1, raised_at=now()
    )
    told = {"verb": "explain", "explanation": "Ел\x00 болған\x1b жоқ"}
    assert signed_in(town.officer("school_director")).post(to("flag_act", flag.pk), told).status_code == 302
    flag.refresh_from_db()
    assert flag.explanation == "Ел болған жоқ"
    said = {"verb": "answer", "verdict": "explained", "explanation": "Бәрі келген"}
    assert signed_in(department()).post(to("flag_act", flag.pk), said).status_code == 302
    flag.refresh_from_db()
    assert flag.answer == "explained"


def test_a_supplier_opens_the_statements_of_its_own_contract_and_no_other():
    town, other = meal_school(pupils=1), meal_school(pupils=1)
    eat(town, town.pupils, FRIDAY)
    supplier, stranger = signed_in(town.supplier()), signed_in(other.supplier())
    code = f"{town.contract.account_root}:payable"
    statement, printed = (reverse(f"ledger:{name}", args=[code]) for name in ("account", "statement_pdf"))
    shown = page(supplier, "supply")
    assert statement in shown
    assert printed in shown
    assert supplier.get(statement).status_code == supplier.get(printed).status_code == 200
    assert "67850" in supplier.get(statement, {"format": "csv"}).content.decode()
    assert stranger.get(statement).status_code == stranger.get(printed).status_code == 403
    assert statement not in page(stranger, "supply")
