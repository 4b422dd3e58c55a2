"""Twins, children and storms: cases hang together, and each keeps its text, talon, clock and supports."""

from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from qala.journal.log import record, record_many
from qala.kernel.actors import Actor
from qala.kernel.clock import now
from qala.kernel.refusals import Refusal, require
from qala.kernel.translated import Translated
from qala.proposals.actions.letters import tell
from qala.proposals.models import (
    Author,
    Category,
    Extension,
    Incident,
    Link,
    Pause,
    Proposal,
    Reply,
    Statement,
    Subscription,
)
from qala.proposals.policies import may_link
from qala.proposals.rules.masking import mask
from qala.proposals.rules.process import MAX_CHILDREN
from qala.proposals.rules.spelling import folded

# What a child of a split case takes from its parent: receipt, place and clock; never the words.
COPIED = (
    "track",
    "kind",
    "channel",
    "visibility",
    "quarantined_at",
    "quarantined_for",
    "category_id",
    "language",
    "identity",
    "by_minor",
    "placard_id",
    "landmark_id",
    "street_id",
    "district_id",
    "longitude",
    "latitude",
    "received_at",
    "upgraded_at",
    "registered_on",
    "accepted_by",
    "due_on",
    "promised_on",
)
FEWEST_IN_INCIDENT = 2


@transaction.atomic
def link(*, by: Actor, source: Proposal, target: Proposal, kind: str = "duplicate") -> Link:
    """Link a case to its twin; every author is told, supports stay where they were given.

    Twins that hung on the source now hang on the target, so that one matter has one first case.
    """
    require(may_link(by))
    # Both, in one order: two officers linking A to B and B to A must not make a ring.
    list(Proposal.objects.select_for_update().filter(pk__in=[source.pk, target.pk]).order_by("pk").values_list("pk"))
    _insist_on_twins(source, target, kind)
    made = _linked(by, source, target, kind)
    # Once, however many twins come to hang on it.
    tell(by=by, proposal=target, template="linked", once="first-of-twins")
    record(by, "proposals.proposal.linked", source, target=target.pk, kind=kind)
    for earlier in source.linked.filter(kind=kind, undone_at=None).select_related("source"):
        earlier.undone_at = made.made_at
        earlier.save(update_fields=["undone_at"])
        _linked(by, earlier.source, target, kind)
        record(by, "proposals.proposal.linked", earlier.source, target=target.pk, kind=kind)
    return made


def _linked(by: Actor, source: Proposal, target: Proposal, kind: str) -> Link:
    made = Link.objects.create(source=source, target=target, kind=kind, made_at=now(), made_by=by.actor_key)
    tell(by=by, proposal=source, template="linked", once=f"link-{made.pk}")
    return made


def _insist_on_twins(source: Proposal, target: Proposal, kind: str) -> None:
    if source.pk == target.pk:
        wrong = _("A case is not its own twin. Write the number of the other one.")
        raise Refusal(wrong, code="own-twin", fields={"target": wrong})
    if target.links.filter(kind=kind, undone_at=None).exists():
        wrong = _("That case is itself a twin. Link to the first one.")
        raise Refusal(wrong, code="chain", fields={"target": wrong})
    if source.links.filter(kind=kind, undone_at=None).exists():
        wrong = _("This case hangs on another one already. Undo that link first.")
        raise Refusal(wrong, code="linked-already", status=409, fields={"target": wrong})


@transaction.atomic
def unlink(*, by: Actor, made: Link) -> Link:
    """They were two things after all."""
    require(may_link(by))
    if made.undone_at is not None:
        raise Refusal(_("This link is undone already."), code="undone-already", status=409)
    made.undone_at = now()
    made.save(update_fields=["undone_at"])
    record(by, "proposals.proposal.unlinked", made.source, target=made.target_id, kind=made.kind)
    return made


@transaction.atomic
def split(*, by: Actor, proposal: Proposal, texts: Sequence[str]) -> list[Proposal]:
    """One message, several matters: up to ten children, one level, each with the parent's receipt date and people."""
    require(may_link(by))
    _insist_on_family(proposal, texts)
    children = [_child(proposal, text) for text in texts]
    for child in children:
        Link.objects.create(source=child, target=proposal, kind="split", made_at=now(), made_by=by.actor_key)
    record(by, "proposals.proposal.split", proposal, children=[child.pk for child in children])
    # Once for the whole family; from now on each child tells its own news to the same people.
    tell(by=by, proposal=proposal, template="split", once=f"split-{children[0].pk}")
    return children


def _insist_on_family(proposal: Proposal, texts: Sequence[str]) -> None:
    if proposal.links.filter(kind="split", undone_at=None).exists():
        raise Refusal(_("A child of a split case is not split again."), code="grandchildren")
    if not proposal.is_open:
        raise Refusal(_("This case is closed. Only an open one is split."), code="closed", status=409)
    born = proposal.linked.filter(kind="split", undone_at=None).count()
    if not 2 <= len(texts) <= MAX_CHILDREN - born or not all(text.strip() for text in texts):
        wrong = _("Split into two to ten cases, each with its own words.")
        raise Refusal(wrong, code="family-size", fields={"texts": wrong})


def _child(parent: Proposal, text: str) -> Proposal:
    """A copy of the parent's receipt, place, clock and people with its own words."""
    child = Proposal.objects.create(**{name: getattr(parent, name) for name in COPIED})
    _same_clock(parent, child)
    _same_people(parent, child)
    Statement.objects.create(proposal=child, text=text, public_text=mask(text).text, spelling=folded(text))
    return child


def _same_clock(parent: Proposal, child: Proposal) -> None:
    """What moved the parent's day has moved the child's too: the day is recounted from events, never remembered."""
    Extension.objects.bulk_create(
        Extension(
            proposal=child,
            until_on=row.until_on,
            reason=row.reason,
            decided_at=row.decided_at,
            noticed_at=row.noticed_at,
            signed_by=row.signed_by,
        )
        for row in parent.extensions.all()
    )
    asked = ("question", "answer", "asked_at", "answered_at")
    Pause.objects.bulk_create(
        Pause(proposal=child, **{name: getattr(row, name) for name in asked})
        for row in parent.pauses.exclude(answered_at=None)
    )


def _same_people(parent: Proposal, child: Proposal) -> None:
    """Whoever wrote the message wrote each part of it, and whoever follows it hears how each part ends."""
    author = Author.objects.filter(proposal=parent).first()
    if author is not None:
        author.proposal = child
        author.save(force_insert=True)
    told = ("way", "address", "language", "asked_at", "confirmed_at")
    Subscription.objects.bulk_create(
        Subscription(proposal=child, **{name: getattr(row, name) for name in told})
        for row in parent.subscriptions.filter(confirmed_at__isnull=False, ended_at=None)
    )


@transaction.atomic
def open_incident(*, by: Actor, category: Category, proposals: Sequence[Proposal]) -> Incident:
    """A storm: gather cases of one event under one counter."""
    require(may_link(by))
    if len(proposals) < FEWEST_IN_INCIDENT:
        raise Refusal(_("An incident gathers at least two cases."), code="incident-size")
    _insist_on_free(proposals)
    district = proposals[0].district if len({case.district_id for case in proposals}) == 1 else None
    incident = Incident.objects.create(category=category, district=district, opened_at=now())
    Proposal.objects.filter(pk__in=[case.pk for case in proposals]).update(incident=incident)
    record(by, "proposals.incident.opened", incident, category=category.pk, cases=len(proposals))
    record_many(by, "proposals.incident.joined", proposals, incident=incident.pk)
    return incident


def _insist_on_free(proposals: Sequence[Proposal]) -> None:
    rows = Proposal.objects.filter(pk__in=[case.pk for case in proposals]).order_by("pk")
    held = rows.select_for_update(of=("self",)).only("pk", "received_at", "incident")
    taken = next((case for case in held if case.incident_id), None)
    if taken is not None:
        said = _("Case %(number)s belongs to another incident already.") % {"number": taken.number}
        raise Refusal(said, code="in-another-incident", status=409)


def _insist_on_going_on(incident: Incident) -> None:
    if incident.closed_at is not None:
        raise Refusal(_("This incident is closed. Open a new one."), code="incident-closed", status=409)


@transaction.atomic
def join_incident(*, by: Actor, incident: Incident, proposals: Sequence[Proposal]) -> Incident:
    """More cases of the same event."""
    require(may_link(by))
    _insist_on_going_on(incident)
    _insist_on_free(proposals)
    Proposal.objects.filter(pk__in=[case.pk for case in proposals]).update(incident=incident)
    record_many(by, "proposals.incident.joined", proposals, incident=incident.pk)
    return incident


@transaction.atomic
def answer_incident(*, by: Actor, incident: Incident, text: Translated) -> Reply:
    """One reply, delivered to every author of the storm. Given in both languages of the city."""
    require(may_link(by))
    _insist_on_going_on(incident)
    missing = _("An answer to many is written in Kazakh and in Russian.")
    silent = {f"text_{code}": missing for code in ("kk", "ru") if not getattr(text, code).strip()}
    if silent:
        raise Refusal(missing, code="language-missing", fields=silent)
    reply = Reply.objects.create(
        incident=incident,
        verb="reply",
        text=text,
        translation=dict.fromkeys(text.as_dict(), "original"),
        at=now(),
        by=by.actor_key,
    )
    record(by, "proposals.incident.answered", incident, reply=reply.pk)
    followed = incident.proposals.filter(subscriptions__confirmed_at__isnull=False, subscriptions__ended_at=None)
    for proposal in followed.distinct():
        tell(by=by, proposal=proposal, template="incident", once=f"incident-reply-{reply.pk}")
    return reply


@transaction.atomic
def close_incident(*, by: Actor, incident: Incident) -> Incident:
    """The event is over; each case still needs its own confirmation."""
    require(may_link(by))
    _insist_on_going_on(incident)
    incident.closed_at = now()
    incident.save(update_fields=["closed_at"])
    record(by, "proposals.incident.closed", incident)
    return incident
