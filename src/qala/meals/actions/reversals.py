"""A counted meal is taken back by a new fact: the meal stays, its money returns."""

from datetime import datetime
from uuid import UUID, uuid5

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from qala.journal.log import record
from qala.kernel.actors import Actor
from qala.kernel.clock import now
from qala.kernel.refusals import Refusal, require
from qala.ledger import book
from qala.meals.models import Meal, MonthHold, Reversal
from qala.meals.policies import is_department
from qala.meals.queries.accounts import account, of_contract, programme_code

REVERSALS = UUID("5d1f6a0e-9b0d-4a41-93f5-7f3a1f0f2b06")


@transaction.atomic
def reverse(*, by: Actor, meal: Meal, reason: str, at: datetime | None = None) -> Reversal:
    """Take a meal back, whether it is paid or not; what was paid is less in the supplier's next payment."""
    require(is_department(by))
    if not reason.strip():
        raise Refusal(_("Say why."), code="reason_missing")
    if meal.disputes.filter(state="opened").exists():
        raise Refusal(_("Somebody contests this meal. Decide that first."), code="disputed", status=409)
    reversal = take_back(by, meal, reason, at or now())
    record(by, "meals.meal.reversed", meal, reason=reason)
    return reversal


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
        order = book.move(
            key=uuid5(key, "unspent"), credit=of_contract(meal.contract, "committed"),
            debit=account(programme_code(str(month.year))), tiyn=meal.tiyn, code="unspent", happened_at=at,
        )  # fmt: skip
        book.post(by=by, order=order)
    return Reversal.objects.create(meal=meal, reason=reason, transfer=key, by=by.actor_key)
