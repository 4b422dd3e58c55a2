"""Age on a day. Full age in Kazakhstan begins at 18 years (Civil Code, article 17)."""

from datetime import date

FULL_AGE = 18


def birthday_in(born: date, year: int) -> date:
    """Return the birthday in a year; a child of 29 February has it on 1 March where the day is missing."""
    try:
        return born.replace(year=year)
    except ValueError:
        return date(year, 3, 1)


def age_on(born: date, day: date) -> int:
    """Return full years on a day; negative before birth is refused as a mistake."""
    if day < born:
        message = "A person has no age before birth."
        raise ValueError(message)
    return day.year - born.year - (day < birthday_in(born, day.year))


def comes_of_age_on(born: date) -> date:
    """Return the first day of full age."""
    return birthday_in(born, born.year + FULL_AGE)


def is_minor(born: date, day: date) -> bool:
    """Tell whether a person is under full age on a day."""
    return day < comes_of_age_on(born)
