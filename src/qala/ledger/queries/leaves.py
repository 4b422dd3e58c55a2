"""Transfers as leaves of the log: an open header anyone may recount, and the record only its commitment shows.

A header tells kind, month and amount. What else its part would tell (a school, a day) is told only where at least
`ENOUGH` subjects have transfers with the very same header, amount and payee that were written by the end of the same
day: so whoever came too late to be among many is not told. Such rows wait until that day is over (the queue's `since`,
written by the trigger of migration 0003); their count does not change afterwards, nor does the leaf.
"""

import json
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from django.conf import settings
from django.db import connection

from qala.ledger.models import Transfer
from qala.ledger.rules.orders import RELEASE

LARGEST = 2**53 - 1
ENOUGH = 10
CROWDED = """
WITH asked AS MATERIALIZED (
  SELECT DISTINCT debit_id, day FROM ledger_transfer WHERE id = ANY(%(ids)s) AND header IS NOT NULL)
SELECT unnest(array_agg(t.id)) FROM asked JOIN ledger_transfer t USING (debit_id, day)
WHERE t.header IS NOT NULL
GROUP BY debit_id, day, t.code, t.tiyn, t.header,
  greatest(t.header->>'day', (t.recorded_at AT TIME ZONE %(zone)s)::date::text)
HAVING count(DISTINCT coalesce(nullif(t.subject, ''), t.key::text)) >= %(enough)s
"""
TOLD = """
SELECT t.header, t.tiyn, count(*) FROM ledger_transfer t
WHERE t.code = %(code)s AND t.day BETWEEN %(first)s AND %(last)s AND t.header IS NOT NULL AND t.reverses_id IS NULL
GROUP BY debit_id, day, t.tiyn, t.header,
  greatest(t.header->>'day', (t.recorded_at AT TIME ZONE %(zone)s)::date::text)
HAVING count(DISTINCT coalesce(nullif(t.subject, ''), t.key::text)) >= %(enough)s
"""


def leaves(ids: Iterable[int]) -> Iterator[tuple[int, str, dict[str, Any], dict[str, Any]]]:
    """Number of the row, key of the subject whose secret salts it, header and record, for each of these transfers."""
    asked = list(ids)
    among_many = _among_many(asked)
    rows = Transfer.objects.filter(pk__in=asked).select_related("debit", "credit", "hold", "reverses")
    for row in rows.order_by("pk").iterator(chunk_size=5_000):
        told = row.header if row.pk in among_many else None
        yield row.pk, row.subject or f"ledger.transfer:{row.key}", _header(row, told), _record(row)


def told_whole(code: str, first: date, last: date) -> list[tuple[dict[str, Any], int, int]]:
    """What the log tells, or will when the day is over, of transfers of one kind: header, tiyn of each, how many."""
    asked = {"code": code, "first": first, "last": last, "enough": ENOUGH, "zone": settings.TIME_ZONE}
    with connection.cursor() as cursor:
        cursor.execute(TOLD, asked)
        return [(json.loads(header), tiyn, count) for header, tiyn, count in cursor.fetchall()]


def _among_many(ids: list[int]) -> set[int]:
    """Of these, the rows whose header may be told whole (and their likes)."""
    with connection.cursor() as cursor:
        cursor.execute(CROWDED, {"ids": ids, "enough": ENOUGH, "zone": settings.TIME_ZONE})
        return {pk for (pk,) in cursor.fetchall()}


def _header(row: Transfer, told: dict[str, Any] | None) -> dict[str, Any]:
    """Kind, month and amount, with what its part says where that hides in a crowd.

    What is taken back counts against the month it was drawn in; what returns to where a hold came from is its own kind.
    """
    day = row.reverses.day if row.reverses else row.day
    kind = "released" if row.phase == RELEASE else row.code
    return {**(told or {}), "kind": kind, "month": day.isoformat()[:7], "tiyn": _whole(row.tiyn)}


def _record(row: Transfer) -> dict[str, Any]:
    return {
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
        "tiyn": _whole(row.tiyn),
    }


def _whole(tiyn: int) -> int | str:
    """Numbers of JSON are doubles: what they cannot hold is written as text."""
    return tiyn if tiyn <= LARGEST else str(tiyn)
