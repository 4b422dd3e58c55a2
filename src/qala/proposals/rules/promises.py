"""How far ahead the city may promise: a day that nobody now at work will answer for is no promise."""

from datetime import date

#: Nobody answers for what lies further off; beyond it a day is a slip of the hand (assumption, like a long credit).
LONGEST_YEARS = 10


def latest_day(said_on: date) -> date:
    """The last day that may be promised, ordered or named for review on a day."""
    year, month, day = said_on.year + LONGEST_YEARS, said_on.month, said_on.day
    return date(year, month, 28 if (month, day) == (2, 29) else day)
