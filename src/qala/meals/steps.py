"""Steps that several actions share. Each is called by an action, which allows and records."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID, uuid5

from django.db import connection
from django.db.models import Model
from django.utils.translation import gettext_lazy as _

from qala.kernel.actors import Actor
from qala.kernel.clock import now
from qala.kernel.refusals import Refusal
from qala.ledger import book
from qala.ledger.models import Transfer
from qala.meals.models import Contract, Invoice, Meal, MonthHold, Reversal, Timesheet, Voucher
from qala.meals.queries.accounts import committed, of_contract, programme_behind
from qala.meals.queries.bills import bill
from qala.meals.queries.counter import Dish
from qala.meals.queries.holding import Wanted, hold_key, wanted_holds
from qala.meals.queries.what_for import of_meal_taken_back
from qala.meals.rules.processes import INVOICE, TIMESHEET
from qala.people.actions import give_consent
from qala.people.models import Consent, Person
from qala.roster.models import School

REVERSALS = UUID("5d1f6a0e-9b0d-4a41-93f5-7f3a1f0f2b06")


@dataclass(frozen=True)
class Held:
    """What opening a month did: holds made, tiyn held, vouchers without a price, vouchers the money did not reach."""

    made: int = 0
    tiyn: int = 0
    unpriced: int = 0
    unfunded: int = 0


def hold_for(
    by: Actor, school: School, month: date, vouchers: Sequence[Voucher], at: datetime | None = None
) -> Held:
    """Hold a month for some vouchers of a school; who has a hold gets what the month costs more by now."""
    alone(school)
    sheet, _made = Timesheet.objects.get_or_create(school=school, month=month)
    if sheet.state != TIMESHEET.start:
        return Held()
    wanted = wanted_holds(school, month, vouchers)
    made, refused = _set_apart(by, month, wanted, at or now())
    return Held(len(made), sum(one.tiyn for one in made), sum(not one.tiyn for one in wanted), refused)


def hold_meal(by: Actor, school: School, month: date, dish: Dish) -> MonthHold | None:
    """Hold one meal more for a voucher whose month is spent; None where the contract has no money left for it."""
    if not grows(school, month) or not (dish.voucher and dish.kitchen and dish.plate.price):
        return None
    Timesheet.objects.get_or_create(school=school, month=month)
    contract = dish.kitchen.contract_id
    part = MonthHold.objects.filter(voucher=dish.voucher, contract=contract, month=month).count()
    made, _refused = _set_apart(by, month, [Wanted(dish.voucher, contract, dish.plate.price.tiyn, part=part)], now())
    return next(iter(made), None)


def grows(school: School, month: date) -> bool:
    """Whether a month still takes meals."""
    return not Timesheet.objects.filter(school=school, month=month).exclude(state=TIMESHEET.start).exists()


def _set_apart(by: Actor, month: date, wanted: Sequence[Wanted], at: datetime) -> tuple[list[MonthHold], int]:
    """Hold what is wanted, as far as the contracts' money goes; and how many holds it did not reach."""
    keyed = {hold_key(one.voucher.key, month, one.contract, one.part): one for one in wanted if one.tiyn}
    contracts = Contract.objects.in_bulk({one.contract for one in keyed.values()})
    accounts = {pk: (committed(row, month.year), of_contract(row, "held")) for pk, row in contracts.items()}
    orders = [
        book.hold(
            key=key, credit=accounts[one.contract][0], held=accounts[one.contract][1], tiyn=one.tiyn, code="month",
            happened_at=at, subject=f"meals.voucher:{one.voucher.key}",
        )
        for key, one in keyed.items()
    ]  # fmt: skip
    outcome = book.post_many(by=by, orders=orders)
    stands = {*outcome.written, *outcome.repeated}
    made = MonthHold.objects.bulk_create(
        MonthHold(
            voucher=one.voucher, contract_id=one.contract, month=month, part=one.part, transfer=key, tiyn=one.tiyn
        )
        for key, one in keyed.items()
        if key in stands
    )  # fmt: skip
    return made, len(outcome.refused)


def as_it_stands(row: Model, *fields: str) -> None:
    """Wait for whoever changes this row just now, and go on from what they made of it: its state and these fields."""
    row.refresh_from_db(fields=["state", *fields], from_queryset=type(row)._default_manager.select_for_update())  # noqa: SLF001


def alone(school: School) -> None:
    """One at a time for a school: counters, opening and closing hear each other."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('meals.school'), %s)", [school.pk])


def alone_with(contract: int) -> None:
    """One at a time for a contract: who contests, takes back or pays its meals sees what the others did."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('meals.contract'), %s)", [contract])


def living_consent(by: Actor, person: Person, purpose: str) -> Consent:
    """The consent that holds, or a new one in today's words."""
    held = Consent.objects.filter(person=person, purpose=purpose, withdrawn_at=None).first()
    return held or give_consent(by=by, person=person, purpose=purpose)


def take_back(by: Actor, meal: Meal, reason: str, at: datetime) -> Reversal:
    """Reverse the draw. After the month closed the money goes on to the programme, where the month's rest went."""
    if Reversal.objects.filter(meal=meal).exists():
        raise Refusal(_("This meal is taken back already."), code="reversed_once", status=409)
    key = uuid5(REVERSALS, str(meal.event.uid))
    subject = f"meals.voucher:{meal.voucher.key}"
    book.reverse(by=by, key=key, reverses=meal.draw, code="meal_reversed", happened_at=at, subject=subject)
    month = meal.day.replace(day=1)
    hold = MonthHold.objects.filter(voucher=meal.voucher, contract=meal.contract, month=month).first()
    if hold is not None and hold.closed_at is not None:
        source = Transfer.objects.select_related("credit").get(key=hold.transfer).credit
        order = book.move(
            key=uuid5(key, "unspent"), credit=source.pk, debit=programme_behind(meal.contract, source.code),
            tiyn=meal.tiyn, code="unspent", happened_at=at, header=of_meal_taken_back(meal),
        )  # fmt: skip
        book.post(by=by, order=order)
    return Reversal.objects.create(meal=meal, reason=reason, transfer=key, by=by.actor_key)


def finish_if_done(meal: int) -> None:
    """An invoice paid in part is done when nothing of it waits or can be paid any more."""
    invoice = Invoice.objects.filter(lines=meal, state="paid_in_part").first()
    if invoice is None:
        return
    told = bill(invoice)
    if not told.waiting.lines and not told.payable.lines:
        invoice.state = INVOICE.after(invoice.state, "finish")
        invoice.save(update_fields=["state"])
