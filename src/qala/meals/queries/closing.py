"""The department's month: how far each school is, who holds it up, where the money stands."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count

from qala.ledger.models import Account
from qala.ledger.queries import balances
from qala.meals.models import Contract, Invoice, Payment, Provisional, Timesheet
from qala.meals.queries.accounts import LOSS, programme_code
from qala.meals.queries.timesheets import Progress, progress
from qala.meals.rules.months import last_of


@dataclass(frozen=True)
class SchoolClose:
    """One school's month on its way to money."""

    told: Progress
    invoices: list[Invoice]
    on_trust: int


def closing(month: date) -> list[SchoolClose]:
    """Every school of a month, in four questions."""
    rows = Invoice.objects.filter(month=month).order_by("number")
    invoices: dict[int, list[Invoice]] = {}
    for row in rows:
        invoices.setdefault(row.school_id, []).append(row)
    trusted = Provisional.objects.filter(state="opened", event__day__range=(month, last_of(month)))
    waiting = dict(trusted.values_list("event__school").annotate(n=Count("pk")))
    return [SchoolClose(one, invoices.get(one.school.pk, []), waiting.get(one.school.pk, 0)) for one in progress(month)]


def steps(rows: list[SchoolClose]) -> list[tuple[str, int]]:
    """How many schools stand at each state of the sheet."""
    states = ("growing", "frozen", "signed", "window", "final")
    return [(state, sum(one.told.state == state for one in rows)) for state in states]


def money_flow(year: int) -> list[tuple[str, int]]:
    """Balances along the way of the money, in tiyn: programme, committed, held, owed, contested, paid, lost."""
    on_the_way = ("committed", "held", "payable", "disputed", "paid")
    contracts = [row.account_root for row in Contract.objects.all()]
    codes = {programme_code(str(year)): "programme", LOSS: "loss"}
    codes |= {f"{root}:{what}": what for root in contracts for what in on_the_way}
    accounts = list(Account.objects.filter(code__in=codes))
    stood = balances(accounts)
    sums = dict.fromkeys(("programme", *on_the_way, "loss"), 0)
    for row in accounts:
        sums[codes[row.code]] += stood.get(row.pk, 0)
    return list(sums.items())


def under_way(month: date) -> list[Payment]:
    """Payments that are ordered and not confirmed."""
    rows = Payment.objects.filter(paid_at=None, invoice__month=month)
    return list(
        rows.select_related("invoice__contract__supplier", "invoice__school__organisation").order_by("instructed_at")
    )


def sheets(month: date, state: str) -> list[Timesheet]:
    """The sheets of a month in a state."""
    return list(Timesheet.objects.filter(month=month, state=state).select_related("school__organisation"))
