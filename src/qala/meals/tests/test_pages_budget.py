"""The department's forms: a contract, the year's money, and a commitment that stops at what is left."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse

from qala.kernel.clock import today
from qala.meals.actions.contracts import open_programme
from qala.meals.models import Contract, TariffOffer
from qala.meals.queries.budget import programme
from qala.meals.tests.factories import (
    JOB,
    OLD,
    YOUNG,
    balance_of,
    department,
    meal_school,
    reference_rows,
    trial_balance,
)
from qala.people.tests.conftest import signed_in
from qala.people.tests.factories import AppointmentFactory, OrganisationFactory
from qala.roster.tests.factories import SchoolFactory

pytestmark = pytest.mark.django_db
ENGLISH = {"headers": {"Accept-Language": "en"}}


def to(name, *args):
    return reverse(f"meals:{name}", args=args)


def contract(schools, **changed):
    return {
        "number": "Ш-7", "iban": "kz86 125K ZT50 0410 0100", "supplier": OrganisationFactory(kind="company").pk, "signed_on": "2026-08-20",
        "from_on": "2026-09-01", "until_on": "2027-05-31", "schools": [one.pk for one in schools],
        "services": [1], f"price-{YOUNG}": "678.50", f"price-{OLD}": "760.99", "vat_permille": 160,
        "vat_included": "on", "act": "№ 7", "source": "Test",
    } | changed  # fmt: skip


def services():
    from qala.meals.models import Service

    reference_rows()
    return [Service.objects.get(slug="lunch").pk]


def test_a_contract_is_written_down_and_its_prices_wait_for_the_supplier():
    school, officer = SchoolFactory(), signed_in(department())
    told = contract([school], services=services())
    assert officer.post(to("contract_new"), told).status_code == 302
    made = Contract.objects.get(number="Ш-7")
    assert [row.slug for row in made.services.all()] == ["lunch"]
    assert made.iban == "KZ86125KZT5004100100", "as people write it, kept as the bank does"
    assert [row.school for row in made.kitchens.all()] == [school]
    assert set(TariffOffer.objects.values_list("band", "tiyn", "offered_for")) == {
        (YOUNG, 67_850, "city"), (OLD, 76_099, "city"),
    }  # fmt: skip
    again = officer.post(to("contract_new"), told, **ENGLISH)
    assert again.status_code == 422
    assert "A contract with this number is there already." in again.content.decode()
    other = officer.post(to("contract_new"), told | {"number": "Ш-8"}, **ENGLISH)
    assert "Another supplier cooks at one of these schools." in other.content.decode()
    supplier = AppointmentFactory(role="supplier", organisation=made.supplier).person
    offer = TariffOffer.objects.get(band=YOUNG)
    assert signed_in(supplier).post(to("agree_price", offer.pk)).status_code == 302
    assert made.tariffs.get().tiyn == 67_850


def test_a_contract_does_not_end_before_it_begins():
    told = contract([SchoolFactory()], services=services(), until_on="2026-08-01")
    answer = signed_in(department()).post(to("contract_new"), told, **ENGLISH)
    assert answer.status_code == 422
    assert "A contract ends after it begins." in answer.content.decode()


def money(tenge, **more):
    return {"key": str(uuid4()), "tenge": tenge, "day": "2026-11-02"} | more


def test_what_is_left_is_named_where_more_is_asked():
    open_programme(by=JOB, year=2026)
    officer = signed_in(department())
    given = money("10000")
    for _pressed_twice in range(2):
        assert officer.post(to("budget_give", 2026), given).status_code == 302
    assert balance_of("meals:2026:programme") == 1_000_000
    officer.post(to("contract_new"), contract([SchoolFactory()], services=services()))
    pk = Contract.objects.get().pk
    answer = officer.post(to("budget_commit", 2026), money("10000.01", contract=pk), **ENGLISH)
    assert answer.status_code == 422
    assert "has 10\u202f000\u202f₸ left" in answer.content.decode()
    once = money("4000", contract=pk)
    for _pressed_twice in range(2):
        assert officer.post(to("budget_commit", 2026), once).status_code == 302
    told = programme(2026)
    assert (told.given, told.committed, told.left) == (1_000_000, 400_000, 600_000)
    assert [(one.contract.pk, one.committed, one.free) for one in told.shares] == [(pk, 400_000, 400_000)]
    assert trial_balance() == 0


def test_a_year_is_opened_before_it_is_given_money():
    officer, year = signed_in(department()), today().year + 1
    assert officer.post(to("budget_give", year), money("1")).status_code == 422
    assert officer.post(to("budget_open"), {"year": year + 3}).status_code == 422
    assert officer.post(to("budget_open"), {"year": year}).status_code == 302
    page = officer.get(f"{to('budget')}?year={year}", **ENGLISH).content.decode()
    assert f"Programme of {year}" in page
    assert officer.post(to("budget_give", year), money("1", day=today() + timedelta(days=1))).status_code == 422
    assert programme(year).given == 0


def test_the_auditor_reads_the_years_money_and_types_nothing():
    meal_school(pupils=1)
    page = signed_in(AppointmentFactory(role="auditor").person).get(to("budget") + "?year=2026", **ENGLISH).content.decode()
    assert "Contract by contract" in page
    assert "<form" not in page.split("<main")[1].split("</main")[0]


def test_a_contract_gives_back_what_no_month_holds():
    town = meal_school(pupils=1)
    officer, pk = signed_in(department()), town.contract.pk
    free = town.money("committed")
    more = money(f"{(free + 100) / 100:.2f}", contract=pk, reason="too_much")
    answer = officer.post(to("budget_uncommit", 2026), more, **ENGLISH)
    assert answer.status_code == 422
    assert "No more can come back." in answer.content.decode()
    assert officer.post(to("budget_uncommit", 2026), money("100", contract=pk)).status_code == 422, "without a reason"
    once = money("100", contract=pk, reason="too_much")
    for _pressed_twice in range(2):
        assert officer.post(to("budget_uncommit", 2026), once).status_code == 302
    assert (town.money("committed"), balance_of("meals:2026:programme")) == (free - 10_000, 10_000)
