"""Somebody says that a line is wrong: its money stands aside until another person decides. Other lines go on."""

from datetime import date, datetime
from uuid import uuid4

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from qala.journal.log import record
from qala.kernel.actors import Actor
from qala.kernel.clock import now, today
from qala.kernel.refusals import Refusal, require
from qala.ledger import book
from qala.meals.models import Dispute, Meal, PaidLine, Reversal, Timesheet
from qala.meals.policies import may_contest, may_decide_dispute, may_speak_for, may_withdraw
from qala.meals.queries.accounts import of_contract
from qala.meals.queries.settings import contest_until
from qala.meals.rules.processes import DISPUTE
from qala.meals.steps import alone_with, finish_if_done, take_back
from qala.people.refusing import unstorable


@transaction.atomic
def open_dispute(*, by: Actor, meal: Meal, reason: str, at: datetime | None = None) -> Dispute:
    """Contest one meal. Parents until their window closes, supplier and school until the line is being paid."""
    require(may_contest(by, meal))
    if not reason.strip():
        raise Refusal(_("Say why."), code="reason_missing")
    alone_with(meal.contract_id)
    _can_be_contested(by, meal)
    moment = at or now()
    dispute = Dispute(meal=meal, reason=reason, opened_by=by.actor_key, opened_at=moment, held_aside=uuid4())
    with unstorable("one_open_dispute_per_meal", _("This meal is contested already."), "disputed"):
        dispute.save(force_insert=True)
    order = book.move(
        key=dispute.held_aside, credit=of_contract(meal.contract, "payable"),
        debit=of_contract(meal.contract, "disputed"), tiyn=meal.tiyn, code="disputed", happened_at=moment,
        subject=f"meals.voucher:{meal.voucher.key}",
    )  # fmt: skip
    book.post(by=by, order=order)
    record(by, "meals.dispute.opened", dispute, meal=meal.pk, reason=reason)
    return dispute


def _can_be_contested(by: Actor, meal: Meal) -> None:
    if Reversal.objects.filter(meal=meal).exists():
        raise Refusal(_("This meal is taken back already."), code="reversed_once", status=409)
    if PaidLine.objects.filter(meal=meal.pk).exists():
        raise Refusal(
            _("This meal is paid. The department can still take it back: write to it."), code="paid", status=409
        )
    if not may_speak_for(by, meal.pupil):
        return
    final = Timesheet.objects.filter(school=meal.school, month=meal.day.replace(day=1), state="final").exists()
    left = Dispute.objects.filter(meal=meal, others_until__gte=today()).exclude(opened_by=by.actor_key)
    if final and not left.exists():
        raise Refusal(_("The parents' days for this month are over. Send the city a complaint."), code="window_closed")


@transaction.atomic
def decide(*, by: Actor, dispute: Dispute, upheld: bool, at: datetime | None = None) -> Dispute:
    """Decide: the meal is taken back by a reversal, for good, or its money returns to what is owed."""
    require(may_decide_dispute(by, dispute))
    _settle(by, dispute, "uphold" if upheld else "reject", at or now())
    record(by, "meals.dispute.decided", dispute, meal=dispute.meal_id, upheld=upheld)
    return dispute


@transaction.atomic
def withdraw(*, by: Actor, dispute: Dispute) -> Dispute:
    """Take one's own word back; the money returns to what is owed.

    Late in the month's road the line waits some working days more: a parent who did not contest because the school had
    would be shut out.
    """
    require(may_withdraw(by, dispute))
    dispute.others_until = _days_for_others(by, dispute.meal, today())
    _settle(by, dispute, "withdraw", now())
    record(by, "meals.dispute.withdrawn", dispute, meal=dispute.meal_id, others_until=dispute.others_until)
    return dispute


def _days_for_others(by: Actor, meal: Meal, day: date) -> date | None:
    """Once for each who takes a word back, or two could keep a line from its payment for ever."""
    until = contest_until(day)
    sheet = Timesheet.objects.filter(school=meal.school, month=meal.day.replace(day=1), state__in=("window", "final"))
    if not sheet.exclude(state="window", window_until__gte=until).exists():
        return None
    had = Dispute.objects.filter(meal=meal, opened_by=by.actor_key, others_until__isnull=False)
    return None if had.exists() else until


def _settle(by: Actor, dispute: Dispute, verb: str, at: datetime) -> None:
    locked = Dispute.objects.select_for_update().get(pk=dispute.pk)
    dispute.state = DISPUTE.after(locked.state, verb)
    dispute.decided_at = at
    dispute.decided_by = "" if verb == "withdraw" else by.actor_key
    dispute.save(update_fields=["state", "decided_at", "decided_by", "others_until"])
    book.reverse(by=by, key=uuid4(), reverses=dispute.held_aside, code="dispute_settled", happened_at=at)
    if verb == "uphold":
        take_back(by, dispute.meal, "dispute_upheld", at)
    finish_if_done(dispute.meal_id)
