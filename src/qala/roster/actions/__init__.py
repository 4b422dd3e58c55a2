"""Every change to the register, one function each."""

from qala.roster.actions.bulk import Place, Seat, Sheet, enrol_many, issue_cards, open_classes, submit_many
from qala.roster.actions.cards import issue_card, withdraw_card
from qala.roster.actions.days import mark_day, submit_attendance
from qala.roster.actions.pupils import enrol, leave, transfer
from qala.roster.actions.schools import found_school, name_teacher, open_class, open_year

__all__ = [
    "Place",
    "Seat",
    "Sheet",
    "enrol",
    "enrol_many",
    "found_school",
    "issue_card",
    "issue_cards",
    "leave",
    "mark_day",
    "name_teacher",
    "open_class",
    "open_classes",
    "open_year",
    "submit_attendance",
    "submit_many",
    "transfer",
    "withdraw_card",
]
