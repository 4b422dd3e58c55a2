"""Questions about schools and pupils."""

from qala.roster.queries.days import calendar_of, calendar_version, calendars_of, is_open, open_days
from qala.roster.queries.presence import class_presence, present_at, present_on, submitted
from qala.roster.queries.pupils import (
    card_of,
    class_roster,
    eligible,
    enrolment_on,
    enrolments_on,
    pupil_by_card,
    pupils_of,
    pupils_of_guardian,
)
from qala.roster.queries.schools import classes_of, school_by_slug, schools, schools_of, year_on

__all__ = [
    "calendar_of",
    "calendar_version",
    "calendars_of",
    "card_of",
    "class_presence",
    "class_roster",
    "classes_of",
    "eligible",
    "enrolment_on",
    "enrolments_on",
    "is_open",
    "open_days",
    "present_at",
    "present_on",
    "pupil_by_card",
    "pupils_of",
    "pupils_of_guardian",
    "school_by_slug",
    "schools",
    "schools_of",
    "submitted",
    "year_on",
]
