"""Every change to people, one function each."""

from qala.people.actions.doors import (
    close_admin_session,
    engage,
    note_admin_request,
    note_key_change,
    open_account,
    open_admin_session,
    welcome,
)
from qala.people.actions.erasing import erase_due_contacts, erase_due_persons, erase_person, keep
from qala.people.actions.offices import appoint, close_organisation, end_appointment, found_organisation
from qala.people.actions.persons import (
    choose_language,
    correct_name,
    enrol,
    enrol_many,
    remove_contact,
    write_contact,
)
from qala.people.actions.trust import (
    add_guardianship,
    add_guardianships,
    close_guardianship,
    give_consent,
    withdraw_consent,
    word_consent,
)

__all__ = [
    "add_guardianship",
    "add_guardianships",
    "appoint",
    "choose_language",
    "close_admin_session",
    "close_guardianship",
    "close_organisation",
    "correct_name",
    "end_appointment",
    "engage",
    "enrol",
    "enrol_many",
    "erase_due_contacts",
    "erase_due_persons",
    "erase_person",
    "found_organisation",
    "give_consent",
    "keep",
    "note_admin_request",
    "note_key_change",
    "open_account",
    "open_admin_session",
    "remove_contact",
    "welcome",
    "withdraw_consent",
    "word_consent",
    "write_contact",
]
