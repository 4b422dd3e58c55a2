"""Rows of the ledger on their way into the table: one by INSERT, many by COPY. The database judges both alike."""

import json
from collections.abc import Iterable
from itertools import islice
from typing import Any

from django.db import connection

from qala.kernel.prepared import Prepared
from qala.ledger.rules import Verdict

COLUMNS = (
    "key", "digest", "debit_id", "credit_id", "tiyn", "code", "phase", "hold_id", "ordinal", "rest", "closed",
    "reverses_id", "event", "happened_at", "day", "subject", "header",
)  # fmt: skip
INSERT = f"INSERT INTO ledger_transfer ({', '.join(COLUMNS)}) VALUES ({', '.join(['%s'] * len(COLUMNS))})"  # noqa: S608
ONE = Prepared("ledger_transfer", INSERT)
COPY = f"COPY ledger_transfer ({', '.join(COLUMNS)}) FROM STDIN"
ESCAPED = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"})
NULL = r"\N"
NO_CHAIN = "\t".join([NULL] * 4)
LINES = 250


def write_one(row: Verdict) -> None:
    """Write one row."""
    with connection.cursor() as cursor:
        cursor.execute(ONE.on(cursor), _values(row))


def write_many(rows: Iterable[Verdict]) -> None:
    """Write rows in one statement, while they are being judged: the server works beside us."""
    lines = (_line(row) for row in rows)
    with connection.cursor() as cursor, connection.wrap_database_errors, cursor.copy(COPY) as copy:
        while chunk := "".join(islice(lines, LINES)):
            copy.write(chunk)


def _values(row: Verdict) -> list[Any]:
    order, hold = row.order, row.hold
    chain = (hold.pk, hold.ordinal, hold.rest, hold.closed) if hold else (None, None, None, None)
    header = None if order.header is None else json.dumps(dict(order.header))
    return [
        order.key, row.digest, order.debit, order.credit, order.tiyn, order.code, order.phase, *chain, row.reverses,
        order.event, order.happened_at, row.day, order.subject, header,
    ]  # fmt: skip


def _line(row: Verdict) -> str:
    """A line of COPY's text format."""
    order, hold = row.order, row.hold
    chain = NO_CHAIN if hold is None else f"{hold.pk}\t{hold.ordinal}\t{hold.rest}\t{'ft'[hold.closed]}"
    header = NULL if order.header is None else json.dumps(dict(order.header)).translate(ESCAPED)
    reverses = NULL if row.reverses is None else row.reverses
    event = NULL if order.event is None else order.event.hex
    return (
        f"{order.key.hex}\t\\\\x{row.digest.hex()}\t{order.debit}\t{order.credit}\t{order.tiyn}"
        f"\t{order.code.translate(ESCAPED)}\t{order.phase}\t{chain}\t{reverses}\t{event}"
        f"\t{order.happened_at.isoformat()}\t{row.day.isoformat()}"
        f"\t{order.subject.translate(ESCAPED)}\t{header}\n"
    )
