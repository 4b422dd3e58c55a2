"""A month stands for its first day."""

from datetime import date, timedelta


def month_after(month: date) -> date:
    """The first day of the next month."""
    return (month.replace(day=28) + timedelta(days=4)).replace(day=1)


def last_of(month: date) -> date:
    """The last day of a month."""
    return month_after(month) - timedelta(days=1)
