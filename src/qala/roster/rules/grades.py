"""Grades and what they are grouped into. Grade 0 is the year before school."""

from enum import StrEnum

FIRST_GRADE, LAST_GRADE = 0, 12
SCHOOL_GRADES = range(1, 12)


class Band(StrEnum):
    """The stages of schooling, by the law on education."""

    PRESCHOOL = "preschool"
    PRIMARY = "primary"
    BASIC = "basic"
    SENIOR = "senior"


LAST_OF_BAND = ((0, Band.PRESCHOOL), (4, Band.PRIMARY), (9, Band.BASIC), (LAST_GRADE, Band.SENIOR))


def band_of(grade: int) -> Band:
    """Return the stage a grade belongs to; a grade there is not is a ValueError."""
    if not FIRST_GRADE <= grade <= LAST_GRADE:
        raise ValueError(f"there is no grade {grade}")
    return next(band for last, band in LAST_OF_BAND if grade <= last)
