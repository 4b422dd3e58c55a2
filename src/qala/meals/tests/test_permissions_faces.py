"""Who may open which page of school meals: role by address."""

import pytest
from django.test import Client
from django.urls import reverse

from qala.kernel.clock import now, today
from qala.meals.actions.disputes import open_dispute
from qala.meals.models import (
    Dispute,
    EntitlementList,
    Flag,
    Invoice,
    InvoiceLine,
    ListLine,
    PaperSheet,
    Provisional,
    TariffOffer,
)
from qala.meals.tests.eating import eat
from qala.meals.tests.factories import FRIDAY, NOVEMBER, department, meal_school
from qala.people.tests.conftest import signed_in
from qala.people.tests.factories import AppointmentFactory, PersonFactory
from qala.roster.tests.factories import parent_of

pytestmark = pytest.mark.django_db

ROLES = ("guest", "resident", "parent", "pedagogue", "director", "supplier", "department", "auditor", "elsewhere")
OPEN = (200,) * 9
# guest, resident, parent, pedagogue, director, supplier, department, auditor, a director of another school
PERMISSIONS = {
    "overview": OPEN,
    "school": OPEN,
    "open_data": OPEN,
    "values": OPEN,
    "days_csv": OPEN,
    "days_json": OPEN,
    "days_schema": OPEN,
    "totals_json": OPEN,
    "my": (302, 200, 302, 200, 200, 200, 200, 200, 200),
    "child": (302, 404, 200, 404, 404, 404, 404, 404, 404),
    "contest": (302, 404, 200, 404, 404, 404, 404, 404, 404),
    "appeal": (302, 404, 409, 404, 404, 404, 404, 404, 404),
    "complain": (302, 404, 200, 404, 404, 404, 404, 404, 404),
    "receipt": (302, 404, 409, 404, 404, 404, 404, 404, 404),
    "receipt_back": (302, 404, 409, 404, 404, 404, 404, 404, 404),
    "desk": (302, 403, 403, 302, 302, 302, 302, 302, 302),
    "desk_school": (302, 403, 403, 200, 200, 403, 200, 200, 403),
    "desk_trust": (302, 403, 403, 200, 200, 403, 200, 200, 403),
    "desk_day": (302, 403, 403, 200, 200, 403, 200, 200, 403),
    "timesheet": (302, 403, 403, 200, 200, 200, 200, 200, 403),
    "menu": (302, 403, 403, 403, 403, 200, 403, 403, 403),
    "supply": (302, 403, 403, 403, 403, 200, 403, 403, 403),
    "invoice": (302, 403, 403, 403, 403, 200, 200, 200, 403),
    "line": (302, 403, 403, 403, 403, 200, 200, 403, 403),
    "close": (302, 403, 403, 403, 403, 403, 200, 200, 403),
    "payments": (302, 403, 403, 403, 403, 403, 200, 200, 403),
    "disputes": (302, 403, 403, 403, 403, 403, 200, 200, 403),
    "contracts": (302, 403, 403, 403, 403, 200, 200, 200, 403),
    "offer": (302, 403, 403, 403, 403, 200, 200, 403, 403),
    "budget": (302, 403, 403, 403, 403, 403, 200, 200, 403),
    "contract_new": (302, 403, 403, 403, 403, 403, 200, 403, 403),
    "losses": (302, 403, 403, 403, 403, 403, 200, 200, 403),
    "sheets_all": (302, 403, 403, 403, 403, 403, 200, 200, 403),
    "sheets": (302, 403, 403, 200, 200, 403, 200, 200, 403),
    "sheet_new": (302, 403, 403, 200, 200, 403, 403, 403, 403),
    "sheet": (302, 403, 403, 200, 200, 403, 200, 200, 403),
    "leftovers": (302, 403, 403, 200, 200, 403, 200, 200, 403),
    "readers": (302, 403, 403, 200, 200, 403, 200, 200, 403),
    "desk_lines": (302, 403, 403, 200, 200, 403, 200, 200, 403),
    "desk_line": (302, 403, 403, 200, 403, 403, 403, 403, 403),
    "suppliers": (302, 403, 403, 403, 403, 403, 200, 200, 403),
    "supplier": (302, 403, 403, 403, 403, 403, 200, 200, 403),
    "desk_voucher": (302, 403, 403, 200, 200, 403, 200, 200, 403),
    "desk_meal": (302, 403, 403, 200, 200, 403, 200, 200, 403),
    "flags": (302, 403, 403, 403, 403, 403, 200, 200, 403),
    "flag": (302, 403, 403, 200, 200, 403, 200, 200, 403),
}
#: Steps, by POST: what each role's press comes to. 422 and 409: allowed to ask, refused by the rules.
STEPS = {
    "agree": (302, 404, 302, 404, 404, 404, 404, 404, 404),
    "rate": (302, 404, 302, 404, 404, 404, 404, 404, 404),
    "desk_act": (302, 403, 403, 302, 403, 403, 302, 403, 403),
    "desk_paper": (302, 403, 403, 302, 403, 403, 403, 403, 403),
    "desk_sign": (302, 403, 403, 403, 409, 403, 403, 403, 403),
    "desk_decide": (302, 403, 403, 302, 409, 403, 409, 403, 403),
    "draw_invoice": (302, 404, 404, 404, 404, 404, 404, 404, 404),
    "invoice_act": (302, 403, 403, 403, 403, 302, 403, 403, 403),
    "close_act": (302, 403, 403, 403, 403, 403, 302, 403, 403),
    "settle": (302, 403, 403, 403, 403, 403, 302, 403, 403),
    "agree_price": (302, 403, 403, 403, 403, 302, 403, 403, 403),
    "flag_act": (302, 403, 403, 403, 403, 403, 302, 403, 403),
    "budget_open": (302, 403, 403, 403, 403, 403, 302, 403, 403),
    "budget_give": (302, 403, 403, 403, 403, 403, 422, 403, 403),
    "budget_commit": (302, 403, 403, 403, 403, 403, 422, 403, 403),
    "budget_uncommit": (302, 403, 403, 403, 403, 403, 422, 403, 403),
    "contract_new": (302, 403, 403, 403, 403, 403, 422, 403, 403),
    "sheet_step": (302, 403, 403, 302, 409, 403, 403, 403, 403),
    "leftovers": (302, 403, 403, 422, 422, 403, 403, 403, 403),
    "reader_admit": (302, 403, 403, 403, 422, 403, 422, 403, 403),
    "reader_off": (302, 403, 403, 403, 404, 403, 404, 403, 403),
    "reader_mark": (302, 403, 403, 404, 404, 403, 403, 403, 403),
    "reader_events": (401,) * 9,
    "my_reader": (302, 404, 302, 404, 404, 404, 404, 404, 404),
    "desk_line": (302, 403, 403, 422, 403, 403, 403, 403, 403),
    "founder_write": (302, 403, 403, 403, 403, 403, 422, 403, 403),
    "founder_end": (302, 403, 403, 403, 403, 403, 404, 403, 403),
    "desk_voucher_step": (302, 403, 403, 302, 403, 403, 409, 403, 403),
    "desk_meal": (302, 403, 403, 422, 422, 403, 422, 403, 403),
    "withdraw": (302, 404, 404, 404, 404, 404, 404, 404, 404),
    "withdraw_dispute": (302, 403, 403, 403, 403, 403, 403, 403, 403),
}
ASKED = {"desk_lines": "?month=2026-11"}
OVER_A_DISPUTE = ("settle", "withdraw_dispute")
SAID = {
    "rate": {"stars": 5},
    "agree": {"word": "agree"},
    "desk_act": {"verb": "form", "month": "2026-11"},
    "desk_paper": {"month": "2026-11"},
    "desk_sign": {"month": "2026-11"},
    "desk_decide": {"verb": "reject"},
    "invoice_act": {"verb": "send"},
    "close_act": {"verb": "open", "month": "2026-11"},
    "settle": {"verb": "reject"},
    "budget_open": {"year": str(today().year)},
    "contract_new": {"number": "x"},
    "my_reader": {"word": "agree"},
    "sheet_step": {"verb": "sign"},
    "desk_line": {"reason": "nothing"},
    "desk_voucher_step": {"verb": "suspend", "reason": "long_absence"},
    "desk_meal": {"reason": "nothing"},
    "founder_write": {"name": "x"},
    "leftovers": {"kilograms": "x"},
    "flag_act": {"verb": "answer", "verdict": "explained", "explanation": "x"},
}


@pytest.fixture
def city():
    town = meal_school(pupils=3)
    (counted,) = eat(town, town.pupils[:1], FRIDAY)
    (trusted,) = eat(town, [town.pupils[1]], FRIDAY, how="teacher")
    invoice = Invoice.objects.create(
        number="QM-1", contract=town.contract, school=town.school, month=NOVEMBER, drawn_at=now()
    )
    InvoiceLine.objects.create(meal=counted.meal, invoice=invoice)
    flag = Flag.objects.create(
        rule="P6", school=town.school, day=FRIDAY, until_on=FRIDAY, count=1, threshold=1, tiyn=1, raised_at=now()
    )
    offer = TariffOffer.objects.create(
        contract=town.contract, band="age-7-10", from_on="2027-01-01", tiyn=70_000, vat_permille=0, vat_included=True,
        act="№ 2", source="Test", offered_by="person:somebody", offered_for="city", offered_at=now(),
    )  # fmt: skip
    PaperSheet.objects.create(
        number="1", school=town.school, school_class=town.school_class, day=FRIDAY, service=counted.service,
        why="no_power", entered_by="person:somebody", entered_at=now(),
    )  # fmt: skip
    formed = EntitlementList.objects.create(school=town.school, month=NOVEMBER, formed_by="job:x", formed_at=now())
    formed.lines.create(pupil=town.pupils[0], grade=3, basis="grade")
    return town, counted, Provisional.objects.get(event=trusted), invoice, flag, offer


def arguments(city, name):
    town, counted, waiting, invoice, flag, offer = city
    line, sheet = ListLine.objects.first(), PaperSheet.objects.first()
    school, child = [town.school.slug], [town.pupils[0].key]
    supplier = [town.contract.supplier.slug]
    plate, voucher = [*child, counted.uid], [*school, town.vouchers[0].key]
    found = {
        "school": school, "child": child, "agree": child, "contest": plate, "complain": plate, "appeal": child, "receipt": plate, "receipt_back": plate, "rate": plate,
        "desk_school": school, "desk_trust": school, "desk_day": school, "timesheet": school, "desk_act": school, "desk_paper": school,
        "desk_sign": school, "desk_decide": [*school, waiting.pk], "menu": school, "invoice": [invoice.number],
        "invoice_act": [invoice.number], "line": [invoice.number, counted.pk], "offer": [town.contract.pk],
        "my_reader": child, "leftovers": school, "readers": school, "reader_admit": school, "reader_off": [*school, 1],
        "reader_mark": [*school, 1], "sheets": school, "sheet_new": school, "sheet": [*school, sheet.pk], "sheet_step": [*school, sheet.pk],
        "desk_lines": school, "desk_line": [*school, line.pk], "budget_give": [2026], "budget_commit": [2026],
        "budget_uncommit": [2026],
        "agree_price": [offer.pk], "flag": [flag.pk], "flag_act": [flag.pk], "withdraw": plate,
        "supplier": supplier, "founder_write": supplier, "founder_end": [*supplier, 1],
        "desk_voucher": voucher, "desk_voucher_step": voucher, "desk_meal": [*school, counted.uid],
    }  # fmt: skip
    if name in OVER_A_DISPUTE:
        return [contested(counted).pk]
    return found.get(name, [])


def contested(event):
    return open_dispute(by=parent_of(event.pupil), meal=event.meal, reason="child_did_not_eat")


def browsers(town):
    people = {
        "resident": PersonFactory,
        "parent": lambda: parent_of(town.pupils[0]),
        "pedagogue": lambda: town.officer("social_pedagogue"),
        "director": lambda: town.officer("school_director"),
        "supplier": town.supplier,
        "department": department,
        "auditor": lambda: AppointmentFactory(role="auditor").person,
        "elsewhere": lambda: meal_school(pupils=1).officer("school_director"),
    }
    return {role: Client() if role == "guest" else signed_in(people[role]()) for role in ROLES}


@pytest.mark.parametrize("name", PERMISSIONS)
def test_who_may_open_it(name, city):
    address = reverse(f"meals:{name}", args=arguments(city, name)) + ASKED.get(name, "")
    found = {role: client.get(address).status_code for role, client in browsers(city[0]).items()}
    assert found == dict(zip(ROLES, PERMISSIONS[name], strict=True))


@pytest.mark.parametrize("name", STEPS)
def test_who_may_take_the_step(name, city):
    address = reverse(f"meals:{name}", args=arguments(city, name))
    found = {}
    for role, client in browsers(city[0]).items():
        found[role] = client.post(address, SAID.get(name, {})).status_code
    assert found == dict(zip(ROLES, STEPS[name], strict=True))
    assert Dispute.objects.count() == (name in OVER_A_DISPUTE)
