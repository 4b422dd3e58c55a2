"""What was committed and is not needed goes back to the year's programme: by somebody's reason, or behind the year."""

from datetime import datetime
from uuid import UUID, uuid4

from django.db import transaction
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from qala.journal.log import record, record_many
from qala.kernel.actors import Actor
from qala.kernel.clock import now, today
from qala.kernel.money import format_tenge
from qala.kernel.refusals import Refusal, require
from qala.ledger import book
from qala.ledger.queries import balance
from qala.ledger.rules import Order
from qala.meals.models import Contract
from qala.meals.policies import is_department, may_keep_money
from qala.meals.queries.accounts import account, committed, programme_code, years_of
from qala.meals.queries.rests import rests
from qala.meals.words import WHY_UNCOMMIT


@transaction.atomic
def uncommit(  # noqa: PLR0913 - what a return is
    *, by: Actor, contract: Contract, year: int, tiyn: int, reason: str, key: UUID, at: datetime
) -> Contract:
    """Give back what a year committed to a contract and no month of it holds, for a named reason."""
    require(is_department(by))
    if reason not in WHY_UNCOMMIT or year not in years_of(contract):
        raise Refusal(_("Say why."), code="reason_missing")
    try:
        book.post(by=by, order=_back(contract, year, tiyn, key, at))
    except Refusal as refused:
        raise (_short_of(contract, year) if refused.code == "floor_is_kept" else refused) from refused
    record(by, "meals.contract.released", contract, year=year, tiyn=tiyn, key=str(key), reason=reason)
    return contract


@transaction.atomic
def release_rests(*, by: Actor) -> int:
    """The nightly job: behind the last final month of a budget year or a contract, the rest goes back."""
    require(may_keep_money(by))
    over = rests(today())
    orders = [_back(contract, year, tiyn, uuid4(), now()) for contract, year, tiyn in over]
    outcome = book.post_many(by=by, orders=orders)
    if over:
        record_many(by, "meals.contracts.released", [contract for contract, _year, _tiyn in over], tiyn=outcome.tiyn)
    return len(outcome.written)


def _back(contract: Contract, year: int, tiyn: int, key: UUID, at: datetime) -> Order:
    return book.move(
        key=key, credit=committed(contract, year), debit=account(programme_code(str(year))), tiyn=tiyn,
        code="uncommitted", happened_at=at,
    )  # fmt: skip


def _short_of(contract: Contract, year: int) -> Refusal:
    told = {"number": contract.number, "left": format_tenge(balance(committed(contract, year)), get_language() or "kk")}
    return Refusal(
        _("Of contract %(number)s no month holds %(left)s. No more can come back.") % told, code="floor_is_kept"
    )
