"""How old pupils are. The law on education admits to grade 1 from the year a child turns six."""

from datetime import date

from qala.people.rules.ages import age_on

YOUNGEST_BEYOND_GRADE, OLDEST_BEYOND_GRADE = 4, 10


def age_at_school(born: date | None, day: date) -> int | None:
    """Return full years on a day, or None where the birth date is unknown, erased or still to come."""
    return None if born is None or born > day else age_on(born, day)


def is_odd_age(grade: int, born: date, day: date) -> bool:
    """Tell whether an age is so far from the grade that somebody should look; it refuses nobody."""
    age = age_at_school(born, day)
    return age is None or not grade + YOUNGEST_BEYOND_GRADE <= age <= grade + OLDEST_BEYOND_GRADE
