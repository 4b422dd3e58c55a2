"""What counters hand in, on its way into the tables: one COPY for the events of a batch, one for its meals."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.db import connection

EVENTS = (
    "COPY meals_serviceevent (id, uid, terminal_id, sequence, previous, digest, signature, body, happened_at, day,"
    " service_id, school_id, pupil_id, how, outcome, reason) FROM STDIN (FORMAT BINARY)"
)
TYPES_OF_EVENTS = (
    "int8", "uuid", "int8", "int4", "bytea", "bytea", "bytea", "bytea", "timestamptz", "date", "int8", "int8", "int8",
    "varchar", "varchar", "varchar",
)  # fmt: skip
MEALS = (
    "COPY meals_meal (event_id, pupil_id, voucher_id, school_id, contract_id, day, service_id, band, tiyn, vat_tiyn,"
    " draw) FROM STDIN (FORMAT BINARY)"
)
TYPES_OF_MEALS = ("int8", "int8", "int8", "int8", "int8", "date", "int8", "varchar", "int8", "int8", "uuid")
NUMBERS = """SELECT nextval(line) FROM generate_series(1, %s),
  (SELECT pg_get_serial_sequence('meals_serviceevent', 'id')::regclass AS line OFFSET 0) AS named"""


def numbers(count: int) -> list[int]:
    """So many new numbers of events."""
    with connection.cursor() as cursor:
        cursor.execute(NUMBERS, [count])
        return [number for (number,) in cursor.fetchall()]


def write_events(rows: Iterable[Sequence[Any]]) -> None:
    """Rows in the order of `EVENTS`; constraints and triggers judge them as any others."""
    _copy(EVENTS, TYPES_OF_EVENTS, rows)


def write_meals(rows: Iterable[Sequence[Any]]) -> None:
    """Rows in the order of `MEALS`."""
    _copy(MEALS, TYPES_OF_MEALS, rows)


def _copy(statement: str, types: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    with connection.cursor() as cursor, connection.wrap_database_errors, cursor.copy(statement) as copy:
        copy.set_types(list(types))
        for row in rows:
            copy.write_row(row)
