"""Longer terms: only by a reasoned, signed decision, at most two months, and never silently (350-VI, art. 76).

From which day the two months count is unverified; we count from registration, the strictest reading for the city.
"""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date

from qala.kernel.calendar import WorkCalendar

MAX_MONTHS = 2


@dataclass(frozen=True)
class Extension:
    """A decision to take longer. ``notice_on`` is the day the author's notice was really sent."""

    decided_on: date
    until_on: date
    has_reason: bool
    is_signed: bool  # by the head or a deputy
    notice_on: date | None = None


def months_later(day: date, months: int) -> date:
    """The same day of a later month, or that month's last day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def longest_until(registered: date) -> date:
    """The last day to which a term can be extended."""
    return months_later(registered, MAX_MONTHS)


def notice_by(extension: Extension, calendar: WorkCalendar, working_days: int) -> date:
    """The last day to tell the author."""
    return calendar.add(extension.decided_on, working_days)


def problems(
    extension: Extension, *, registered: date, due_on: date, calendar: WorkCalendar, notice_days: int
) -> tuple[str, ...]:
    """Slugs of what makes this extension void; empty when it counts. ``due_on`` is the date it moves."""
    found = []
    if not extension.has_reason:
        found.append("reason_missing")
    if not extension.is_signed:
        found.append("signature_missing")
    if extension.decided_on > due_on:
        found.append("decided_too_late")
    if extension.until_on > longest_until(registered):
        found.append("longer_than_two_months")
    if extension.notice_on is None:
        found.append("notice_not_sent")
    elif extension.notice_on > notice_by(extension, calendar, notice_days):
        found.append("notice_late")
    return tuple(found)
