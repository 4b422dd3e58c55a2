"""The triage desk: sort, correct, hand to a department, show or withhold."""

from django.db import transaction
from django.utils.translation import gettext as _

from qala.journal.log import record
from qala.kernel.actors import Actor
from qala.kernel.clock import now, today
from qala.kernel.refusals import Refusal, require
from qala.people.models import Organisation
from qala.proposals.actions.letters import tell
from qala.proposals.defects import tell_of_defect
from qala.proposals.models import Assignment, Category, Correction, Proposal, Remark, Statement, Visibility
from qala.proposals.policies import may_categorise, may_remark, may_review, may_step_now
from qala.proposals.queries.routing import Why, why_routed
from qala.proposals.rules.masking import mask

SIGNED_VERBS = ("refuse", "extend")


@transaction.atomic
def triage(*, by: Actor, proposal: Proposal, category: Category) -> Proposal:
    """Read it, name its category, send it on its way."""
    require(may_step_now(by, proposal, "triage"))
    _correct(by, proposal, category)
    proposal.take_step("triage", by=by, at=now(), triaged_at=proposal.triaged_at or now())
    record(by, "proposals.proposal.triaged", proposal, category=category.pk)
    tell_of_defect(proposal)
    return proposal


@transaction.atomic
def categorise(*, by: Actor, proposal: Proposal, category: Category) -> Proposal:
    """Correct the category; the nightly model learns from it."""
    require(may_categorise(by))
    _correct(by, proposal, category)
    record(by, "proposals.proposal.categorised", proposal, category=category.pk)
    return proposal


def _correct(by: Actor, proposal: Proposal, category: Category) -> None:
    if proposal.category_id == category.pk:
        return
    Correction.objects.create(proposal=proposal, before=proposal.category, after=category, at=now(), by=by.actor_key)
    proposal.category = category
    proposal.save(update_fields=["category"])


@transaction.atomic
def assign(
    *, by: Actor, proposal: Proposal, department: Organisation | None = None, reason: str = ""
) -> Proposal:
    """Give the case to a department: by the routing table, or by hand with a reason. A hop never restarts the clock."""
    require(may_step_now(by, proposal, "assign"))
    chosen, why = _chosen(proposal, department)
    _insist_on_hand(chosen, reason, by_table=why is not None)
    at = now()
    if why is None:
        Remark.objects.create(proposal=proposal, text=reason, at=at, by=by.actor_key, verb="assign")
    Assignment.objects.create(
        proposal=proposal,
        department=chosen,
        at=at,
        by=by.actor_key,
        table_version=why.version if why else None,
        row=why.row if why else "",
        matched=why.matched if why else {},
    )
    proposal.take_step("assign", by=by, at=at, department=chosen, hops=proposal.assignments.count())
    record(by, "proposals.proposal.assigned", proposal, department=chosen.slug, hop=proposal.hops)
    tell(by=by, proposal=proposal, template="assigned")
    return proposal


def _chosen(proposal: Proposal, department: Organisation | None) -> tuple[Organisation, Why | None]:
    """The department, and what the table says where it chose the same; one named by hand needs no table."""
    if department is None:
        why = why_routed(proposal)
        return why.department, why
    try:
        why = why_routed(proposal)
    except Refusal:
        return department, None
    return department, why if why.department == department else None


def _insist_on_hand(chosen: Organisation, reason: str, *, by_table: bool) -> None:
    if not chosen.is_live(today()):
        reason_closed = _("This department is closed. Choose one that works today.")
        raise Refusal(reason_closed, code="department-closed", fields={"department": reason_closed})
    if not by_table and not reason.strip():
        missing = _("The routing table names another department. Say why you choose this one.")
        raise Refusal(missing, code="reason-missing", fields={"reason": missing})


def _insist_on_words(field: str, words: str, missing: str) -> None:
    if not words.strip():
        raise Refusal(missing, code="reason-missing", fields={field: missing})


@transaction.atomic
def give_back(*, by: Actor, proposal: Proposal, reason: str) -> Proposal:
    """Not ours: back to triage with a reason. The hop is counted, the clock runs on."""
    require(may_step_now(by, proposal, "give_back"))
    _insist_on_words("reason", reason, _("Say why it is not yours: the next desk reads it."))
    Remark.objects.create(proposal=proposal, text=reason, at=now(), by=by.actor_key, verb="give_back")
    department = proposal.department
    proposal.take_step("give_back", by=by, at=now(), department=None)
    record(by, "proposals.proposal.given_back", proposal, department=department.slug if department else None)
    return proposal


@transaction.atomic
def publish(*, by: Actor, proposal: Proposal, text: str) -> Proposal:
    """Open the case to everyone with the text an officer has read and masked."""
    require(may_review(by))
    _insist_on_words("text", text, _("There is no text left to show. Withhold the case instead."))
    words = {"public_text": mask(text).text, "reviewed_at": now(), "embedded_at": None}  # its meaning is read anew
    Statement.objects.filter(proposal=proposal).update(**words)
    proposal.visibility = Visibility.PUBLIC
    proposal.save(update_fields=["visibility"])
    record(by, "proposals.proposal.published", proposal)
    return proposal


@transaction.atomic
def withhold(*, by: Actor, proposal: Proposal, visibility: str, reason: str) -> Proposal:
    """Show only the outline, or nothing; the case keeps its clock."""
    require(may_review(by))
    if visibility not in (Visibility.OUTLINE, Visibility.HIDDEN):
        raise Refusal(_("A withheld case is shown in outline or not at all."), code="visibility")
    _insist_on_words("reason", reason, _("Say why the public may not read it."))
    Remark.objects.create(proposal=proposal, text=reason, at=now(), by=by.actor_key, verb="withhold")
    proposal.visibility = visibility
    proposal.save(update_fields=["visibility"])
    record(by, "proposals.proposal.withheld", proposal, visibility=visibility)
    return proposal


@transaction.atomic
def release(*, by: Actor, proposal: Proposal) -> Proposal:
    """It was no abuse: out of quarantine. Its clock has run since receipt."""
    require(may_review(by))
    if proposal.quarantined_at is None:
        raise Refusal(_("This case is not held for a check any more."), code="not-held", status=409)
    proposal.quarantined_at = None
    proposal.quarantined_for = ""
    proposal.save(update_fields=["quarantined_at", "quarantined_for"])
    record(by, "proposals.proposal.released", proposal)
    return proposal


@transaction.atomic
def remark(*, by: Actor, proposal: Proposal, text: str) -> Remark:
    """A note between officers; never public, erased with the texts."""
    require(may_remark(by))
    _insist_on_words("text", text, _("Write the remark first."))
    note = Remark.objects.create(proposal=proposal, text=text, at=now(), by=by.actor_key)
    record(by, "proposals.proposal.remarked", proposal, remark=note.pk)
    return note


@transaction.atomic
def hold(*, by: Actor, proposal: Proposal, reason: str) -> Proposal:
    """Set a case aside for a check: nobody outside reads it meanwhile, and its clock runs on."""
    require(may_review(by))
    _insist_on_words("reason", reason, _("Say what must be checked."))
    Remark.objects.create(proposal=proposal, text=reason, at=now(), by=by.actor_key, verb="hold")
    proposal.quarantined_at = proposal.quarantined_at or now()
    proposal.quarantined_for = proposal.quarantined_for or "by_hand"
    proposal.save(update_fields=["quarantined_at", "quarantined_for"])
    record(by, "proposals.proposal.quarantined", proposal, why=proposal.quarantined_for)
    return proposal


@transaction.atomic
def send_to_sign(*, by: Actor, proposal: Proposal, verb: str, words: str) -> Remark:
    """Lay a drafted refusal or extension before the head or a deputy; nothing is decided yet."""
    require(may_remark(by))
    if verb not in SIGNED_VERBS:
        raise Refusal(_("Only a refusal or an extension waits for a signature."), code="not-signed")
    _insist_on_words("words", words, _("Write the draft first."))
    draft = Remark.objects.create(proposal=proposal, text=words, at=now(), by=by.actor_key, verb=f"sign_{verb}")
    record(by, "proposals.proposal.sent_to_sign", proposal, asks=verb, remark=draft.pk)
    return draft
