"""A statement: every movement of one account between two days, with the balance after each."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import accumulate
from uuid import UUID

from django.db import connection

from qala.ledger.models import Account
from qala.ledger.queries.balances import balance

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


def statement(account: Account, since: date, until: date, most: int = 50_000) -> Statement:
    """The statement of an account. `most` lines at the most: a page asks for few, a file for all."""
    opening = balance(account, since - timedelta(days=1))
    with connection.cursor() as cursor:
        cursor.execute(LINES, {"account": account.pk, "since": since, "until": until, "most": most + 1})
        rows = cursor.fetchall()
    after = accumulate((row[6] - row[7] for row in rows), initial=opening)
    next(after)
    lines = tuple(Line(*(*row, kept)) for row, kept in zip(rows, after, strict=True))
    return Statement(account, since, until, opening, balance(account, until), lines[:most], len(rows) > most)
