"""Which transfers hide in a crowd, read once for each kind, month and day on which they became known."""

import json
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import connection

from qala.kernel.clock import local
from qala.ledger.models import Period, Transfer
from qala.ledger.rules.crowds import Alike, Told, told_of
from qala.ledger.rules.judging import after
from qala.ledger.rules.orders import UNTIL

ENOUGH = 10
IS_A_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")  # as the trigger reads it that makes transfers wait
ALIKE = """
SELECT t.debit_id, t.day, t.tiyn, t.header,
  greatest(t.header->>'day', (t.recorded_at AT TIME ZONE %(zone)s)::date::text),
  count(*), count(*) FILTER (WHERE t.recorded_at < %(told)s), count(DISTINCT t.subject),
  CASE WHEN count(DISTINCT t.subject) < %(enough)s THEN array_agg(DISTINCT t.subject) END
FROM ledger_account a JOIN ledger_transfer t ON t.debit_id = a.id
WHERE t.code = %(code)s AND t.day = ANY(%(days)s) AND t.header IS NOT NULL AND t.subject <> ''
  AND coalesce(t.header->>'day', t.day::text) BETWEEN %(first)s AND %(last)s
GROUP BY 1, 2, 3, 4, 5
"""
FIRST_WAITING = """
SELECT coalesce(min(t.recorded_at), %s) FROM journal_unsealed u JOIN ledger_transfer t ON t.id = u.source_id
WHERE u.source = 3 AND u.since > now()
"""

Key = tuple[int, date, int, str, str]


@dataclass(frozen=True)
class Month:
    """One kind of transfers in one month: what is told of each group, and how many of it are told by now."""

    told: Mapping[str, Told]
    counts: Mapping[Key, int]

    def is_told(self, key: Key) -> bool:
        """Whether the header may be told whole."""
        return key[-1] in self.told and key in self.told[key[-1]].crowds

    def is_silent(self, key: Key) -> bool:
        """Whether not even the amount may be told."""
        return key[-1] in self.told and key in self.told[key[-1]].silent


def key_of(row: Transfer) -> Key:
    """The group a transfer is counted in; its last word is the day on which all of it became known."""
    header = row.header or {}
    known = max(str(header.get("day", "")), local(row.recorded_at).date().isoformat())
    return row.debit_id, row.day, row.tiyn, _one_way(header), known


def told_on(row: Transfer) -> date:
    """The day a transfer tells of: its header's, also where that was closed and the books took it on a later one."""
    told = str((row.header or {}).get("day"))
    return date.fromisoformat(told) if IS_A_DAY.fullmatch(told) else row.day


def told_before() -> datetime:
    """When the first transfer was written whose day the log still waits for. What was written before it is told.

    Nothing may be published sooner: it would stand in no leaf yet, and whoever asks each minute would see one after
    another come.
    """
    with connection.cursor() as cursor:
        cursor.execute(FIRST_WAITING, [UNTIL])
        told: datetime = cursor.fetchone()[0]
    return told


def month_of(code: str, day: date, told: datetime = UNTIL) -> Month:
    """The month around a day. Read again only when a transfer came since; its key tells one database from another."""
    newest = Transfer.objects.order_by("-pk").values_list("key", flat=True).first()
    return _read(code, day.replace(day=1), told, newest)


@lru_cache(maxsize=24)
def _read(code: str, first: date, told: datetime, _newest: UUID | None) -> Month:
    last = (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)
    asked: dict[str, Any] = {
        "code": code, "days": _days(first, last), "first": str(first), "last": str(last), "enough": ENOUGH,
        "zone": settings.TIME_ZONE, "told": told,
    }  # fmt: skip
    known: dict[str, list[Alike]] = defaultdict(list)
    counts: dict[Key, int] = {}
    with connection.cursor() as cursor:
        cursor.execute(ALIKE, asked)
        for debit, day, tiyn, header, until, count, told_now, subjects, who in cursor.fetchall():
            key = (debit, day, tiyn, _one_way(json.loads(header)), until)
            counts[key] = told_now
            known[until].append(Alike(key, tiyn, count, subjects, frozenset(who or ())))
    return Month({until: told_of(alike, ENOUGH) for until, alike in known.items()}, counts)


def _days(first: date, last: date) -> list[date]:
    """Accounting days that can hold what tells of a month: its own, and those which closings moved it to."""
    moved = Period.objects.filter(until__gte=last).values_list("until", flat=True)
    return [first + timedelta(days=at) for at in range((last - first).days + 1)] + [after(until) for until in moved]


def told_whole(code: str, month: date, told: datetime) -> list[tuple[dict[str, Any], int, int]]:
    """What the log tells of a month's transfers written before `told`: header, tiyn of each, how many."""
    read = month_of(code, month, told)
    groups = read.counts.items()
    return [(json.loads(key[3]), key[2], count) for key, count in groups if count and read.is_told(key)]


def untold(code: str, month: date, told: datetime) -> tuple[int, int]:
    """How many of these transfers do not even tell their amount, and what they come to, in tiyn."""
    read = month_of(code, month, told)
    silent = [(key[2], count) for key, count in read.counts.items() if read.is_silent(key)]
    return sum(count for _tiyn, count in silent), sum(tiyn * count for tiyn, count in silent)


def crowded(rows: Iterable[Transfer]) -> tuple[set[int], set[int]]:
    """Numbers of those rows whose header may be told whole, and of those whose amount may not."""
    whole, silent = set(), set()
    for row in rows:
        if row.header is None or not row.subject:
            continue
        read, key = month_of(row.code, told_on(row)), key_of(row)
        if read.is_told(key):
            whole.add(row.pk)
        elif read.is_silent(key):
            silent.add(row.pk)
    return whole, silent


def _one_way(header: Any) -> str:
    return json.dumps(header, sort_keys=True)
