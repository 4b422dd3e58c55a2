"""Which month a page speaks of."""

from collections.abc import Mapping
from datetime import date

from qala.kernel.clock import today
from qala.meals.models import Meal, Timesheet

YEARS_AROUND = 100


def month_asked(asked: Mapping[str, str], word: str = "month") -> date:
    """The first day of the month an address names («2026-11»), of this month where it names none or a strange one."""
    this = today().replace(day=1)
    try:
        month = date.fromisoformat(f"{asked.get(word, '')}-01")
    except ValueError:
        return this
    return month if abs(month.year - this.year) <= YEARS_AROUND else this


def known_months(most: int = 12) -> list[date]:
    """Months with a timesheet or a meal, and this one; newest first."""
    told = {today().replace(day=1), *Timesheet.objects.values_list("month", flat=True).distinct()}
    newest = Meal.objects.order_by("-day").values_list("day", flat=True).first()
    if newest:
        told.add(newest.replace(day=1))
    return sorted(told, reverse=True)[:most]
