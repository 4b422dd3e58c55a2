"""What is due and until when: prices and contracts of coming months, the tax of the day, a payment's last day."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from qala.kernel.clock import now
from qala.meals.models import Contract, Invoice, Setting
from qala.meals.queries.due import late, outlook, pay_until, report_before
from qala.meals.tests.factories import (
    FRIDAY,
    NOVEMBER,
    OLD,
    YOUNG,
    ContractFactory,
    KitchenFactory,
    TariffFactory,
    at_noon,
    department,
    meal_school,
    reference_rows,
)
from qala.people.tests.conftest import signed_in
from qala.roster.tests.factories import SchoolFactory

pytestmark = pytest.mark.django_db
ENGLISH = {"headers": {"Accept-Language": "en"}}
AUTUMN = date(2026, 11, 23)


def seen(contract, day=AUTUMN):
    rows = Contract.objects.filter(pk=contract.pk).prefetch_related("tariffs", "kitchens__school")
    return outlook(rows, day)[contract.pk]


@pytest.fixture
def contract():
    reference_rows()
    kitchen = KitchenFactory(school=SchoolFactory())
    for band in (YOUNG, OLD):
        TariffFactory(contract=kitchen.contract, band=band)
    return kitchen.contract


def test_a_term_without_a_price_is_named_months_ahead(contract):
    """2025-12: no approved price for the new standard, heard of when it was late."""
    assert seen(contract).unpriced == []
    TariffFactory(contract=contract, band=OLD, from_on=date(2026, 11, 1), until_on=date(2027, 1, 10))
    assert seen(contract).unpriced == [(OLD, date(2027, 1, 11))]
    assert seen(contract, date(2026, 10, 1)).unpriced == [], "farther than tariff_warning_days"
    TariffFactory(contract=contract, band=OLD, from_on=date(2027, 1, 11))
    assert seen(contract).unpriced == []


def test_a_contract_nobody_follows_is_named_before_it_ends(contract):
    spring = date(2027, 4, 1)
    assert (seen(contract).unserved, seen(contract, spring).unserved) == (0, 1)
    later = ContractFactory(from_on=date(2027, 6, 1), until_on=date(2028, 5, 31))
    KitchenFactory(contract=later, school=contract.kitchens.get().school)
    assert seen(contract, spring).unserved == 0


def test_a_price_with_another_tax_than_the_days_is_asked_about(contract):
    assert Setting.objects.get(slug="vat_permille").value == 160
    assert seen(contract).other_tax == [], "who pays no such tax writes none"
    TariffFactory(contract=contract, band=YOUNG, from_on=date(2026, 11, 1), vat_permille=120)
    assert seen(contract).other_tax == [YOUNG]
    page = signed_in(department()).get(reverse("meals:contracts"), **ENGLISH).content.decode()
    assert "the tax of today is 160 ‰" in page


def test_an_offer_begins_with_the_tax_of_the_day():
    town = meal_school(pupils=1)
    page = signed_in(department()).get(reverse("meals:offer", args=[town.contract.pk])).content.decode()
    assert 'name="vat_permille" value="160"' in page


def test_an_invoice_has_its_last_day_and_the_month_its_report():
    town = meal_school(pupils=1)
    invoice = Invoice.objects.create(
        number="QM-1", contract=town.contract, school=town.school, month=NOVEMBER, drawn_at=at_noon(FRIDAY)
    )
    assert pay_until(invoice) == FRIDAY + timedelta(days=15)
    assert late([invoice], pay_until(invoice)) == set()
    assert late([invoice], pay_until(invoice) + timedelta(days=1)) == {invoice.pk}
    invoice.state = "paid"
    assert (pay_until(invoice), late([invoice], date(2030, 1, 1))) == (None, set())
    assert report_before(NOVEMBER) == date(2026, 12, 5)


def test_the_close_names_the_report_and_a_late_payment():
    town = meal_school(pupils=1)
    Invoice.objects.create(
        number="QM-1", contract=town.contract, school=town.school, month=NOVEMBER, drawn_at=now() - timedelta(days=20)
    )
    officer = signed_in(department())
    page = officer.get(reverse("meals:close") + "?month=2026-11", **ENGLISH).content.decode()
    assert "are reported before" in page
    assert "payment is late" in page
    assert "to be paid by" in officer.get(reverse("meals:invoice", args=["QM-1"]), **ENGLISH).content.decode()
