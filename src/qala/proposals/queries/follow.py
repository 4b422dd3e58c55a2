"""Follow-up codes: who shows the code of a case is its author. Nothing is stored; codes are derived.

A case that an officer wrote down has a second code, which the officer reads aloud or prints and so knows. Its holder
reads, answers, objects and follows, but never closes the case nor changes who the author is
(docs/decisions/talons-in-two-hands.md).
"""

import hmac
from dataclasses import dataclass
from hashlib import sha256

from django.conf import settings

from qala.proposals.models import Author, Channel, Proposal
from qala.proposals.rules.sheet import AuthorSheet

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
OWN, HANDED = b"follow:", b"handed:"
BY_HAND = (Channel.PHONE, Channel.DESK, Channel.MEETING)
LENGTH = 12  # 60 bits: not to be guessed, still typeable


@dataclass(frozen=True)
class Holder:
    """An unnamed author who shows the code; `handed`, where an officer knows it too. The key never links two cases."""

    follows: int
    handed: bool = False

    @property
    def actor_key(self) -> str:
        return f"talon:{self.follows}" if self.handed else f"author:{self.follows}"


def follow_code(proposal: Proposal) -> str:
    """The secret part of the talon's address, for the author's eyes only."""
    return _code(proposal, settings.PLACARD_KEYS[0])


def handed_code(proposal: Proposal) -> str:
    """The code an officer hands out: it opens the same talon with less power."""
    return _code(proposal, settings.PLACARD_KEYS[0], HANDED)


def given_code(proposal: Proposal) -> str:
    """The code for whoever sent the case, be it again: never the author's own where an officer's hand wrote it."""
    return handed_code(proposal) if is_written_down(proposal) else follow_code(proposal)


def code_of(by: Holder, proposal: Proposal) -> str:
    """The code its holder has shown."""
    return handed_code(proposal) if by.handed else follow_code(proposal)


def is_written_down(proposal: Proposal) -> bool:
    """An officer took it in by phone, at a desk or at a meeting."""
    return proposal.channel in BY_HAND and proposal.accepted_by.startswith("person:")


def holder(number: str, code: str) -> tuple[Proposal, Holder] | None:
    """The case of a talon and its holder, or None where number and code do not belong together."""
    proposal = case_numbered(number)
    if proposal is None:
        return None
    shown = code.strip().upper().replace("-", "").translate(str.maketrans("OIL", "011"))
    for key in settings.PLACARD_KEYS:
        for use in (OWN, HANDED):
            if hmac.compare_digest(_code(proposal, key, use).encode(), shown.encode()):
                return proposal, Holder(proposal.pk, handed=use == HANDED)
    return None


def case_numbered(number: str) -> Proposal | None:
    """The case of a talon's number, with its author."""
    serial = number.rpartition("-")[2]
    if not serial.isascii() or not serial.isdigit():
        return None
    proposal = Proposal.objects.select_related("author").filter(pk=int(serial[:12])).first()
    return proposal if proposal is not None and proposal.number == number else None


def _code(proposal: Proposal, key: str, use: bytes = OWN) -> str:
    digest = hmac.digest(key.encode(), use + proposal.uid.bytes, sha256)
    bits = int.from_bytes(digest[:8])
    return "".join(ALPHABET[(bits >> (5 * place)) & 31] for place in range(LENGTH))


def author_sheet(row: Author | None) -> AuthorSheet:
    """What is known of an author, as the same clean values that a form fills."""
    if row is None:
        return AuthorSheet()
    person = str(row.person_id) if row.person_id else ""
    return AuthorSheet(person, row.name, row.iin, row.postal_address, row.phone, row.email)


def own_contacts(proposal: Proposal) -> dict[str, str]:
    """Where a code may go that proves a handed talon to be the author's: what was given at the beginning."""
    author = getattr(proposal, "author", None)
    told = {"sms": author.phone, "email": author.email} if author is not None else {}
    return {way: address for way, address in told.items() if address}
