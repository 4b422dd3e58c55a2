"""A statement: every movement of one account between two days, with the balance after each."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import connection

from qala.ledger.models import Account
from qala.ledger.queries.balances import balance

PORTION = 2_000
LINES = """
SELECT t.key, t.day, t.happened_at, t.code, t.phase, other.code,
  CASE WHEN t.debit_id = %(account)s THEN t.tiyn ELSE 0 END,
  CASE WHEN t.credit_id = %(account)s THEN t.tiyn ELSE 0 END, t.reverses_id IS NOT NULL
FROM (
  SELECT * FROM ledger_transfer WHERE debit_id = %(account)s AND day BETWEEN %(since)s AND %(until)s
  UNION ALL
  SELECT * FROM ledger_transfer WHERE credit_id = %(account)s AND day BETWEEN %(since)s AND %(until)s
) AS t JOIN ledger_account other ON other.id = CASE WHEN t.debit_id = %(account)s THEN t.credit_id ELSE t.debit_id END
ORDER BY t.day, t.id LIMIT %(most)s
"""


@dataclass(frozen=True)
class Line:
    """One movement as its account sees it, in tiyn: what came or what went, and the balance after it."""

    key: UUID
    day: date
    happened_at: datetime
    code: str
    phase: str
    other: str
    came: int
    went: int
    is_reversal: bool
    balance: int = 0


@dataclass(frozen=True)
class Statement:
    """An account between two days, both in. `cut` when there are more lines than were asked for."""

    account: Account
    since: date
    until: date
    opening: int
    closing: int
    lines: tuple[Line, ...]
    cut: bool

    @property
    def came(self) -> int:
        return sum(line.came for line in self.lines)

    @property
    def went(self) -> int:
        return sum(line.went for line in self.lines)


def lines(account: Account, since: date, until: date) -> Iterator[Line]:
    """All movements of an account in their order, read as they are asked for."""
    return _after(_opening(account, since), account, since, until, most=None)


def _opening(account: Account, since: date) -> int:
    return balance(account, since - timedelta(days=1))


def _after(kept: int, account: Account, since: date, until: date, most: int | None) -> Iterator[Line]:
    """The movements that follow a balance, each with the balance after it."""
    with connection.chunked_cursor() as cursor:
        cursor.execute(LINES, {"account": account.pk, "since": since, "until": until, "most": most})
        while rows := cursor.fetchmany(PORTION):
            for row in rows:
                kept += row[6] - row[7]
                yield Line(*(*row, kept))


def statement(account: Account, since: date, until: date, most: int) -> Statement:
    """The statement of an account, with `most` lines at the most. A file for all of them asks for `lines`."""
    opening = _opening(account, since)
    found = tuple(_after(opening, account, since, until, most + 1))
    return Statement(account, since, until, opening, balance(account, until), found[:most], len(found) > most)
