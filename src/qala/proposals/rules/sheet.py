"""What a resident handed in, as clean values: every door (form, phone, meeting, Open311, import) fills one sheet."""

from dataclasses import dataclass, field, fields
from datetime import datetime

SHORTEST, LONGEST = 3, 4_000


@dataclass(frozen=True)
class AuthorSheet:
    """Who speaks and how to answer; all optional. The law asks an appeal for name, address and signature."""

    person_id: str = ""
    name: str = ""
    iin: str = ""
    postal_address: str = ""
    phone: str = ""
    email: str = ""

    @property
    def is_empty(self) -> bool:
        return not any((self.person_id, self.name, self.iin, self.postal_address, self.phone, self.email))

    def merged(self, newer: "AuthorSheet") -> "AuthorSheet":
        """These values, replaced by what was typed anew: an empty field takes nothing away."""
        return AuthorSheet(**{one.name: getattr(newer, one.name) or getattr(self, one.name) for one in fields(self)})

    def missing_for_appeal(self) -> tuple[str, ...]:
        """Fields the law asks (350-VI, art. 63) that are still empty; IIN only "if any"."""
        named = {"name": self.name, "postal_address": self.postal_address}
        return tuple(field_name for field_name, value in named.items() if not value)


@dataclass(frozen=True)
class Sheet:
    """One submission. `device` is a digest of the device cookie, kept only for an hourly count, `abuse.UNNAMED` where
    a public page got none, or empty where an officer or a program vouches; `was_opened` says that the placard's funnel
    has counted this page as opened already.
    """

    text: str
    language: str = "kk"
    track: str = "signal"
    kind: str = "proposal"
    channel: str = "site"
    category: str = ""
    suggested: tuple[tuple[str, float], ...] = ()
    placard_id: int | None = None
    landmark_id: int | None = None
    street_id: int | None = None
    district_id: str | None = None
    longitude: float | None = None
    latitude: float | None = None
    place_text: str = ""
    author: AuthorSheet = field(default_factory=AuthorSheet)
    identity: str = "anonymous"
    by_minor: bool = False
    device: str = ""
    was_opened: bool = False
    held_for: str = ""
    visibility: str = "public"
    received_at: datetime | None = None
    accepted_by: str = ""
