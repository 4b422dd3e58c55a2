"""Balances: now, at the end of a day, as the books stood at a moment. Always a mark and what moved since."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import connection

from qala.kernel.clock import local
from qala.ledger.models import Account

# As the books stood at a moment: only rows recorded by then. No row takes an accounting day after its record's day,
# so the days between the closing of that time and the moment are enough.
AT = """
SELECT (coalesce(mark.balance, 0)
  + coalesce((SELECT sum(tiyn) FROM ledger_transfer WHERE debit_id = %(account)s
      AND day > coalesce(mark.day, '-infinity') AND day <= %(day)s AND recorded_at <= %(moment)s), 0)
  - coalesce((SELECT sum(tiyn) FROM ledger_transfer WHERE credit_id = %(account)s
      AND day > coalesce(mark.day, '-infinity') AND day <= %(day)s AND recorded_at <= %(moment)s), 0))::bigint
FROM (SELECT 1) AS here LEFT JOIN LATERAL (
  SELECT m.day, m.balance FROM ledger_mark m WHERE m.account_id = %(account)s
    AND m.day <= (SELECT max(until) FROM ledger_period WHERE closed_at <= %(moment)s)
  ORDER BY m.day DESC LIMIT 1) AS mark ON true
"""
ALL = """
SELECT account.id, qala_ledger_balance(account.id, %s) FROM ledger_account account
WHERE %s::bigint[] IS NULL OR account.id = ANY(%s)
"""
TURNOVER = """
SELECT account_id, sum(tiyn) FILTER (WHERE tiyn > 0)::bigint, -sum(tiyn) FILTER (WHERE tiyn < 0)::bigint
FROM ledger_posting WHERE day >= %s AND day <= %s GROUP BY account_id
"""


def balance(account: Account | int, on: date | None = None) -> int:
    """Tiyn an account holds (debits less credits) now, or by everything that belongs to days up to `on`."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT qala_ledger_balance(%s, %s)", [_pk(account), on or date.max])
        return int(cursor.fetchone()[0])


def balance_at(account: Account | int, moment: datetime) -> int:
    """Tiyn an account held as the books stood at a past moment: what was recorded later does not count."""
    day = local(moment).date() + timedelta(days=1)
    with connection.cursor() as cursor:
        cursor.execute(AT, {"account": _pk(account), "moment": moment, "day": day})
        return int(cursor.fetchone()[0])


def balances(accounts: Iterable[Account | int] | None = None, on: date | None = None) -> dict[int, int]:
    """Balances of many accounts (all of them by default) in one trip, by number of the account."""
    pks = None if accounts is None else [_pk(one) for one in accounts]
    with connection.cursor() as cursor:
        cursor.execute(ALL, [on or date.max, pks, pks])
        return dict(cursor.fetchall())


@dataclass(frozen=True)
class TrialLine:
    """One account over a span of days, in tiyn: what it had, what came, what went, what it has."""

    account: Account
    opening: int
    came: int
    went: int

    @property
    def closing(self) -> int:
        return self.opening + self.came - self.went


def trial_balance(since: date, until: date) -> list[TrialLine]:
    """Every account from `since` to `until`, both days in. In each currency the closings add up to zero."""
    opening = balances(on=since - timedelta(days=1))
    with connection.cursor() as cursor:
        cursor.execute(TURNOVER, [since, until])
        moved = {pk: (came or 0, went or 0) for pk, came, went in cursor.fetchall()}
    return [
        TrialLine(one, opening.get(one.pk, 0), *moved.get(one.pk, (0, 0)))
        for one in Account.objects.select_related("parent")
    ]


@dataclass(frozen=True)
class BudgetLine:
    """A programme or commitment, in tiyn: given so far, passed on to its children, and what is free."""

    account: Account
    given: int
    passed_on: int

    @property
    def free(self) -> int:
        return self.given - self.passed_on


def budget_lines(kinds: tuple[str, ...] = ("programme", "commitment")) -> list[BudgetLine]:
    """The budget: what every programme and every contract was given, and what is not passed on yet."""
    accounts = list(Account.objects.filter(kind__in=kinds))
    with connection.cursor() as cursor:
        cursor.execute(
            """SELECT account_id, sum(tiyn) FILTER (WHERE tiyn > 0)::bigint, -sum(tiyn) FILTER (WHERE tiyn < 0)::bigint
            FROM ledger_posting WHERE account_id = ANY(%s) GROUP BY account_id""",
            [[one.pk for one in accounts]],
        )
        moved = {pk: (came or 0, went or 0) for pk, came, went in cursor.fetchall()}
    return [BudgetLine(one, *moved.get(one.pk, (0, 0))) for one in accounts]


def _pk(account: Account | int) -> int:
    return account if isinstance(account, int) else account.pk
