"""Rows of the ledger on their way into the table: one by INSERT, many by COPY. The database judges both alike."""

import json
from collections.abc import Iterable, Sequence
from datetime import date
from uuid import UUID

from django.db import connection

from qala.ledger.rules import Verdict

COLUMNS = (
    "key", "digest", "debit_id", "credit_id", "tiyn", "code", "phase", "hold_id", "ordinal", "rest", "closed",
    "reverses_id", "event", "happened_at", "day", "subject", "header",
)  # fmt: skip
INSERT = f"INSERT INTO ledger_transfer ({', '.join(COLUMNS)}) VALUES ({', '.join(['%s'] * len(COLUMNS))})"  # noqa: S608
COPY = f"COPY ledger_transfer ({', '.join(COLUMNS)}) FROM STDIN"
ESCAPED = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"})
NULL = "\\N"
LINES = 500


def write(rows: Sequence[Verdict], days: dict[UUID, date]) -> None:
    """Write what was judged fit, in one statement."""
    if len(rows) == 1:
        with connection.cursor() as cursor:
            cursor.execute(INSERT, _values(rows[0], days[rows[0].order.key]))
    elif rows:
        with connection.cursor() as cursor, connection.wrap_database_errors, cursor.copy(COPY) as copy:
            for at in range(0, len(rows), LINES):
                copy.write("".join(_lines(rows[at : at + LINES], days)))


def _values(row: Verdict, day: date) -> list[object]:
    order, hold = row.order, row.hold
    chain = (hold.pk, hold.ordinal, hold.rest, hold.closed) if hold else (None, None, None, None)
    header = None if order.header is None else json.dumps(dict(order.header))
    return [
        order.key, row.digest, order.debit, order.credit, order.tiyn, order.code, order.phase, *chain, row.reverses,
        order.event, order.happened_at, day, order.subject, header,
    ]  # fmt: skip


def _lines(rows: Iterable[Verdict], days: dict[UUID, date]) -> Iterable[str]:
    r"""Lines of COPY's text format; `\N` is NULL."""
    for row in rows:
        order, hold = row.order, row.hold
        chain = (
            "\\N\t\\N\t\\N\t\\N" if hold is None else f"{hold.pk}\t{hold.ordinal}\t{hold.rest}\t{'ft'[hold.closed]}"
        )
        header = NULL if order.header is None else json.dumps(dict(order.header)).translate(ESCAPED)
        reverses = NULL if row.reverses is None else row.reverses
        event = NULL if order.event is None else order.event.hex
        yield (
            f"{order.key.hex}\t\\\\x{row.digest.hex()}\t{order.debit}\t{order.credit}\t{order.tiyn}"
            f"\t{order.code.translate(ESCAPED)}\t{order.phase}\t{chain}\t{reverses}\t{event}"
            f"\t{order.happened_at.isoformat()}\t{days[order.key].isoformat()}"
            f"\t{order.subject.translate(ESCAPED)}\t{header}\n"
        )
