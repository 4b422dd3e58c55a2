"""The arithmetic of school: grades, ages, which days are lesson days, who was there."""

from qala.roster.rules.ages import age_at_school, is_odd_age
from qala.roster.rules.days import HOLIDAY, LESSONS, SchoolCalendar
from qala.roster.rules.grades import FIRST_GRADE, LAST_GRADE, SCHOOL_GRADES, Band, band_of
from qala.roster.rules.presence import Presence, joined

__all__ = [
    "FIRST_GRADE",
    "HOLIDAY",
    "LAST_GRADE",
    "LESSONS",
    "SCHOOL_GRADES",
    "Band",
    "Presence",
    "SchoolCalendar",
    "age_at_school",
    "band_of",
    "is_odd_age",
    "joined",
]
