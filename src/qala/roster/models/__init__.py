"""Schools and their years, classes, pupils, enrolments, school days and attendance."""

from qala.roster.models.days import Attendance, DayKind, DayReason, SchoolDay, SchoolDayNote
from qala.roster.models.pupils import Enrolment, LeavingReason, Pupil, PupilCard, WithdrawalReason
from qala.roster.models.schools import School, SchoolClass, SchoolKind, SchoolYear, TeachingLanguage, Term

__all__ = [
    "Attendance",
    "DayKind",
    "DayReason",
    "Enrolment",
    "LeavingReason",
    "Pupil",
    "PupilCard",
    "School",
    "SchoolClass",
    "SchoolDay",
    "SchoolDayNote",
    "SchoolKind",
    "SchoolYear",
    "TeachingLanguage",
    "Term",
    "WithdrawalReason",
]
