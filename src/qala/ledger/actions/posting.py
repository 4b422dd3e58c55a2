"""Writing transfers: judged here order by order, judged again by the database as a whole."""

from collections.abc import Iterator, Sequence
from datetime import date
from hashlib import sha256

from django.db import transaction

from qala.journal.log import record, record_many
from qala.kernel.actors import Actor
from qala.kernel.clock import local
from qala.kernel.refusals import require
from qala.ledger.policies import may_post
from qala.ledger.reading import state_for
from qala.ledger.rules import Order, Outcome, Refused, Verdict, hopeful, judge
from qala.ledger.rules.judging import day_within
from qala.ledger.writing import write_many, write_one


@transaction.atomic
def enter(*, by: Actor, orders: Sequence[Order], careful: bool) -> Outcome:
    """Write what may be written of `orders`, in one statement; say what was known already and what is refused.

    Not careful: trust keys, accounts, floors and days to the database, which refuses the whole batch or nothing.
    Careful: lock and read first, so that each refusal finds its order. `book` tries the first, then the second.
    """
    require(may_post(by))
    verdicts = _careful(orders) if careful else _hopeful(orders)
    rows = [one for one in verdicts if not (one.refusal or one.repeated)]
    refused = [Refused(one.order.key, one.refusal) for one in verdicts if one.refusal]
    tiyn = sum(row.order.tiyn or 0 for row in rows)
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


def _hopeful(orders: Sequence[Order]) -> list[Verdict]:
    """Write while judging; raises `Doubtful`, or what the database says, with nothing written."""
    state = state_for(orders, careful=False)
    heard: list[Verdict] = []

    def rows() -> Iterator[Verdict]:
        for one in hopeful(orders, state, _day):
            heard.append(one)
            if not one.repeated:
                yield one

    _write(len(orders), rows())
    return heard


def _careful(orders: Sequence[Order]) -> list[Verdict]:
    """Judge all, then write what stands."""
    state = state_for(orders, careful=True)
    verdicts = judge(orders, state, lambda one: day_within(one.day, _day(one), state.first_open))
    rows = [one for one in verdicts if not (one.refusal or one.repeated)]
    _write(len(rows), iter(rows))
    return verdicts


def _write(count: int, rows: Iterator[Verdict]) -> None:
    if count == 1:
        write_one(next(rows))
    elif count:
        write_many(rows)


def _day(order: Order) -> date:
    return order.day or local(order.happened_at).date()
