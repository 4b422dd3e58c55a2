"""Many rows on their way into the tables: a COPY for a batch's events, one for its meals, one UPDATE for vouchers."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.db import connection

from qala.meals.models import Voucher

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

VOUCHERS = """
UPDATE meals_voucher v SET state = told.state, consent_id = told.consent, active_from = told.begins,
  ended_on = told.ends, ended_because = told.because
FROM unnest(%s::bigint[], %s::varchar[], %s::bigint[], %s::date[], %s::date[], %s::varchar[])
  AS told (voucher, state, consent, begins, ends, because) WHERE v.id = told.voucher
"""


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


def write_vouchers(rows: Sequence[Voucher]) -> None:
    """How far each voucher is on its way: its state, its consent, its first and last day."""
    told = [(one.pk, one.state, one.consent_id, one.active_from, one.ended_on, one.ended_because) for one in rows]
    if told:
        with connection.cursor() as cursor:
            cursor.execute(VOUCHERS, [list(column) for column in zip(*told, strict=True)])


def _copy(statement: str, types: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    with connection.cursor() as cursor, connection.wrap_database_errors, cursor.copy(statement) as copy:
        copy.set_types(list(types))
        for row in rows:
            copy.write_row(row)
