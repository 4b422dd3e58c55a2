"""Pages of people: my cabinet, who holds what, the administrator's work."""

from qala.people.views.administration import (
    admin_session,
    end_admin_session,
    end_of_appointment,
    new_appointment,
    new_colleague,
    new_organisation,
)
from qala.people.views.appointments import appointments
from qala.people.views.cabinet import consent, contacts, erase, language, me

__all__ = [
    "admin_session",
    "appointments",
    "consent",
    "contacts",
    "end_admin_session",
    "end_of_appointment",
    "erase",
    "language",
    "me",
    "new_appointment",
    "new_colleague",
    "new_organisation",
]
