"""Contracts with suppliers, prices that both parties agree on, and the money that is set apart for them."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from qala.journal.log import record
from qala.kernel.actors import Actor
from qala.kernel.clock import now
from qala.kernel.money import format_tenge
from qala.kernel.refusals import Refusal, require
from qala.ledger import book
from qala.ledger.models import Account
from qala.meals.models import Contract, Kitchen, Meal, Service, Tariff, TariffOffer
from qala.meals.policies import is_department, may_agree, may_keep_money, may_offer
from qala.meals.queries.accounts import (
    LOSS,
    OF_CONTRACT,
    TREASURY,
    account,
    committed,
    committed_code,
    left_in,
    programme_code,
    years_of,
)
from qala.meals.rules.banking import is_iban
from qala.meals.rules.price import Terms
from qala.people.models import Organisation
from qala.people.refusing import unstorable
from qala.roster.models import School


@transaction.atomic
def open_programme(*, by: Actor, year: int) -> Account:
    """Open the accounts of a budget year's programme: a programme can never commit what it was not given."""
    require(may_keep_money(by))
    book.open_account(by=by, code=TREASURY, kind="treasury")
    book.open_account(by=by, code=LOSS, kind="loss")
    programme = book.open_account(by=by, code=programme_code(str(year)), kind="programme", floor=0)
    record(by, "meals.programme.opened", programme, year=year)
    return programme


@transaction.atomic
def sign_contract(  # noqa: PLR0913 - what a contract says
    *, by: Actor, number: str, supplier: Organisation, schools: list[School], signed_on: date, from_on: date,
    until_on: date, services: Sequence[Service] = (), prices: Sequence[Terms] = (), iban: str = "",
) -> Contract:  # fmt: skip
    """Write a signed contract down: its schools, its meals of the day (none named: all), its accounts.

    Its prices are offered from its first day on; each holds once the supplier agrees.
    """
    require(may_keep_money(by))
    if until_on < from_on:
        raise Refusal(_("A contract ends after it begins."), code="days_backwards", fields={"until_on": ""})
    if iban and not is_iban(iban):
        raise Refusal(_("This is no bank account of Kazakhstan: a sign is wrong."), code="iban", fields={"iban": ""})
    contract = Contract(
        number=number, supplier=supplier, signed_on=signed_on, from_on=from_on, until_on=until_on, iban=iban
    )
    with unstorable("meals_contract_number", _("A contract with this number is there already."), "contract_known"):
        contract.save(force_insert=True)
    kitchens = [Kitchen(contract=contract, school=one, from_on=from_on, until_on=until_on) for one in schools]
    with unstorable("one_supplier_cooks_at_a_school", _("Another supplier cooks at one of these schools."), "cooked"):
        Kitchen.objects.bulk_create(kitchens)
    contract.services.set(services)
    _open_accounts(by, contract)
    for terms in prices:
        offer_tariff(by=by, contract=contract, from_on=from_on, **asdict(terms))
    record(by, "meals.contract.signed", contract, schools=len(schools), from_on=from_on, until_on=until_on)
    return contract


def _open_accounts(by: Actor, contract: Contract) -> None:
    later = {committed_code(contract, year): "commitment" for year in years_of(contract)}
    for code, kind in ({f"{contract.account_root}:{what}": kind for what, kind in OF_CONTRACT.items()} | later).items():
        floor = 0 if kind in {"commitment", "disputed"} else None
        owner = f"people.organisation:{contract.supplier_id}"
        book.open_account(by=by, code=code, kind=kind, floor=floor, owner=owner)


@transaction.atomic
def offer_tariff(  # noqa: PLR0913 - what a price says
    *, by: Actor, contract: Contract, band: str, from_on: date, tiyn: int, vat_permille: int, vat_included: bool,
    act: str, source: str, until_on: date | None = None, at: datetime | None = None,
) -> TariffOffer:  # fmt: skip
    """One party names a price in whole tiyn and its tax rule; the other party makes it hold."""
    require(may_offer(by, contract))
    _not_backwards(contract, band, from_on)
    offer = TariffOffer.objects.create(
        contract=contract, band=band, from_on=from_on, until_on=until_on, tiyn=tiyn, vat_permille=vat_permille,
        vat_included=vat_included, act=act, source=source, offered_by=by.actor_key,
        offered_for="city" if is_department(by) else "supplier", offered_at=at or now(),
    )  # fmt: skip
    record(by, "meals.tariff.offered", offer, contract=contract.pk, band=band, tiyn=tiyn, from_on=from_on)
    return offer


@transaction.atomic
def set_tariff(*, by: Actor, offer: TariffOffer) -> Tariff:
    """The other party agrees: from its day on this is the price. No price reaches back over meals that were counted."""
    require(may_agree(by, offer) and by.actor_key != offer.offered_by)
    if offer.tariff is not None:
        raise Refusal(_("This price is agreed on already."), code="agreed", status=409)
    _not_backwards(offer.contract, offer.band, offer.from_on)
    tariff = Tariff(
        contract=offer.contract, band=offer.band, from_on=offer.from_on, until_on=offer.until_on, tiyn=offer.tiyn,
        vat_permille=offer.vat_permille, vat_included=offer.vat_included, act=offer.act, source=offer.source,
        verified=True,
    )  # fmt: skip
    with unstorable("one_tariff_begins_on_a_day", _("Another price begins on this day."), "tariff_known"):
        tariff.save(force_insert=True)
    offer.tariff, offer.agreed_by = tariff, by.actor_key
    offer.save(update_fields=["tariff", "agreed_by"])
    record(by, "meals.tariff.set", tariff, contract=offer.contract_id, band=offer.band, tiyn=offer.tiyn)
    return tariff


def _not_backwards(contract: Contract, band: str, from_on: date) -> None:
    if Meal.objects.filter(contract=contract, band=band, day__gte=from_on).exists():
        raise Refusal(_("Meals were counted at the former price after this day."), code="price_reaches_back")


@transaction.atomic
def appropriate(*, by: Actor, year: int, tiyn: int, key: UUID, at: datetime) -> int:
    """Give the programme its money from the treasury, by a key made where the act was signed."""
    require(may_keep_money(by))
    programme = account(programme_code(str(year)))
    order = book.move(
        key=key, credit=account(TREASURY), debit=programme, tiyn=tiyn, code="appropriation", happened_at=at
    )
    book.post(by=by, order=order)
    record(by, "meals.programme.given", f"ledger.account:{programme}", year=year, tiyn=tiyn, key=str(key))
    return programme


@transaction.atomic
def commit(*, by: Actor, contract: Contract, year: int, tiyn: int, key: UUID, at: datetime) -> Contract:  # noqa: PLR0913
    """Commit a year's money to a contract, for months of that year. The books refuse more than was given, and why."""
    require(may_keep_money(by))
    if year not in years_of(contract):
        raise Refusal(_("The contract does not run in this year."), code="wrong_year")
    order = book.move(
        key=key, credit=account(programme_code(str(year))), debit=committed(contract, year), tiyn=tiyn,
        code="commitment", happened_at=at,
    )  # fmt: skip
    try:
        book.post(by=by, order=order)
    except Refusal as refused:
        raise (_short_of(year) if refused.code == "floor_is_kept" else refused) from refused
    record(by, "meals.contract.funded", contract, year=year, tiyn=tiyn, key=str(key))
    return contract


def _short_of(year: int) -> Refusal:
    told = {"year": year, "left": format_tenge(left_in(year), get_language() or "kk")}
    return Refusal(
        _("The programme of %(year)s has %(left)s left. No more can be committed.") % told, code="floor_is_kept"
    )
