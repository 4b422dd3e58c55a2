"""How long anything about a person is kept.

Contact goes first, because it is only needed to answer; then everything, leaving a tombstone. The clock starts
on the day the city last needed the person: the last case closed, the last sign-in, the end of an appointment.
The periods are dated rows with a source (`Keeping`); the statute's own text on them is unverified.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta


@dataclass(frozen=True, slots=True)
class Keeping:
    """One dated rule of retention: how many days after the last need contact and person are kept."""

    from_on: date
    contact_days: int
    person_days: int
    source: str

    def __post_init__(self) -> None:
        if not 0 <= self.contact_days <= self.person_days:
            message = "Contact is erased no later than the person."
            raise ValueError(message)


def keeping_on(day: date, keepings: Iterable[Keeping]) -> Keeping:
    """Return the rule in force on a day; before the first rule the first one holds."""
    ordered = sorted(keepings, key=lambda keeping: keeping.from_on)
    return next((keeping for keeping in reversed(ordered) if keeping.from_on <= day), ordered[0])


def contact_expires_on(last_needed_on: date, keeping: Keeping) -> date:
    """Return the first day on which contact is no longer kept."""
    return last_needed_on + timedelta(days=keeping.contact_days)


def person_expires_on(last_needed_on: date, keeping: Keeping) -> date:
    """Return the first day on which nothing but the tombstone is kept."""
    return last_needed_on + timedelta(days=keeping.person_days)
