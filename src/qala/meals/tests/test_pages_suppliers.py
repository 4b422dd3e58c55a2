"""Founders of suppliers: written from a register, tied suppliers beside each other, no IIN on any page."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from qala.journal.models import Entry
from qala.kernel.refusals import Forbidden, Refusal
from qala.meals.actions.founders import end_founder, write_founder
from qala.meals.models import Founder
from qala.meals.queries.flags import questions
from qala.meals.queries.suppliers import suppliers
from qala.meals.tests.factories import FRIDAY, JOB, NOVEMBER, ContractFactory, department, meal_school
from qala.meals.tests.stories import serve
from qala.people.actions import enrol
from qala.people.rules import Name, Newcomer, check_digit
from qala.people.tests.conftest import signed_in
from qala.people.tests.factories import AppointmentFactory

pytestmark = pytest.mark.django_db
ENGLISH = {"headers": {"Accept-Language": "en"}}
SEPTEMBER = date(2026, 9, 1)
EXTRACT = "Register of legal entities, extract of 2026-09-01"


def number(base):
    return base + str(check_digit(base))


IIN, ANOTHER, BIN = number("80010150012"), number("80010150013"), number("10014000012")


def founded(contract, told=IIN, *, by=None, is_body=False, from_on=SEPTEMBER):
    return write_founder(
        by=by or department(), supplier=contract.supplier, name="Founder of invention", number=told, is_body=is_body,
        from_on=from_on, source=EXTRACT,
    )  # fmt: skip


def ties(contract):
    (one,) = [row for row in suppliers(FRIDAY) if row.body.pk == contract.supplier_id]
    return {(other, tie) for other, found in one.tied for tie in found}


def asked():
    return [one for one in questions(NOVEMBER) if one.rule == "P11"]


def test_one_founder_behind_two_suppliers_is_asked_about_and_seen_from_both_sides():
    town, other = meal_school(pupils=1), ContractFactory()
    serve(town)
    founded(town.contract)
    row = founded(other, ANOTHER)
    assert not asked()
    end_founder(by=department(), founder=row, until_on=date(2026, 10, 1))
    founded(other)
    (one,) = asked()
    assert one.about == f"same_founder:{town.contract.supplier_id}"
    assert ties(town.contract) == {(other.supplier_id, "same_founder")}
    assert ties(other) == {(town.contract.supplier_id, "same_founder")}


def test_a_founder_who_left_ties_nobody():
    one, other = ContractFactory(), ContractFactory()
    row = founded(one)
    founded(other)
    assert ties(one)
    end_founder(by=department(), founder=row, until_on=FRIDAY)
    assert not ties(one)
    with pytest.raises(Refusal):
        end_founder(by=department(), founder=row, until_on=date(2026, 12, 1))


def test_a_supplier_that_founded_another_is_tied_to_it_both_ways():
    one, other = ContractFactory(), ContractFactory()
    type(other.supplier).objects.filter(pk=other.supplier_id).update(bin=BIN)
    founded(one, BIN, is_body=True)
    assert ties(one) == {(other.supplier_id, "founder_supplies")}
    assert ties(other) == {(one.supplier_id, "founder_supplies")}


def test_a_founder_who_orders_the_meals_or_speaks_for_another_supplier():
    one, other = ContractFactory(), ContractFactory()
    newcomer = Newcomer(Name("Invented", "Founder"), iin=IIN, iin_confirmed=True)
    person = enrol(by=JOB, newcomer=newcomer)
    founded(one)
    assert not ties(one)
    AppointmentFactory(role="education_department", person=person)
    AppointmentFactory(role="supplier", organisation=other.supplier, person=person)
    assert {(None, "founder_official"), (other.supplier_id, "founder_speaks")} == ties(one)


def test_the_department_copies_a_register_and_the_auditor_reads_no_number():
    town, other = meal_school(pupils=1), ContractFactory()
    officer, auditor = signed_in(department()), signed_in(AppointmentFactory(role="auditor").person)
    slug = town.contract.supplier.slug
    address, page = (reverse(f"meals:{name}", args=[slug]) for name in ("founder_write", "supplier"))
    told = {"kind": "person", "name": "Invented Founder", "number": IIN, "from_on": "2026-09-01", "source": EXTRACT}
    assert officer.post(address, told | {"number": IIN[:-1] + str((int(IIN[-1]) + 1) % 10)}).status_code == 422
    assert officer.post(address, told | {"source": " "}).status_code == 422
    assert officer.post(address, told).status_code == 302
    assert officer.post(address, told).status_code == 422, "once"
    founded(other)
    pages = [auditor.get(reverse("meals:suppliers"), asked, **ENGLISH) for asked in ({}, {"format": "csv"})]
    pages += [who.get(page, **ENGLISH) for who in (auditor, officer)]
    shown = [" ".join(one.content.decode().split()) for one in pages]
    assert not any(IIN in one or Founder.objects.first().fingerprint in one for one in shown)
    assert "One founder stands behind this supplier and another" in shown[2]
    assert shown[2].count("Invented Founder") >= 2
    assert EXTRACT in shown[2]
    assert address not in shown[2], "an auditor changes nothing"
    assert address in shown[3]
    assert not Entry.objects.filter(facts__icontains=IIN).exists()
    end = reverse("meals:founder_end", args=[slug, Founder.objects.get(name="Invented Founder").pk])
    assert officer.post(end, {"until_on": "2026-10-01"}).status_code == 302
    assert Founder.objects.get(name="Invented Founder").until_on == date(2026, 10, 1)


def test_only_the_department_writes_and_the_database_keeps_the_form():
    contract = ContractFactory()
    with pytest.raises(Forbidden):
        founded(contract, by=AppointmentFactory(role="supplier", organisation=contract.supplier).person)
    for wrong in ({"bin": ""}, {"bin": IIN, "fingerprint": "0" * 64}, {"bin": IIN, "source": ""}):
        row = {"supplier": contract.supplier, "name": "X", "from_on": SEPTEMBER, "source": "S"} | wrong
        with pytest.raises(IntegrityError), transaction.atomic():
            Founder.objects.create(**row)


def test_the_page_asks_as_often_for_many_suppliers(django_assert_max_num_queries):
    for _n in range(6):
        founded(ContractFactory())
    client = signed_in(AppointmentFactory(role="auditor").person)
    with django_assert_max_num_queries(18):
        client.get(reverse("meals:suppliers"))
