"""The arithmetic of persons: numbers, names, ages, roles and how long anything about a person is kept."""

from qala.people.rules.ages import age_on, comes_of_age_on, is_minor
from qala.people.rules.names import Name
from qala.people.rules.newcomers import (
    Newcomer,
    clean_contact,
    clean_name,
    clean_text,
    cleaned,
    contact_fault,
    newcomer_faults,
)
from qala.people.rules.numbers import (
    Doubt,
    Fault,
    bin_doubts,
    check_digit,
    fault_of,
    iin_birth_on,
    iin_doubts,
    is_valid,
    plain,
)
from qala.people.rules.retention import Keeping, contact_expires_on, keeping_on, person_expires_on
from qala.people.rules.roles import ROLES, ROLES_OF_OFFICE, Role, role

__all__ = [
    "ROLES",
    "ROLES_OF_OFFICE",
    "Doubt",
    "Fault",
    "Keeping",
    "Name",
    "Newcomer",
    "Role",
    "age_on",
    "bin_doubts",
    "check_digit",
    "clean_contact",
    "clean_name",
    "clean_text",
    "cleaned",
    "comes_of_age_on",
    "contact_expires_on",
    "contact_fault",
    "fault_of",
    "iin_birth_on",
    "iin_doubts",
    "is_minor",
    "is_valid",
    "keeping_on",
    "newcomer_faults",
    "person_expires_on",
    "plain",
    "role",
]
