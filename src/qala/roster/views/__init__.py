"""Pages of the register: the school's desk, a class and its day, the calendar, a parent's children."""

from qala.roster.views.calendar import calendar
from qala.roster.views.cards import card, cards, teacher
from qala.roster.views.children import children
from qala.roster.views.classes import school_class
from qala.roster.views.schools import school, schools

__all__ = ["calendar", "card", "cards", "children", "school", "school_class", "schools", "teacher"]
