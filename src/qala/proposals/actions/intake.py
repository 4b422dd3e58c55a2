"""A case arrives: submit, become an appeal, be identified, be supported."""

from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction

from qala.journal.log import record
from qala.kernel.actors import Actor
from qala.kernel.clock import now
from qala.kernel.refusals import require
from qala.people.models import Person
from qala.proposals.models import Author, Identity, Proposal, Statement, Support, Track, Visibility
from qala.proposals.policies import is_author, may_identify, may_read, may_submit
from qala.proposals.queries.clocks import first_due, registration_day
from qala.proposals.rules.masking import mask
from qala.proposals.rules.sheet import AuthorSheet, Sheet
from qala.proposals.rules.spelling import folded


@transaction.atomic
def submit(*, by: Actor, uid: UUID, sheet: Sheet) -> Proposal:
    """Take a resident's words in and start the clock. The same `uid` again answers with the first case.

    Returns the case; `proposal.is_fresh` tells whether this call made it.
    """
    require(may_submit(by))
    try:
        with transaction.atomic():
            proposal = _stored(by, uid, sheet)
    except IntegrityError:
        earlier = Proposal.objects.filter(uid=uid).first()
        if earlier is None:
            raise
        earlier.is_fresh = False
        return earlier
    record(
        by,
        "proposals.proposal.submitted",
        proposal,
        track=proposal.track,
        channel=proposal.channel,
        placard=proposal.placard_id,
        registered_on=proposal.registered_on,
        due_on=proposal.due_on,
    )
    return proposal


def _stored(by: Actor, uid: UUID, sheet: Sheet) -> Proposal:
    received_at = sheet.received_at or now()
    registered = registration_day(received_at)
    due = first_due(sheet.track, registered)
    proposal = Proposal(
        uid=uid,
        track=sheet.track,
        kind=sheet.kind,
        channel=sheet.channel,
        visibility=_first_visibility(sheet),
        quarantined_at=received_at if sheet.held_for else None,
        quarantined_for=sheet.held_for,
        category_id=sheet.category or None,
        language=sheet.language,
        identity=sheet.identity,
        by_minor=sheet.by_minor,
        placard_id=sheet.placard_id,
        landmark_id=sheet.landmark_id,
        street_id=sheet.street_id,
        district_id=sheet.district_id,
        longitude=sheet.longitude,
        latitude=sheet.latitude,
        received_at=received_at,
        registered_on=registered,
        accepted_by=sheet.accepted_by or by.actor_key,
        due_on=due,
        promised_on=due,
    )
    proposal.save(force_insert=True)
    Statement(
        proposal=proposal,
        text=sheet.text,
        public_text=mask(sheet.text).text,
        place_text=sheet.place_text,
        spelling=folded(sheet.text),
        suggested=[list(pair) for pair in sheet.suggested],
    ).save(force_insert=True)
    if not sheet.author.is_empty:
        _author_of(proposal, sheet.author).save(force_insert=True)
    return proposal


def _first_visibility(sheet: Sheet) -> str:
    """A minor's words and a named appeal wait for an officer; a signal is public in its masked form."""
    if sheet.by_minor or sheet.track == Track.APPEAL:
        return Visibility.OUTLINE
    return sheet.visibility


def _not_more_than_outline(visibility: str) -> str:
    return Visibility.HIDDEN if visibility == Visibility.HIDDEN else Visibility.OUTLINE


def _author_of(proposal: Proposal, sheet: AuthorSheet) -> Author:
    return Author(
        proposal=proposal,
        person_id=sheet.person_id or None,
        name=sheet.name,
        iin=sheet.iin,
        postal_address=sheet.postal_address,
        phone=sheet.phone,
        email=sheet.email,
    )


@transaction.atomic
def upgrade(*, by: Actor, proposal: Proposal, author: AuthorSheet) -> Proposal:
    """Turn a signal into an appeal: the statutory clock starts now, the first submission stays visible."""
    require(is_author(by, proposal))
    at = now()
    proposal.track = Track.APPEAL
    proposal.upgraded_at = at
    proposal.registered_on = registration_day(at)
    proposal.due_on = first_due(Track.APPEAL, proposal.registered_on, proposal.kind)
    proposal.identity = Identity.UNCONFIRMED
    proposal.visibility = _not_more_than_outline(proposal.visibility)
    proposal.save(update_fields=["track", "upgraded_at", "registered_on", "due_on", "identity", "visibility"])
    _author_of(proposal, author).save()
    record(
        by,
        "proposals.proposal.upgraded",
        proposal,
        registered_on=proposal.registered_on,
        due_on=proposal.due_on,
    )
    return proposal


@transaction.atomic
def identify(*, by: Actor, proposal: Proposal, how: str, at: datetime | None = None) -> Proposal:
    """Confirm who the author is: by the identity provider, a signature, a one-time code or paper at a desk."""
    require(may_identify(by, proposal, how))
    proposal.identity = Identity(how)
    proposal.save(update_fields=["identity"])
    Author.objects.filter(proposal=proposal).update(signed_at=at or now())
    record(by, "proposals.proposal.identified", proposal, how=how)
    return proposal


@transaction.atomic
def support(*, by: Actor, proposal: Proposal, device: str = "") -> Support:
    """“Me too”: once per device or person. Saying it again changes nothing."""
    require(may_read(by, proposal))
    person = by if isinstance(by, Person) else None
    key = {"person": person} if person else {"device": device}
    voice, fresh = Support.objects.get_or_create(proposal=proposal, **key, defaults={"at": now()})
    if fresh:
        record(by, "proposals.proposal.supported", proposal, supports=proposal.supports.count())
    return voice
