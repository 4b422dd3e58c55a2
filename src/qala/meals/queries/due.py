"""What is due and until when: a price for every day to come, the month's report, an invoice's payment."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from qala.kernel.clock import local
from qala.meals.models import AgeBand, Contract, Invoice, Kitchen
from qala.meals.queries.counter import bands_on
from qala.meals.queries.settings import setting
from qala.meals.rules.months import month_after
from qala.meals.rules.price import Band, Rate, rate_on

PAID = ("paid", "paid_in_part")

def report_before(month: date) -> date:
    """The day before which the month's meals are reported."""
    return month_after(month).replace(day=setting("report_day", month))


def pay_until(invoice: Invoice) -> date | None:
    """The last day to pay an invoice, counted from the day it was drawn; None once all but contested lines are paid."""
    drawn = _drawn(invoice)
    return None if invoice.state in PAID else drawn + timedelta(days=setting("payment_days", drawn))


def late(invoices: Iterable[Invoice], day: date) -> set[int]:
    """The numbers of invoices whose last day to pay is over."""
    told = [one for one in invoices if one.state not in PAID]
    terms = {drawn: timedelta(days=setting("payment_days", drawn)) for drawn in {_drawn(one) for one in told}}
    return {one.pk for one in told if _drawn(one) + terms[_drawn(one)] < day}


def _drawn(invoice: Invoice) -> date:
    return local(invoice.drawn_at).date()


@dataclass(frozen=True)
class Outlook:
    """What a contract's months lack: bands without a price from a day on, schools nobody cooks for after its end.

    And bands whose price runs with another tax than the day's.
    """

    unpriced: Sequence[tuple[str, date]] = ()
    unserved: int = 0
    other_tax: Sequence[str] = ()


def outlook(contracts: Iterable[Contract], day: date) -> dict[int, Outlook]:
    """What each contract lacks within the days the city wants to know ahead. Tariffs and kitchens are prefetched."""
    horizon, tax = day + timedelta(days=setting("tariff_warning_days", day)), setting("vat_permille", day)
    bands, told = bands_on(AgeBand.objects.all(), day), list(contracts)
    schools = {kitchen.school_id for one in told for kitchen in one.kitchens.all()}
    lasts: dict[int, date] = {}
    for school, last in Kitchen.objects.filter(school__in=schools).values_list("school", "until_on"):
        lasts[school] = max(last, lasts.get(school, last))
    found = {}
    for one in told:
        rates = [row.as_rule() for row in one.tariffs.all()]
        runs_on = [rate for band in bands if (rate := rate_on(rates, band.slug, day))]
        ends = day <= one.until_on <= horizon
        left = sum(lasts[kitchen.school_id] <= one.until_on for kitchen in one.kitchens.all()) if ends else 0
        other = [rate.band for rate in runs_on if rate.vat_permille not in (0, tax)]
        found[one.pk] = Outlook(_unpriced(one, bands, rates, (day, horizon)), left, other)
    return found


def _unpriced(
    contract: Contract, bands: Sequence[Band], rates: Sequence[Rate], span: tuple[date, date]
) -> list[tuple[str, date]]:
    """Each band with the first day of the span, within the contract, on which no price holds."""
    first, last = max(contract.from_on, span[0]), min(contract.until_on, span[1])
    ends = sorted({rate.until_on + timedelta(days=1) for rate in rates if rate.until_on} | {first})
    lacks = []
    for band in bands:
        gap = next((day for day in ends if first <= day <= last and rate_on(rates, band.slug, day) is None), None)
        if gap:
            lacks.append((band.slug, gap))
    return lacks
