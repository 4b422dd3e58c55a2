"""Working days as pure arithmetic. Who decides which days are free is `kernel.queries.city_calendar`."""

from dataclasses import dataclass
from datetime import date, timedelta

ONE_DAY = timedelta(days=1)
SATURDAY = 5


@dataclass(frozen=True)
class WorkCalendar:
    """Free days (holidays and days moved to) and working weekend days (days moved from)."""

    free: frozenset[date] = frozenset()
    working: frozenset[date] = frozenset()

    def is_working(self, day: date) -> bool:
        """A moved working day wins over the weekend; a holiday wins over Monday to Friday."""
        if day in self.working:
            return True
        return day.weekday() < SATURDAY and day not in self.free

    def next_working(self, day: date) -> date:
        """The day itself if people work on it, else the first one after it."""
        while not self.is_working(day):
            day += ONE_DAY
        return day

    def add(self, day: date, working_days: int) -> date:
        """The last of ``working_days`` working days after ``day``; the day itself is not counted."""
        if working_days < 0:
            raise ValueError("working days are counted forward")
        for _ in range(working_days):
            day = self.next_working(day + ONE_DAY)
        return day

    def between(self, start: date, end: date) -> int:
        """Working days after ``start`` up to and including ``end``; negative when ``end`` lies before."""
        if end < start:
            return -self.between(end, start)
        return sum(self.is_working(start + ONE_DAY * n) for n in range(1, (end - start).days + 1))
