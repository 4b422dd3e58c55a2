"""The department's month: how far each school is, who holds it up, where the money stands."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count

from qala.ledger.models import Account, Period
from qala.ledger.queries import balances
from qala.meals.models import Contract, Invoice, Payment, Provisional, Timesheet
from qala.meals.queries.accounts import LOSS, committed_code, programme_code, years_of
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


def books_may_close() -> date | None:
    """The last day of the newest month that is final at every school, as all before it; None where it is closed."""
    growing = Timesheet.objects.exclude(state="final").order_by("month").first()
    final = Timesheet.objects.filter(state="final", **({"month__lt": growing.month} if growing else {}))
    newest = final.order_by("-month").first()
    if newest is None or Period.objects.filter(until__gte=last_of(newest.month)).exists():
        return None
    return last_of(newest.month)


def money_flow(year: int) -> list[tuple[str, int]]:
    """Balances along the way of the money, in tiyn: programme and committed of a year; held, owed and on, of all."""
    on_the_way = ("committed", "held", "payable", "disputed", "paid")
    contracts = list(Contract.objects.all())
    codes = {programme_code(str(year)): "programme", LOSS: "loss"}
    codes |= {f"{row.account_root}:{what}": what for row in contracts for what in on_the_way[1:]}
    codes |= {committed_code(row, year): "committed" for row in contracts if year in years_of(row)}
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
