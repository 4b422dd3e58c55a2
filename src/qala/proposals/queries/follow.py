"""Follow-up codes: who shows the code of a case is its author. Nothing is stored; the code is derived."""

import hmac
from dataclasses import dataclass
from hashlib import sha256

from django.conf import settings

from qala.proposals.models import Author, Proposal
from qala.proposals.rules.sheet import AuthorSheet

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH = 12  # 60 bits: not to be guessed, still typeable


@dataclass(frozen=True)
class Holder:
    """An unnamed author who shows the code. The key never links two cases."""

    follows: int

    @property
    def actor_key(self) -> str:
        return f"author:{self.follows}"


def follow_code(proposal: Proposal) -> str:
    """The secret part of the talon's address."""
    return _code(proposal, settings.PLACARD_KEYS[0])


def holder(number: str, code: str) -> tuple[Proposal, Holder] | None:
    """The case of a talon and its holder, or None where number and code do not belong together."""
    proposal = case_numbered(number)
    if proposal is None:
        return None
    shown = code.strip().upper().replace("-", "").translate(str.maketrans("OIL", "011"))
    for key in settings.PLACARD_KEYS:
        if hmac.compare_digest(_code(proposal, key).encode(), shown.encode()):
            return proposal, Holder(proposal.pk)
    return None


def case_numbered(number: str) -> Proposal | None:
    """The case of a talon's number, with its author."""
    serial = number.rpartition("-")[2]
    if not serial.isascii() or not serial.isdigit():
        return None
    proposal = Proposal.objects.select_related("author").filter(pk=int(serial[:12])).first()
    return proposal if proposal is not None and proposal.number == number else None


def _code(proposal: Proposal, key: str) -> str:
    digest = hmac.digest(key.encode(), b"follow:" + proposal.uid.bytes, sha256)
    bits = int.from_bytes(digest[:8])
    return "".join(ALPHABET[(bits >> (5 * place)) & 31] for place in range(LENGTH))


def author_sheet(row: Author | None) -> AuthorSheet:
    """What is known of an author, as the same clean values that a form fills."""
    if row is None:
        return AuthorSheet()
    person = str(row.person_id) if row.person_id else ""
    return AuthorSheet(person, row.name, row.iin, row.postal_address, row.phone, row.email)
