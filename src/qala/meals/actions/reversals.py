"""A counted meal is taken back by a new fact: the meal stays, its money returns."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from qala.journal.log import record
from qala.kernel.actors import Actor
from qala.kernel.clock import now
from qala.kernel.refusals import Refusal, require
from qala.meals.models import Meal, Reversal
from qala.meals.policies import is_department
from qala.meals.steps import alone_with, finish_if_done, take_back


@transaction.atomic
def reverse(*, by: Actor, meal: Meal, reason: str, at: datetime | None = None) -> Reversal:
    """Take a meal back for good, paid or not; what was paid is less in the supplier's next payment."""
    require(is_department(by))
    if not reason.strip():
        raise Refusal(_("Say why."), code="reason_missing")
    alone_with(meal.contract_id)
    if meal.disputes.filter(state="opened").exists():
        raise Refusal(_("Somebody contests this meal. Decide that first."), code="disputed", status=409)
    reversal = take_back(by, meal, reason, at or now())
    finish_if_done(meal.pk)
    record(by, "meals.meal.reversed", meal, reason=reason)
    return reversal
