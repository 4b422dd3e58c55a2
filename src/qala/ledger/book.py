"""The one door to money: ask with an order, get what came of it. Retries are free: the key remembers.

from qala.ledger import book
outcome = book.post_many(by=job, orders=[book.draw(key=…, hold=…, debit=payable.pk, tiyn=45_000, …), …])
outcome.written, outcome.repeated, outcome.refused
"""

import random
import time
from collections.abc import Sequence
from datetime import datetime
from uuid import UUID, uuid5

from django.db import DatabaseError, IntegrityError, OperationalError

from qala.kernel.actors import Actor
from qala.kernel.refusals import Refusal
from qala.ledger.actions import close_days, enter, open_account
from qala.ledger.models import Transfer
from qala.ledger.rules import Doubtful, Order, Outcome, close, draw, hold, move, reason, release, reversal

__all__ = [
    "Order",
    "Outcome",
    "close",
    "close_days",
    "draw",
    "hold",
    "move",
    "open_account",
    "post",
    "post_many",
    "release",
    "reversal",
    "reverse",
]

ATTEMPTS = 40
PATIENCE = 3  # how often a refusal that is no race is asked again before it is believed
RACES = frozenset({"one_ordinal_of_a_hold", "reversed_once", "hold_is_closed", "hold_is_exhausted", "floor_is_kept"})
UNIQUE, DEADLOCK = "23505", "40P01"


def post(*, by: Actor, order: Order) -> Outcome:
    """Post one order. The same order again changes nothing and answers `repeated`; a refused one raises Refusal.

    A key that comes back with another body is recorded before this raises; inside a transaction of the caller the
    record goes with it, so a caller who wants it kept uses `post_many` and reads `refused`.
    """
    outcome = post_many(by=by, orders=[order])
    for refused in outcome.refused:
        raise Refusal(refused.reason, code=refused.code)
    return outcome


def post_many(*, by: Actor, orders: Sequence[Order]) -> Outcome:
    """Post many orders in one statement: all that may be written is, each of the others is refused by name.

    Nothing is half-written. What lost a race against another batch is judged anew, at most ATTEMPTS times.
    """
    if not orders:
        return Outcome()
    refusals = 0
    for attempt in range(ATTEMPTS):
        try:
            return enter(by=by, orders=orders, careful=attempt > 0)
        except Doubtful:
            continue
        except (IntegrityError, OperationalError) as broken:
            state, fact = _fact(broken)
            if not state:
                raise
            refusals += fact not in RACES and state not in (UNIQUE, DEADLOCK)
            if refusals > PATIENCE:
                raise Refusal(reason(fact), code=fact) from broken
        if attempt > 1:
            time.sleep(random.uniform(0, 0.004 * attempt))  # noqa: S311 - so that two do not meet again
    raise Refusal(reason("busy"), code="busy", status=409)


def reverse(  # noqa: PLR0913 - what a reversal is
    *, by: Actor, key: UUID, reverses: UUID, code: str, happened_at: datetime, subject: str = ""
) -> Outcome:
    """Take a plain transfer or a draw back. What returns to a hold that has closed goes on to where it came from."""
    orders = [reversal(key=key, reverses=reverses, code=code, happened_at=happened_at, subject=subject, event=key)]
    original = Transfer.objects.select_related("hold").filter(key=reverses).first()
    if original and original.hold and _has_closed(original.hold):
        orders.append(
            release(
                key=uuid5(key, "release"), hold=original.hold.key, tiyn=original.tiyn, code=code,
                happened_at=happened_at, subject=subject, event=key,
            )
        )  # fmt: skip
    outcome = post_many(by=by, orders=orders)
    for refused in outcome.refused:
        raise Refusal(refused.reason, code=refused.code)
    return outcome


def _has_closed(hold: Transfer) -> bool:
    return Transfer.objects.filter(hold=hold, phase="close").exists()


def _fact(broken: DatabaseError) -> tuple[str, str]:
    """SQLSTATE and constraint of what the database refused; nothing where it was not the ledger's business."""
    cause = broken.__cause__
    state = str(getattr(cause, "sqlstate", "") or "")
    fact = str(getattr(getattr(cause, "diag", None), "constraint_name", "") or "")
    return (state, fact) if state.startswith("23") or state == DEADLOCK else ("", "")
