"""How long the secret address of a calendar opens it."""

from datetime import date, timedelta

#: A year, as an appointment is looked at yearly (assumption): an address that was passed on dies by itself.
DAYS = 365


def last_day(made_on: date) -> date:
    """The last day on which an address made on a day still works."""
    return made_on + timedelta(days=DAYS)
