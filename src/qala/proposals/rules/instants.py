"""Terms counted to the minute, for promises in hours and days.

Only time on open days passes; a start on a closed day counts from the next open midnight; an end at midnight before
a closed day moves to the next open midnight. With an empty calendar this gives all 33 deadlines of Signalen's tests
(Amsterdam/signals, `test_deadlines.py`). The statute counts days instead: see `clock`.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from qala.kernel.calendar import ONE_DAY, WorkCalendar
from qala.kernel.clock import CITY

IsOpen = Callable[[date], bool]
Wait = tuple[datetime, datetime]


class Unit(StrEnum):
    HOURS = "hours"
    DAYS = "days"


@dataclass(frozen=True)
class Term:
    """``amount`` hours or days, times ``factor`` (Signalen's second deadline); ``working`` skips days off."""

    amount: int
    unit: Unit = Unit.DAYS
    working: bool = True
    factor: int = 1

    @property
    def length(self) -> timedelta:
        return timedelta(**{self.unit.value: self.amount}) * self.factor


def due_at(start: datetime, term: Term, calendar: WorkCalendar, waits: Iterable[Wait] = ()) -> datetime:
    """When the term ends. Aware instants are counted on the city's wall clock; waits do not count."""
    is_open: IsOpen = calendar.is_working if term.working else _always
    if start.tzinfo is None:
        return _spend(start, term.length, is_open, sorted(waits))
    walls = sorted((_wall(begin), _wall(end)) for begin, end in waits)
    return _spend(_wall(start), term.length, is_open, walls).replace(tzinfo=CITY)


def _always(_day: date) -> bool:
    return True


def _wall(instant: datetime) -> datetime:
    return instant.astimezone(CITY).replace(tzinfo=None)


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time())


def _snap(moment: datetime, is_open: IsOpen, waits: list[Wait]) -> datetime:
    """The first moment from here on that counts."""
    while True:
        if not is_open(moment.date()):
            moment = _midnight(moment.date() + ONE_DAY)
            continue
        later = max((end for begin, end in waits if begin <= moment < end), default=moment)
        if later == moment:
            return moment
        moment = later


def _spend(start: datetime, left: timedelta, is_open: IsOpen, waits: list[Wait]) -> datetime:
    moment = _snap(start, is_open, waits)
    while left > timedelta():
        ends = [_midnight(moment.date() + ONE_DAY), *(begin for begin, _ in waits if begin > moment)]
        spent = min(left, min(ends) - moment)
        left -= spent
        moment = _snap(moment + spent, is_open, waits)
    return moment
