"""Writing transfers: judged here order by order, judged again by the database as a whole."""

from collections.abc import Sequence
from datetime import date
from hashlib import sha256
from uuid import UUID

from django.db import transaction

from qala.journal.log import record, record_many
from qala.kernel.actors import Actor
from qala.kernel.clock import local
from qala.kernel.refusals import require
from qala.ledger.policies import may_post
from qala.ledger.reading import state_for
from qala.ledger.rules import Order, Outcome, Refused, Verdict, judge
from qala.ledger.rules.judging import day_within
from qala.ledger.writing import write


@transaction.atomic
def enter(*, by: Actor, orders: Sequence[Order], careful: bool) -> Outcome:
    """Write what may be written of `orders`, in one statement; say what was known already and what is refused.

    Not careful: trust keys, accounts, floors and days to the database, which refuses the whole batch or nothing.
    Careful: lock and read first, so that each refusal finds its order. `book` tries the first, then the second.
    """
    require(may_post(by))
    days, verdicts = _judged(orders, careful=careful)
    if not careful and any(one.refusal for one in verdicts):
        days, verdicts = _judged(orders, careful=True)  # a known key outranks whatever else is wrong by now
    rows = [one for one in verdicts if not (one.refusal or one.repeated)]
    refused = [Refused(one.order.key, one.refusal) for one in verdicts if one.refusal]
    tiyn = sum(row.order.tiyn or 0 for row in rows)
    write(rows, days)
    if rows:
        thing = f"ledger.transfer:{rows[0].order.key}" if len(rows) == 1 else f"ledger.batch:{len(rows)}"
        keys = sha256(b"".join(sorted(row.order.key.bytes for row in rows))).hexdigest()
        record(by, "ledger.transfers.posted", thing, rows=len(rows), tiyn=str(tiyn), keys=keys, refused=len(refused))
    if reused := sorted({f"ledger.transfer:{one.key}" for one in refused if one.code == "key_reused"}):
        record_many(by, "ledger.keys.reused", reused)
    return Outcome(
        tuple(row.order.key for row in rows),
        tuple(one.order.key for one in verdicts if one.repeated),
        tuple(refused),
        tiyn,
    )


def _judged(orders: Sequence[Order], *, careful: bool) -> tuple[dict[UUID, date], list[Verdict]]:
    state = state_for(orders, careful=careful)
    days = {one.key: day_within(one.day, local(one.happened_at).date(), state.first_open) for one in reversed(orders)}
    return days, judge(orders, state, days)
