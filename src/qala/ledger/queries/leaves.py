"""Transfers as leaves of the log: an open header anyone may recount, and the record only its commitment shows.

A header tells kind, month and amount. What else its part would tell (a school, a day) is told only where at least ten
subjects have transfers with the very same header, amount and payee that were written by the end of the same day, and
where what remains untold is many as well (`rules.crowds`); where it is not, even the amount goes untold. Such rows
wait until that day is over (the queue's `since`, written by the trigger of migration 0003); their count does not change
afterwards, nor does the leaf. What was held for one subject and what returned of it is not told: it is a child's month.

A movement that is about no person (it has no subject) may say openly what it is `for`: `WHAT_FOR`, word for word, in
header and record. Whoever writes such a header answers for it that no small group can be told from it.
"""

from collections.abc import Iterable, Iterator
from typing import Any

from qala.ledger.models import Transfer
from qala.ledger.queries.crowds import crowded, told_on
from qala.ledger.rules.orders import CLOSE, HOLD, RELEASE

WHAT_FOR = ("for", "recover", "recovered")


def leaves(ids: Iterable[int]) -> Iterator[tuple[int, str, dict[str, Any], dict[str, Any]]]:
    """Number of the row, key of the subject whose secret salts it, header and record, for each of these transfers."""
    found = Transfer.objects.filter(pk__in=list(ids)).select_related("debit", "credit", "hold", "reverses")
    rows = list(found.order_by("pk"))
    whole, silent = crowded(rows)
    for row in rows:
        header = header_of(row, row.header if row.pk in whole else None)
        if row.pk in silent or (row.subject and row.phase in (HOLD, CLOSE)):
            del header["tiyn"]
        yield row.pk, row.subject or f"ledger.transfer:{row.key}", header, _record(row)


def header_of(row: Transfer, told: dict[str, Any] | None) -> dict[str, Any]:
    """Kind, month and amount, with what its part says where that hides in a crowd.

    The month is that of the day it tells of; what is taken back counts against the month of what was drawn. What
    returns to where a hold came from is its own kind.
    """
    kind = "released" if row.phase == RELEASE else row.code
    month = f"{told_on(row.reverses or row):%Y-%m}"
    return {**(told or {}), **_what_for(row), "kind": kind, "month": month, "tiyn": row.tiyn}


def _what_for(row: Transfer) -> dict[str, Any]:
    told = {} if row.subject else row.header or {}
    return {name: told[name] for name in WHAT_FOR if name in told}


def _record(row: Transfer) -> dict[str, Any]:
    return {
        **_what_for(row),
        "code": row.code,
        "credit": row.credit.code,
        "day": row.day.isoformat(),
        "debit": row.debit.code,
        "digest": bytes(row.digest).hex(),
        "event": str(row.event) if row.event else None,
        "happened_at": row.happened_at.isoformat(timespec="microseconds"),
        "hold": str(row.hold.key) if row.hold else None,
        "key": str(row.key),
        "ordinal": row.ordinal,
        "phase": row.phase,
        "recorded_at": row.recorded_at.isoformat(timespec="microseconds"),
        "reverses": str(row.reverses.key) if row.reverses else None,
        "subject": row.subject,
        "tiyn": row.tiyn,
    }
