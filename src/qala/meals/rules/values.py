"""The numbers a city sets for its meals: what each may be. A number outside is a slip of the hand, not a policy."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Bounds:
    """A setting's unit, and the least and greatest number that makes sense of it; both count."""

    unit: str
    least: int
    most: int


#: Counted from midnight in the city's time: 600 is ten o'clock.
CLOCK = "minute of the day"
KNOWN = {
    "last_free_grade": Bounds("grade", 0, 12),
    "services_a_day": Bounds("meals", 1, 5),
    "breakfast_opens": Bounds(CLOCK, 0, 1439),
    "breakfast_closes": Bounds(CLOCK, 0, 1439),
    "lunch_opens": Bounds(CLOCK, 0, 1439),
    "lunch_closes": Bounds(CLOCK, 0, 1439),
    "attendance_factor_permille": Bounds("permille", 1, 1000),
    "collegial_cap_permille": Bounds("permille", 0, 1000),
    "provisional_days": Bounds("working days", 1, 30),
    "provisional_cap_permille": Bounds("permille", 0, 1000),
    "offline_days": Bounds("days", 1, 30),
    "qr_seconds": Bounds("seconds", 10, 600),
    "roster_days": Bounds("school days", 1, 30),
    "parent_window_days": Bounds("days", 1, 31),
    "contest_again_days": Bounds("working days", 1, 30),
    "small_group": Bounds("meals", 10, 100),
    "line_seconds": Bounds("seconds", 1, 60),
    "growth_permille": Bounds("permille", 0, 5000),
    "report_day": Bounds("day of month", 1, 28),
    "payment_days": Bounds("days", 1, 90),
    "capacity_permille": Bounds("permille", 100, 5000),
    "flat_days": Bounds("school days", 2, 31),
    "fast_scans": Bounds("scans", 1, 1000),
    "after_hours_minutes": Bounds("minutes", 0, 600),
    "after_hours_scans": Bounds("scans", 1, 1000),
    "denials": Bounds("meals", 1, 100),
    "confirmations_by_one": Bounds("meals", 1, 1000),
    "tariff_warning_days": Bounds("days", 1, 365),
    "moves_a_year": Bounds("moves", 1, 20),
    "arrivals_permille": Bounds("permille", 1, 1000),
    "leftover_grams": Bounds("grams a meal", 1, 2000),
    "terminal_metres": Bounds("metres", 10, 20000),
    "vat_permille": Bounds("permille", 0, 500),
}


@dataclass(frozen=True)
class ToldSetting:
    """A number from a day on, and who says so."""

    slug: str
    value: int
    from_on: date
    source: str
    verified: bool


@dataclass(frozen=True)
class ToldBand:
    """A band of ages (the upper one no longer in it) from a day on, its title by language, and who says so."""

    slug: str
    titles: tuple[str, str, str]
    from_age: int
    until_age: int
    from_on: date
    source: str
    verified: bool


def overlapping(bands: list[ToldBand]) -> set[tuple[str, date]]:
    """Bands of one first day that share an age, by slug and day: a child would have two prices."""
    return {
        (one.slug, one.from_on)
        for one in bands
        for other in bands
        if one is not other
        and one.from_on == other.from_on
        and one.from_age < other.until_age
        and other.from_age < one.until_age
    }
