"""What a month must hold for each voucher: the child's price on every open lesson day, times the meals of a day."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID, uuid5

from django.db.models import Count, Sum

from qala.meals.models import AgeBand, Kitchen, MonthHold, Tariff, Voucher
from qala.meals.queries.counter import bands_on
from qala.meals.queries.settings import setting
from qala.meals.rules.months import last_of
from qala.meals.rules.price import Band, Rate, band_on, price, rate_on
from qala.roster.models import School
from qala.roster.queries import open_days

HOLDS = UUID("0d3b6a70-6c0e-4f0a-8a52-5a7d7d8f1f03")


@dataclass(frozen=True)
class Wanted:
    """The hold that a voucher's month needs; without money where something is missing, and what.

    Its part is how many holds the month has already.
    """

    voucher: Voucher
    contract: int
    tiyn: int
    missing: str = ""
    part: int = 0


def hold_key(voucher: UUID, month: date, contract: int, part: int = 0) -> UUID:
    """The key of a voucher's hold: made from what it is for, so that nobody holds twice."""
    return uuid5(HOLDS, f"hold:{voucher}:{month:%Y-%m}:{contract}" + (f":{part}" if part else ""))


def holding(school: School, month: date) -> list[Voucher]:
    """The vouchers of a school that hold on some day of a month."""
    rows = Voucher.objects.filter(school=school, active_from__lte=last_of(month))
    return [
        one for one in rows.select_related("pupil__person", "year")
        if (one.ended_on is None or one.ended_on > month) and one.year.last_on >= month
    ]  # fmt: skip


def wanted_holds(school: School, month: date, vouchers: Sequence[Voucher]) -> list[Wanted]:
    """What each voucher needs beyond what is held for it, in a handful of questions however many there are.

    A month that came to cost more (a day of lessons, a price) needs the difference, in whole meals of its dearest day:
    a meal is drawn from one hold, and the last crumbs of two pay for nothing.
    """
    days = open_days(school, month, last_of(month))
    kitchens = list(Kitchen.objects.filter(school=school, from_on__lte=last_of(month), until_on__gte=month))
    rows = MonthHold.objects.filter(voucher__in=vouchers, month=month).order_by().values("voucher_id", "contract_id")
    told = rows.annotate(parts=Count("pk"), held=Sum("tiyn"))
    have = {(row["voucher_id"], row["contract_id"]): (row["parts"], row["held"]) for row in told}
    rates: dict[int, list[Rate]] = {kitchen.contract_id: [] for kitchen in kitchens}
    for row in Tariff.objects.filter(contract__in=rates):
        rates[row.contract_id].append(row.as_rule())
    bands, times = list(AgeBand.objects.all()), setting("services_a_day", month)
    costs = _Costs({day: bands_on(bands, day) for day in days}, rates)
    found = []
    for kitchen in kitchens:
        contract, cooked = kitchen.contract_id, [day for day in days if kitchen.holds_on(day)]
        for voucher in vouchers if cooked else ():
            prices = costs.of(voucher, contract, cooked)
            parts, held = have.get((voucher.pk, contract), (0, 0))
            short = times * sum(prices) - held
            if not parts:
                found.append(Wanted(voucher, contract, short, "" if short else "no_tariff_or_birth_date"))
            elif short > 0:
                found.append(Wanted(voucher, contract, -(-short // max(prices)) * max(prices), part=parts))
    return found


class _Costs:
    """Prices by contract, band and day, asked for once each."""

    def __init__(self, bands: dict[date, list[Band]], rates: dict[int, list[Rate]]) -> None:
        self.bands, self.rates = bands, rates
        self.known: dict[tuple[int, str, date], int] = {}

    def of(self, voucher: Voucher, contract: int, days: Iterable[date]) -> list[int]:
        """Tiyn for a meal, for each of the days while the voucher runs."""
        birth = voucher.pupil.person.birth_on
        if birth is None or voucher.active_from is None:
            return []
        prices = []
        for day in days:
            if voucher.active_from <= day and (voucher.ended_on is None or day < voucher.ended_on):
                band = band_on(self.bands[day], birth, day)
                prices.append(self._price(contract, band.slug, day) if band else 0)
        return prices

    def _price(self, contract: int, band: str, day: date) -> int:
        key = (contract, band, day)
        if key not in self.known:
            rate = rate_on(self.rates[contract], band, day)
            self.known[key] = price(rate).tiyn if rate else 0
        return self.known[key]
