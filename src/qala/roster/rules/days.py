"""Which days are lesson days. Pure: marks, terms and the city's calendar are handed in."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from qala.kernel.calendar import SATURDAY, WorkCalendar

LESSONS, HOLIDAY = "lessons", "holiday"
SIX_DAYS = 6


@dataclass(frozen=True)
class SchoolCalendar:
    """A school's days: the newest mark of a day wins; else lessons within a term on a working day, else a holiday.

    ``version`` is the number of the newest mark looked at, 0 where there is none: whoever pays by this calendar
    writes the version down and can ask for the same calendar again.
    """

    work: WorkCalendar = field(default_factory=WorkCalendar)
    terms: tuple[tuple[date, date], ...] = ()
    marks: Mapping[date, str] = field(default_factory=dict)
    days_a_week: int = 5
    version: int = 0

    def planned(self, day: date) -> str:
        """What the year's plan says of a day, before any mark."""
        if not any(first <= day <= last for first, last in self.terms):
            return HOLIDAY
        saturday = self.days_a_week == SIX_DAYS and day.weekday() == SATURDAY and day not in self.work.free
        return LESSONS if saturday or self.work.is_working(day) else HOLIDAY

    def kind(self, day: date) -> str:
        return self.marks.get(day) or self.planned(day)

    def is_open(self, day: date) -> bool:
        """Tell whether there are lessons on a day."""
        return self.kind(day) == LESSONS

    def open_days(self, first: date, last: date) -> tuple[date, ...]:
        """Return the lesson days from the first to the last day, both counted."""
        days = (first + timedelta(days=n) for n in range((last - first).days + 1))
        return tuple(day for day in days if self.is_open(day))
