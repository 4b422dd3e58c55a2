"""What a sheet becomes: the rows of a case that has just come in, or came in long ago. Nothing is saved here."""

from datetime import date, datetime
from uuid import UUID

from qala.proposals.models import Author, Proposal, Statement, Track, Visibility
from qala.proposals.rules.masking import mask
from qala.proposals.rules.sheet import AuthorSheet, Sheet
from qala.proposals.rules.spelling import folded

#: What stands in the case as it stood on the sheet, under the same name.
AS_TOLD = (
    "track", "kind", "channel", "language", "identity", "by_minor", "placard_id", "landmark_id", "street_id",
    "district_id", "longitude", "latitude",
)  # fmt: skip


def received_case(sheet: Sheet, *, uid: UUID, at: datetime, days: tuple[date, date], accepted_by: str) -> Proposal:
    """The case without its words: when it came, where from, the days of its registration and of its answer."""
    registered_on, due_on = days
    return Proposal(
        uid=uid,
        **{name: getattr(sheet, name) for name in AS_TOLD},
        visibility=_first_visibility(sheet),
        category_id=sheet.category or None,
        quarantined_at=at if sheet.held_for else None,
        quarantined_for=sheet.held_for,
        received_at=at,
        registered_on=registered_on,
        accepted_by=sheet.accepted_by or accepted_by,
        due_on=due_on,
        promised_on=due_on,
    )


def _first_visibility(sheet: Sheet) -> str:
    """A minor's words and a named appeal wait for an officer; a signal is public in its masked form."""
    if sheet.by_minor or sheet.track == Track.APPEAL:
        return Visibility.OUTLINE
    return sheet.visibility


def words_of(proposal: Proposal, sheet: Sheet) -> Statement:
    """The words as sent, as everyone may read them, and folded for the search."""
    return Statement(
        proposal=proposal,
        text=sheet.text,
        public_text=mask(sheet.text).text,
        place_text=sheet.place_text,
        spelling=folded(sheet.text),
        suggested=[list(pair) for pair in sheet.suggested],
    )


def author_of(proposal: Proposal, sheet: AuthorSheet, signed_at: datetime | None = None) -> Author:
    """Who sent it, as far as he said."""
    return Author(
        proposal=proposal,
        person_id=sheet.person_id or None,
        name=sheet.name,
        iin=sheet.iin,
        postal_address=sheet.postal_address,
        phone=sheet.phone,
        email=sheet.email,
        signed_at=signed_at,
    )
