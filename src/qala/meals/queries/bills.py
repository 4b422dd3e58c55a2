"""What an invoice comes to, line by line, and whether the books say the same."""

import csv
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from io import StringIO
from typing import Any

from django.conf import settings
from django.db import connection

from qala.ledger.queries import balance
from qala.meals.models import Contract, Invoice, Payment, Timesheet
from qala.meals.queries.accounts import payable
from qala.meals.rules.months import last_of
from qala.roster.models import School

#: A line waits while somebody contests it or others still may because a word was taken back late, while a question
#: about it has no answer, and after one that calls it wrong.
WAITS = f"""(EXISTS (SELECT FROM meals_dispute d WHERE d.meal_id = m.event_id
    AND (d.state = 'opened' OR d.others_until >= (now() AT TIME ZONE '{settings.TIME_ZONE}')::date))
  OR EXISTS (SELECT FROM meals_flaggedmeal q JOIN meals_flag f ON f.id = q.flag_id
    WHERE q.meal_id = m.event_id AND f.answer <> 'explained'))"""  # noqa: S608 - our own setting
STATES = f"""
SELECT l.meal_id, m.tiyn, CASE
  WHEN p.meal_id IS NOT NULL AND r.meal_id IS NOT NULL THEN 'recovered'
  WHEN p.meal_id IS NOT NULL THEN 'paid' WHEN r.meal_id IS NOT NULL THEN 'reversed'
  WHEN {WAITS} THEN 'waiting' ELSE 'payable' END AS state
FROM meals_invoiceline l JOIN meals_meal m ON m.event_id = l.meal_id
LEFT JOIN meals_reversal r ON r.meal_id = l.meal_id LEFT JOIN meals_paidline p ON p.meal_id = l.meal_id
WHERE l.invoice_id = %s
"""  # noqa: S608 - our own words only
SUMS = f"SELECT state, count(*), sum(tiyn)::bigint FROM ({STATES}) AS lines GROUP BY state"  # noqa: S608
RECOVERABLE = """
SELECT meal_id, tiyn FROM (
  SELECT p.meal_id, m.tiyn, sum(m.tiyn) OVER (ORDER BY p.meal_id) AS so_far
  FROM meals_paidline p JOIN meals_meal m ON m.event_id = p.meal_id JOIN meals_reversal r ON r.meal_id = p.meal_id
  WHERE m.contract_id = %s AND NOT EXISTS (SELECT FROM meals_recovery x WHERE x.meal_id = p.meal_id)) AS due
WHERE so_far < %s
"""
DRAWN = """
SELECT count(*), coalesce(sum(m.tiyn), 0)::bigint, count(t.id), coalesce(sum(t.tiyn), 0)::bigint
FROM meals_invoiceline l JOIN meals_meal m ON m.event_id = l.meal_id
LEFT JOIN ledger_transfer t ON t.key = m.draw AND t.phase = 'draw' AND t.debit_id = %s AND t.tiyn = m.tiyn
WHERE l.invoice_id = %s
"""
#: Meals of a month, and of earlier final ones, that count and stand on no invoice.
WAITING = """
FROM meals_meal m WHERE m.contract_id = %(contract)s AND m.school_id = %(school)s AND m.day <= %(until)s
  AND EXISTS (SELECT FROM meals_timesheet t WHERE t.school_id = m.school_id
    AND t.month = date_trunc('month', m.day)::date AND t.state = 'final')
  AND NOT EXISTS (SELECT FROM meals_invoiceline l WHERE l.meal_id = m.event_id)
  AND NOT EXISTS (SELECT FROM meals_reversal r WHERE r.meal_id = m.event_id)
  AND NOT EXISTS (SELECT FROM meals_dispute d WHERE d.meal_id = m.event_id AND d.state = 'opened')
"""
OWED = """
SELECT coalesce((SELECT sum(m.tiyn) FROM meals_meal m WHERE m.contract_id = %(contract)s
    AND NOT EXISTS (SELECT FROM meals_reversal r WHERE r.meal_id = m.event_id)
    AND NOT EXISTS (SELECT FROM meals_dispute d WHERE d.meal_id = m.event_id AND d.state = 'opened')), 0)::bigint
  - coalesce((SELECT sum(p.tiyn) FROM meals_payment p JOIN meals_invoice i ON i.id = p.invoice_id
    WHERE i.contract_id = %(contract)s AND p.paid_at IS NOT NULL), 0)::bigint
"""


@dataclass(frozen=True)
class Sum:
    """Lines of one state and what they come to in tiyn."""

    lines: int = 0
    tiyn: int = 0


@dataclass(frozen=True)
class Bill:
    """An invoice added up from its lines."""

    paid: Sum = Sum()
    payable: Sum = Sum()
    waiting: Sum = Sum()
    reversed: Sum = Sum()
    recovered: Sum = Sum()

    @property
    def lines(self) -> int:
        return sum(one.lines for one in (self.paid, self.payable, self.waiting, self.reversed, self.recovered))

    @property
    def tiyn(self) -> int:
        """What was asked for: every line."""
        return sum(one.tiyn for one in (self.paid, self.payable, self.waiting, self.reversed, self.recovered))


@dataclass(frozen=True)
class Match:
    """A recount beside the books: lines and draws, what is owed and what the books owe. Equal, or nobody pays."""

    lines: int
    lines_tiyn: int
    draws: int
    draws_tiyn: int
    owed: int
    booked: int

    @property
    def is_equal(self) -> bool:
        return (self.lines, self.lines_tiyn, self.owed) == (self.draws, self.draws_tiyn, self.booked)


def bill(invoice: Invoice) -> Bill:
    """Add an invoice up."""
    with connection.cursor() as cursor:
        cursor.execute(SUMS, [invoice.pk])
        return Bill(**{state: Sum(lines, tiyn) for state, lines, tiyn in cursor.fetchall()})


def payable_lines(invoice: Invoice) -> list[tuple[int, int]]:
    """The lines that can be paid now: meal and tiyn."""
    with connection.cursor() as cursor:
        cursor.execute(STATES, [invoice.pk])
        return [(meal, tiyn) for meal, tiyn, state in cursor.fetchall() if state == "payable"]


def recoverable(contract: Contract, less_than: int) -> list[tuple[int, int]]:
    """Paid meals taken back since, as many as stay under `less_than` tiyn, the oldest first."""
    with connection.cursor() as cursor:
        cursor.execute(RECOVERABLE, [contract.pk, less_than])
        return list(cursor.fetchall())


def recount(invoice: Invoice) -> Match:
    """Count an invoice's lines and its contract's debt again, and read both from the books."""
    account = payable(invoice.contract)
    with connection.cursor() as cursor:
        cursor.execute(DRAWN, [account, invoice.pk])
        lines, lines_tiyn, draws, draws_tiyn = cursor.fetchone()
    return Match(lines, lines_tiyn, draws, draws_tiyn, owed(invoice.contract), balance(account))


def owed(contract: Contract) -> int:
    """Tiyn the city owes for meals that count, less what it paid: counted from meals, not from the books."""
    with connection.cursor() as cursor:
        cursor.execute(OWED, {"contract": contract.pk})
        return int(cursor.fetchone()[0])


def waits_for_invoice(contract: Contract, school: School, month: date) -> bool:
    """Whether a meal of the month, or of an earlier final one, counts and stands on no invoice."""
    told: dict[str, Any] = {"contract": contract.pk, "school": school.pk, "until": last_of(month)}
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT EXISTS (SELECT {WAITING})", told)
        return bool(cursor.fetchone()[0])


def is_final(invoice_school: int, month: date) -> bool:
    """Whether a school's month can be invoiced."""
    return Timesheet.objects.filter(school=invoice_school, month=month, state="final").exists()


def payment_file(payments: Iterable[Payment]) -> str:
    """The bank's file: one row for each payment under way. A cell never begins like a formula."""
    out = StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(["payment", "invoice", "contract", "bin", "iban", "supplier", "month", "lines", "amount_tenge"])
    for one in payments:
        contract = one.invoice.contract
        writer.writerow(
            [
                str(one.key), _plain(one.invoice.number), _plain(contract.number), contract.supplier.bin,
                contract.iban, _plain(str(contract.supplier.names)), f"{one.invoice.month:%Y-%m}", one.lines.count(),
                f"{one.tiyn // 100}.{one.tiyn % 100:02}",
            ]
        )  # fmt: skip
    return out.getvalue()


def _plain(text: str) -> str:
    return f"'{text}" if text[:1] in {"=", "+", "-", "@", "\t", "\r"} else text
