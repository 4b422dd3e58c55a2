"""A case arrives: submit, become an appeal, be identified, be supported."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from qala.journal.log import record
from qala.kernel.actors import Actor
from qala.kernel.clock import now
from qala.kernel.once import insert_once
from qala.kernel.refusals import Refusal, require
from qala.people.models import Person
from qala.proposals.counting import Funnel, count_message
from qala.proposals.models import (
    OPEN_STATES,
    Author,
    Category,
    Channel,
    Identity,
    Proposal,
    Statement,
    Support,
    Track,
    Visibility,
)
from qala.proposals.policies import (
    is_author,
    may_identify,
    may_read,
    may_submit,
    may_vouch,
    speaks_for_author,
)
from qala.proposals.queries.clocks import first_days, first_due, registration_day
from qala.proposals.queries.follow import author_sheet
from qala.proposals.receiving import author_of, received_case, words_of
from qala.proposals.rules.abuse import fingerprint
from qala.proposals.rules.sheet import AuthorSheet, Sheet

#: Ways in which the author's name is known from the first moment.
SIGNED = (Identity.PROVIDER, Identity.PAPER)


@transaction.atomic
def submit(*, by: Actor, uid: UUID, sheet: Sheet) -> Proposal:
    """Take a resident's words in and start the clock. The same `uid` again answers with the first case.

    Returns the case; `proposal.is_fresh` tells whether this call made it.
    """
    require(may_submit(by) and may_vouch(by, sheet))
    proposal = _case(by, uid, sheet)
    if not insert_once(proposal, *_words(proposal, sheet), key="uid"):
        earlier = Proposal.objects.select_related("statement").get(uid=uid)
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
    _count(sheet)
    return proposal


def _count(sheet: Sheet) -> None:
    """Last before the commit, so that nobody waits long at a counter's row."""
    at_placard = sheet.placard_id if sheet.channel == Channel.PLACARD else None
    step = Funnel(opened=int(not sheet.was_opened), sent=1)
    count_message(device=sheet.device, placard=at_placard, step=step, text_print=fingerprint(sheet.text))


def _words(proposal: Proposal, sheet: Sheet) -> list[Statement | Author]:
    """What hangs on the case: its words, and its author where one is named."""
    if sheet.author.is_empty:
        return [words_of(proposal, sheet)]
    signed_at = proposal.received_at if sheet.identity in SIGNED else None
    return [words_of(proposal, sheet), author_of(proposal, sheet.author, signed_at)]


def _case(by: Actor, uid: UUID, sheet: Sheet) -> Proposal:
    at = sheet.received_at or now()
    days = first_days(at, sheet.track)
    return received_case(sheet, uid=uid, at=at, days=days, accepted_by=by.actor_key)


def _not_more_than_outline(visibility: str) -> str:
    return Visibility.HIDDEN if visibility == Visibility.HIDDEN else Visibility.OUTLINE


def _added(proposal: Proposal, newer: AuthorSheet) -> Author:
    """The author's row with what was typed anew; nothing known is lost."""
    row = Author.objects.filter(proposal=proposal).first()
    author = author_of(proposal, author_sheet(row).merged(newer), row.signed_at if row else None)
    author.save()
    proposal.author = author
    return author


@transaction.atomic
def upgrade(*, by: Actor, proposal: Proposal, author: AuthorSheet) -> Proposal:
    """Turn a signal into an appeal: the statutory clock starts now, the first submission stays visible."""
    require(speaks_for_author(by, proposal))
    at = now()
    if Proposal.objects.select_for_update().get(pk=proposal.pk).track == Track.APPEAL:
        raise Refusal(_("This is an official appeal already. Its clock runs."), code="already-an-appeal", status=409)
    if proposal.state not in OPEN_STATES:
        raise Refusal(_("This case is closed. Contest the answer, or send a new proposal."), code="closed", status=409)
    if proposal.answered_at is not None:
        # A statutory clock that starts after the answer would be met before it ran.
        said = _("The city has answered this signal. Contest the answer, or send an appeal that names this number.")
        raise Refusal(said, code="answered", status=409)
    proposal.track = Track.APPEAL
    proposal.upgraded_at = at
    proposal.registered_on = registration_day(at)
    proposal.due_on = first_due(Track.APPEAL, proposal.registered_on, proposal.kind)
    proposal.identity = Identity.UNCONFIRMED
    proposal.visibility = _not_more_than_outline(proposal.visibility)
    proposal.save(update_fields=["track", "upgraded_at", "registered_on", "due_on", "identity", "visibility"])
    _added(proposal, author)
    record(
        by,
        "proposals.proposal.upgraded",
        proposal,
        registered_on=proposal.registered_on,
        due_on=proposal.due_on,
    )
    return proposal


@transaction.atomic
def complete(*, by: Actor, proposal: Proposal, author: AuthorSheet) -> Author:
    """Add what an appeal still lacks: a name, an address. What is known already stays; the clock runs on."""
    require(speaks_for_author(by, proposal))
    _insist_on_same_hand(proposal, author)
    row = _added(proposal, author)
    record(by, "proposals.author.completed", proposal, missing=list(author_sheet(row).missing_for_appeal()))
    return row


def _insist_on_same_hand(proposal: Proposal, newer: AuthorSheet) -> None:
    """A signature stands under one name: after it nobody else is written in, whoever holds the talon."""
    if proposal.identity in (Identity.ANONYMOUS, Identity.UNCONFIRMED):
        return
    known = author_sheet(Author.objects.filter(proposal=proposal).first())
    pairs = [(getattr(known, name), getattr(newer, name)) for name in ("person_id", "name", "iin")]
    if any(was and becomes and was != becomes for was, becomes in pairs):
        raise Refusal(
            _("This appeal is signed. Its name and personal number stay as they were signed."),
            code="signed-already",
            status=409,
        )


@transaction.atomic
def name_category(*, by: Actor, proposal: Proposal, category: Category) -> Proposal:
    """The author taps one of the suggested categories, as long as no officer has sorted the case."""
    require(is_author(by, proposal))
    if proposal.state != "received":
        raise Refusal(_("An officer has sorted this case already."), code="already-sorted", status=409)
    proposal.category = category
    proposal.save(update_fields=["category"])
    record(by, "proposals.proposal.named", proposal, category=category.pk)
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
