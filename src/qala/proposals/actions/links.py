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
from qala.proposals.models import Category, Incident, Link, Proposal, Reply, Statement
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
    "registered_on",
    "accepted_by",
    "due_on",
    "promised_on",
)


@transaction.atomic
def link(*, by: Actor, source: Proposal, target: Proposal, kind: str = "duplicate") -> Link:
    """Link a case to its twin; every author is told, nothing is moved."""
    require(may_link(by))
    if target.links.filter(kind=kind, undone_at=None).exists():
        raise Refusal(_("That case is itself a twin. Link to the first one."), code="chain")
    made, _fresh = Link.objects.get_or_create(
        source=source, kind=kind, undone_at=None, defaults={"target": target, "made_at": now(), "made_by": by.actor_key}
    )
    record(by, "proposals.proposal.linked", source, target=target.pk, kind=kind)
    tell(by=by, proposal=source, template="linked", once=f"link-{made.pk}")
    return made


@transaction.atomic
def unlink(*, by: Actor, made: Link) -> Link:
    """They were two things after all."""
    require(may_link(by))
    made.undone_at = now()
    made.save(update_fields=["undone_at"])
    record(by, "proposals.proposal.unlinked", made.source, target=made.target_id, kind=made.kind)
    return made


@transaction.atomic
def split(*, by: Actor, proposal: Proposal, texts: Sequence[str]) -> list[Proposal]:
    """One message, several matters: up to ten children, one level, each with the parent's receipt date."""
    require(may_link(by))
    _insist_on_family(proposal, texts)
    children = [_child(proposal, text) for text in texts]
    for child in children:
        Link.objects.create(source=child, target=proposal, kind="split", made_at=now(), made_by=by.actor_key)
    record(by, "proposals.proposal.split", proposal, children=[child.pk for child in children])
    return children


def _insist_on_family(proposal: Proposal, texts: Sequence[str]) -> None:
    if proposal.links.filter(kind="split", undone_at=None).exists():
        raise Refusal(_("A child of a split case is not split again."), code="grandchildren")
    if not 2 <= len(texts) <= MAX_CHILDREN:
        raise Refusal(_("Split into two to ten cases."), code="family-size")


def _child(parent: Proposal, text: str) -> Proposal:
    """A copy of the parent's receipt, place and clock with its own words."""
    child = Proposal.objects.create(**{name: getattr(parent, name) for name in COPIED})
    Statement.objects.create(proposal=child, text=text, public_text=mask(text).text, spelling=folded(text))
    return child


@transaction.atomic
def open_incident(*, by: Actor, category: Category, proposals: Sequence[Proposal]) -> Incident:
    """A storm: gather cases of one event under one counter."""
    require(may_link(by))
    district = proposals[0].district if proposals else None
    incident = Incident.objects.create(category=category, district=district, opened_at=now())
    Proposal.objects.filter(pk__in=[case.pk for case in proposals]).update(incident=incident)
    record(by, "proposals.incident.opened", incident, category=category.pk, cases=[case.pk for case in proposals])
    return incident


@transaction.atomic
def join_incident(*, by: Actor, incident: Incident, proposals: Sequence[Proposal]) -> Incident:
    """More cases of the same event."""
    require(may_link(by))
    Proposal.objects.filter(pk__in=[case.pk for case in proposals]).update(incident=incident)
    record_many(by, "proposals.incident.joined", proposals, incident=incident.pk)
    return incident


@transaction.atomic
def answer_incident(*, by: Actor, incident: Incident, text: Translated) -> Reply:
    """One reply, delivered to every author of the storm."""
    require(may_link(by))
    reply = Reply.objects.create(
        incident=incident,
        verb="reply",
        text=text,
        translation=dict.fromkeys(text.as_dict(), "original"),
        at=now(),
        by=by.actor_key,
    )
    record(by, "proposals.incident.answered", incident, reply=reply.pk)
    for proposal in incident.proposals.all():
        tell(by=by, proposal=proposal, template="incident", once=f"incident-reply-{reply.pk}")
    return reply


@transaction.atomic
def close_incident(*, by: Actor, incident: Incident) -> Incident:
    """The event is over; each case still needs its own confirmation."""
    require(may_link(by))
    incident.closed_at = now()
    incident.save(update_fields=["closed_at"])
    record(by, "proposals.incident.closed", incident)
    return incident
