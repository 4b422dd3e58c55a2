"""A complaint raised in another part of the city becomes a case."""

from uuid import UUID, uuid5

from django.db import transaction

from qala.journal.log import record
from qala.kernel.actors import Actor
from qala.kernel.models import Announcement
from qala.kernel.refusals import require
from qala.people.models import Person
from qala.proposals.actions.intake import submit
from qala.proposals.models import Arrival, Proposal
from qala.proposals.policies import may_load
from qala.proposals.queries.understanding import model
from qala.proposals.rules.sheet import LONGEST, AuthorSheet, Sheet
from qala.proposals.rules.typed import tidy

SPACE = UUID("6f0c3f0e-6a52-4a57-9e0c-1c9f0f3f7d11")
ORIGIN = "concern"


@transaction.atomic
def open_concern(*, by: Actor, announcement: Announcement) -> Proposal:
    """Open a case for a concern, once per announcement. It is read by an officer before the public sees its words.

    Whoever raised it follows it from their own page; `about` stays with the case as an opaque key.
    """
    require(may_load(by))
    told = announcement.payload
    sheet = _sheet(announcement.said, str(told["about"]), str(told["language"]), str(told["raised_by"]))
    case = submit(by=by, uid=uuid5(SPACE, f"announcement:{announcement.pk}"), sheet=sheet)
    if case.is_fresh:
        Arrival.objects.create(
            proposal=case,
            origin=ORIGIN,
            their_number=str(announcement.pk),
            attributes={"about": str(told["about"])},
        )
        record(by, "proposals.concern.heard", case, announcement=announcement.pk, about=str(told["about"]))
    return case


def _sheet(text: str, about: str, language: str, raised_by: str) -> Sheet:
    words = tidy(text)[:LONGEST] or about
    person = _person(raised_by)
    return Sheet(
        text=words,
        language=language if language in ("kk", "ru", "en") else model().voices.language(words),
        suggested=tuple((one.category, round(one.probability, 4)) for one in model().suggest(words)),
        author=AuthorSheet(person_id=str(person.pk) if person else ""),
        identity="unconfirmed" if person else "anonymous",
        visibility="outline",
    )


def _person(key: str) -> Person | None:
    noun, _colon, pk = key.partition(":")
    try:
        return Person.objects.filter(pk=UUID(pk), erased_at=None).first() if noun == "person" else None
    except ValueError:
        return None
