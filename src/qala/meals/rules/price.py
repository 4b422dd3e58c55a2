"""What one meal costs: the contract's tariff for the child's age band on that day, with the VAT rule spelt out.

Money is integer tiyn; rounding happens once, here, half up (`ledger-and-log.md`, section 2, rule 1).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Band:
    """An age band of the feeding norm: from the birthday on which `from_age` is reached, before `until_age`."""

    slug: str
    from_age: int
    until_age: int


@dataclass(frozen=True)
class Rate:
    """A tariff row. `vat_permille` of the price before tax; with `vat_included` the tariff holds the tax already."""

    band: str
    from_on: date
    until_on: date | None
    tiyn: int
    vat_permille: int
    vat_included: bool

    def covers(self, band: str, day: date) -> bool:
        return self.band == band and self.from_on <= day and (self.until_on is None or day <= self.until_on)


@dataclass(frozen=True)
class Terms:
    """What a contract's paper says of one band's price, before the other party agrees. Tiyn; tax as in `Rate`."""

    band: str
    tiyn: int
    vat_permille: int
    vat_included: bool
    act: str
    source: str


@dataclass(frozen=True)
class Price:
    """What is paid for a meal, and the tax within it."""

    tiyn: int
    vat_tiyn: int


def age_on(birth: date, day: date) -> int:
    """Whole years on a day; somebody born on 29 February grows a year older on 1 March."""
    return day.year - birth.year - ((day.month, day.day) < (birth.month, birth.day))


def band_on(bands: Sequence[Band], birth: date, day: date) -> Band | None:
    """The band a child belongs to on a day; the youngest band takes in who is younger, the oldest who is older."""
    if not bands:
        return None
    ordered, age = sorted(bands, key=lambda band: band.from_age), age_on(birth, day)
    if age < ordered[0].from_age:
        return ordered[0]
    return next((band for band in ordered if band.from_age <= age < band.until_age), ordered[-1])


def rate_on(rates: Sequence[Rate], band: str, day: date) -> Rate | None:
    """The latest row that has begun, if it still holds; none: then nothing is payable, and the child still eats."""
    begun = [rate for rate in rates if rate.band == band and rate.from_on <= day]
    latest = max(begun, key=lambda rate: rate.from_on, default=None)
    return latest if latest and latest.covers(band, day) else None


def price(rate: Rate) -> Price:
    """The price of one meal with the tax in it, in tiyn."""
    if rate.vat_included:
        return Price(rate.tiyn, half_up(rate.tiyn * rate.vat_permille, 1000 + rate.vat_permille))
    vat = half_up(rate.tiyn * rate.vat_permille, 1000)
    return Price(rate.tiyn + vat, vat)


def half_up(numerator: int, denominator: int) -> int:
    """`numerator / denominator`, rounded to the nearest integer, a half upwards (both positive)."""
    return (2 * numerator + denominator) // (2 * denominator)
