"""Persons and what is known of them, organisations, appointments, guardianship, consents, accounts."""

from qala.people.models.accounts import Account, AccountQuerySet, AdminSession
from qala.people.models.appointments import Appointment, AppointmentQuerySet
from qala.people.models.organisations import Organisation, OrganisationKind, OrganisationQuerySet
from qala.people.models.persons import (
    Contact,
    ContactKind,
    ErasureReason,
    Identity,
    Person,
    PersonQuerySet,
)
from qala.people.models.trust import (
    Consent,
    ConsentText,
    Guardianship,
    GuardianshipBasis,
    RetentionRule,
)

__all__ = [
    "Account",
    "AccountQuerySet",
    "AdminSession",
    "Appointment",
    "AppointmentQuerySet",
    "Consent",
    "ConsentText",
    "Contact",
    "ContactKind",
    "ErasureReason",
    "Guardianship",
    "GuardianshipBasis",
    "Identity",
    "Organisation",
    "OrganisationKind",
    "OrganisationQuerySet",
    "Person",
    "PersonQuerySet",
    "RetentionRule",
]
