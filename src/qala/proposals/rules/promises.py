"""The city's own promise for a case: it runs until someone else confirms the repair.

A contest opens a new term and old terms stay visible; a planned date takes the place of the current term,
and each earlier date stays on the list (assumption; ng.kz, 22 Jan 2026: a voted project stuck without a word).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from qala.kernel.calendar import WorkCalendar
from qala.kernel.clock import CITY
from qala.proposals.rules.instants import Term, Wait, due_at

#: Nobody answers for what lies further off; beyond it a day is a slip of the hand (assumption, like a long credit).
LONGEST_YEARS = 10


def latest_day(said_on: date) -> date:
    """The last day that may be promised, ordered or named for review on a day."""
    year, month, day = said_on.year + LONGEST_YEARS, said_on.month, said_on.day
    return date(year, month, 28 if (month, day) == (2, 29) else day)


@dataclass(frozen=True)
class PromisedTerm:
    """One promise: when it began, until when it was given, and whether it was kept (None: still running)."""

    opened_at: datetime
    due_at: datetime
    closed_at: datetime | None
    why: str  # "submitted", "contested" or "planned"

    def is_late(self, now: datetime) -> bool:
        return (self.closed_at or now) > self.due_at


@dataclass(frozen=True)
class PromiseClock:
    """Every promise given for a case; the last one is the one that runs."""

    terms: tuple[PromisedTerm, ...]
    redates: int

    @property
    def current(self) -> PromisedTerm:
        return self.terms[-1]

    @property
    def due_at(self) -> datetime:
        return self.current.due_at

    def is_overdue(self, now: datetime) -> bool:
        return self.current.is_late(now)


def end_of_day(day: date) -> datetime:
    """The last moment of a day in the city."""
    return datetime(day.year, day.month, day.day, tzinfo=CITY) + timedelta(days=1) - timedelta(microseconds=1)


@dataclass(frozen=True)
class Planning:
    """A date given on some moment."""

    said_at: datetime
    due_on: date


def promise_clock(  # noqa: PLR0913 - a promise is a function of exactly these
    *,
    opened_at: Sequence[datetime],
    term: Term,
    calendar: WorkCalendar,
    waits: Iterable[Wait] = (),
    plans: Sequence[Planning] = (),
    ended_at: datetime | None = None,
) -> PromiseClock:
    """Read the promise from its openings (submission, then contests), planned dates and its end."""
    if not opened_at:
        raise ValueError("a promise begins with a submission")
    still = tuple(waits)
    begun = [(at, due_at(at, term, calendar, still), "contested") for at in opened_at]
    begun[0] = (*begun[0][:2], "submitted")
    begun += [(plan.said_at, end_of_day(plan.due_on), "planned") for plan in plans]
    begun.sort(key=lambda one: one[0])
    closings = [one[0] for one in begun[1:]] + [ended_at]
    terms = tuple(PromisedTerm(at, due, closed, why) for (at, due, why), closed in zip(begun, closings, strict=True))
    return PromiseClock(terms, redates=max(0, len(plans) - 1))
