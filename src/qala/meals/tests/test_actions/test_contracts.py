"""Contracts, prices of both parties, and a programme that commits only what it was given."""

from datetime import date
from uuid import uuid4

import pytest
from django.db import IntegrityError, ProgrammingError, transaction

from qala.kernel.clock import now
from qala.kernel.refusals import Forbidden, Refusal
from qala.meals.actions.contracts import appropriate, commit, offer_tariff, open_programme, set_tariff, sign_contract
from qala.meals.models import Tariff
from qala.meals.tests.factories import (
    FRIDAY,
    JOB,
    OLD,
    YOUNG,
    TariffFactory,
    balance_of,
    department,
    meal_school,
    trial_balance,
)
from qala.meals.tests.stories import serve
from qala.people.tests.factories import OrganisationFactory, PersonFactory
from qala.roster.tests.factories import SchoolFactory

pytestmark = pytest.mark.django_db
RATE = {"vat_permille": 160, "vat_included": False, "act": "№ 7", "source": "Test"}


def signed(schools=(), number="Ш-1"):
    return sign_contract(
        by=department(), number=number, supplier=OrganisationFactory(kind="company"), schools=list(schools),
        signed_on=date(2026, 8, 20), from_on=date(2026, 9, 1), until_on=date(2027, 5, 31),
    )  # fmt: skip


def test_a_programme_never_commits_what_it_was_not_given():
    open_programme(by=JOB, year=2026)
    contract, key = signed(), uuid4()
    at = now()
    for _ in range(2):
        appropriate(by=JOB, year=2026, tiyn=1_000, key=key, at=at)
    assert balance_of("meals:2026:programme") == 1_000
    with pytest.raises(Refusal) as refused:
        commit(by=JOB, contract=contract, year=2026, tiyn=1_001, key=uuid4(), at=now())
    assert refused.value.code == "floor_is_kept"
    commit(by=JOB, contract=contract, year=2026, tiyn=400, key=uuid4(), at=now())
    assert (balance_of("meals:2026:programme"), balance_of(f"meals:contract:{contract.pk}:committed")) == (600, 400)
    assert trial_balance() == 0


def test_one_supplier_cooks_at_a_school():
    school = SchoolFactory()
    signed([school])
    with pytest.raises(Refusal):
        signed([school], number="Ш-2")
    with pytest.raises(Refusal):
        signed([], number="Ш-1")


def test_only_the_department_signs_and_gives():
    with pytest.raises(Forbidden):
        open_programme(by=PersonFactory(), year=2026)
    with pytest.raises(Forbidden):
        appropriate(by=PersonFactory(), year=2026, tiyn=1, key=uuid4(), at=now())


def test_a_price_takes_both_parties():
    town = meal_school(pupils=1)
    supplier, officer = town.supplier(), department()
    offer = offer_tariff(by=supplier, contract=town.contract, band=OLD, from_on=date(2027, 1, 1), tiyn=80_000, **RATE)
    with pytest.raises(Forbidden):
        set_tariff(by=supplier, offer=offer)
    with pytest.raises(Forbidden):
        set_tariff(by=town.supplier(), offer=offer)
    tariff = set_tariff(by=officer, offer=offer)
    assert (tariff.tiyn, offer.agreed_by) == (80_000, officer.actor_key)
    with pytest.raises(Refusal):
        set_tariff(by=officer, offer=offer)
    with pytest.raises(Forbidden):
        offer_tariff(by=PersonFactory(), contract=town.contract, band=OLD, from_on=date(2027, 2, 1), tiyn=1, **RATE)


def test_no_price_reaches_back_over_counted_meals():
    """Abay region: 590 tenge paid instead of 660. A price is a new row, agreed before the meals it prices."""
    town = meal_school(pupils=1)
    serve(town)
    with pytest.raises(Refusal) as refused:
        offer_tariff(by=department(), contract=town.contract, band=YOUNG, from_on=FRIDAY, tiyn=59_000, **RATE)
    assert refused.value.code == "price_reaches_back"
    with pytest.raises(IntegrityError, match="no price reaches back"), transaction.atomic():
        TariffFactory(contract=town.contract, from_on=FRIDAY)
    with pytest.raises(ProgrammingError), transaction.atomic():
        Tariff.objects.update(tiyn=59_000)
