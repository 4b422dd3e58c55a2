"""Rows of the ledger on their way into the table: one by INSERT, many by COPY. The database judges both alike."""

from collections.abc import Iterable
from typing import Any

from django.db import connection
from psycopg.types.json import Jsonb

from qala.kernel.prepared import Prepared
from qala.ledger.rules import Verdict
from qala.ledger.rules.orders import spelt

COLUMNS = (
    "key", "digest", "debit_id", "credit_id", "tiyn", "code", "phase", "hold_id", "ordinal", "rest", "closed",
    "reverses_id", "event", "happened_at", "day", "subject", "header",
)  # fmt: skip
INSERT = f"INSERT INTO ledger_transfer ({', '.join(COLUMNS)}) VALUES ({', '.join(['%s'] * len(COLUMNS))})"  # noqa: S608
ONE = Prepared("ledger_transfer", INSERT)
COPY = f"COPY ledger_transfer ({', '.join(COLUMNS)}) FROM STDIN (FORMAT BINARY)"
TYPES = (
    "uuid", "bytea", "int8", "int8", "int8", "varchar", "varchar", "int8", "int4", "int8", "bool",
    "int8", "uuid", "timestamptz", "date", "varchar", "jsonb",
)  # fmt: skip
NO_CHAIN = (None, None, None, None)


def write_one(row: Verdict) -> None:
    """Write one row, at the latest with the commit: what the database refuses is told there."""
    ONE.later(values(row))


def write_many(rows: Iterable[Verdict]) -> None:
    """Write rows in one statement, while they are being judged: the server works beside us."""
    with connection.cursor() as cursor, connection.wrap_database_errors, cursor.copy(COPY) as copy:
        copy.set_types(list(TYPES))
        for row in rows:
            copy.write_row(values(row))


def values(row: Verdict) -> tuple[Any, ...]:
    """A row in the order of `COLUMNS`."""
    order, hold = row.order, row.hold
    chain = NO_CHAIN if hold is None else (hold.pk, hold.ordinal, hold.rest, hold.closed)
    return (
        order.key, row.digest, order.debit, order.credit, order.tiyn, order.code, order.phase, *chain, row.reverses,
        order.event, order.happened_at, row.day, order.subject,
        None if order.header is None else Jsonb(order.header, dumps=spelt),
    )  # fmt: skip
