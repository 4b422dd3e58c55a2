"""Which days the city works."""

from datetime import date
from functools import lru_cache

import holidays
from django.db import connection

from qala.kernel.calendar import WorkCalendar
from qala.kernel.prepared import Prepared

FIRST_YEAR, LAST_YEAR = 2020, 2035
#: Plain SQL: every message that comes in asks for it.
OVERRIDES = Prepared("kernel_overrides", "SELECT day, is_working FROM kernel_dayoverride ORDER BY day")


def city_calendar() -> WorkCalendar:
    """Kazakhstan's calendar: the `holidays` package, then the dated override table, which wins."""
    with connection.cursor() as cursor:
        cursor.execute(OVERRIDES.on(cursor))
        return calendar_with(tuple(cursor.fetchall()))


@lru_cache(maxsize=8)
def calendar_with(overrides: tuple[tuple[date, bool], ...]) -> WorkCalendar:
    """The package's holidays and substituted working days, corrected by `overrides` (day, is_working)."""
    known = holidays.country_holidays("KZ", years=range(FIRST_YEAR, LAST_YEAR + 1))
    free = set(known) - {day for day, is_working in overrides if is_working}
    free |= {day for day, is_working in overrides if not is_working}
    working = {day for day, is_working in overrides if is_working}
    working |= set(getattr(known, "weekend_workdays", ())) - free
    return WorkCalendar(frozenset(free), frozenset(working))
