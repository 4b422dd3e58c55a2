"""The numbers of this part, as their dated rows say."""

from datetime import date, time, timedelta

from qala.kernel.clock import today
from qala.kernel.queries import city_calendar
from qala.meals.models import Service, Setting

#: Where the register holds no row for the day. Each stands in a migration as a row with its source.
DEFAULTS = {
    "last_free_grade": 4,
    "services_a_day": 1,
    "breakfast_opens": 465,
    "breakfast_closes": 600,
    "lunch_opens": 600,
    "lunch_closes": 930,
    "attendance_factor_permille": 938,
    "collegial_cap_permille": 1000,
    "provisional_days": 5,
    "provisional_cap_permille": 50,
    "offline_days": 5,
    "qr_seconds": 60,
    "roster_days": 5,
    "parent_window_days": 7,
    "contest_again_days": 5,
    "small_group": 10,
    "line_seconds": 2,
    "growth_permille": 150,
    "report_day": 5,
    "payment_days": 15,
    "capacity_permille": 1000,
    "flat_days": 5,
    "fast_scans": 10,
    "after_hours_minutes": 30,
    "after_hours_scans": 5,
    "denials": 3,
    "confirmations_by_one": 20,
    "tariff_warning_days": 90,
    "moves_a_year": 3,
    "arrivals_permille": 50,
    "leftover_grams": 150,
    "terminal_metres": 500,
    "vat_permille": 160,
}


def setting(slug: str, on: date | None = None) -> int:
    """The value that holds on a day."""
    rows = Setting.objects.filter(slug=slug, from_on__lte=on or today()).order_by("-from_on")
    found = rows.values_list("value", flat=True).first()
    return DEFAULTS[slug] if found is None else found


def hours(service: Service, on: date | None = None) -> tuple[time, time]:
    """When a meal of the day begins and ends, in the city's time."""
    opens, closes = (setting(f"{service.slug}_{end}", on) for end in ("opens", "closes"))
    return time(*divmod(opens, 60)), time(*divmod(closes, 60))


def offline_window() -> timedelta:
    """How long a phone may be without a network and still hand in."""
    return timedelta(days=setting("offline_days"))


def decide_until(on: date | None = None) -> date:
    """The last day on which a provisional service can be confirmed: working days."""
    day = on or today()
    return city_calendar().add(day, setting("provisional_days", day))


def contest_until(day: date) -> date:
    """The last day for others to contest a meal whose contest was taken back on `day`: working days."""
    return city_calendar().add(day, setting("contest_again_days", day))
