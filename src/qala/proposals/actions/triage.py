"""The triage desk: sort, correct, hand to a department, show or withhold."""

from django.db import transaction
from django.utils.translation import gettext as _

from qala.journal.log import record
from qala.kernel.actors import Actor
from qala.kernel.clock import now
from qala.kernel.refusals import Refusal, require
from qala.people.models import Organisation
from qala.proposals.actions.letters import tell
from qala.proposals.models import Assignment, Category, Correction, Proposal, Remark, Statement, Visibility
from qala.proposals.policies import may_categorise, may_remark, may_review, may_step
from qala.proposals.queries.routing import why_routed
from qala.proposals.rules.masking import mask


@transaction.atomic
def triage(*, by: Actor, proposal: Proposal, category: Category) -> Proposal:
    """Read it, name its category, send it on its way."""
    require(may_step(by, proposal, "triage"))
    _correct(by, proposal, category)
    proposal.take_step("triage", by=by, at=now(), triaged_at=proposal.triaged_at or now())
    record(by, "proposals.proposal.triaged", proposal, category=category.pk)
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
def assign(*, by: Actor, proposal: Proposal, department: Organisation | None = None) -> Proposal:
    """Give the case to a department: by the routing table, or by hand. A hop never restarts the clock."""
    require(may_step(by, proposal, "assign"))
    why = why_routed(proposal)
    chosen = department or why.department
    by_table = chosen == why.department
    Assignment.objects.create(
        proposal=proposal,
        department=chosen,
        at=now(),
        by=by.actor_key,
        table_version=why.version if by_table else None,
        row=why.row if by_table else "",
        matched=why.matched if by_table else {},
    )
    proposal.take_step("assign", by=by, at=now(), department=chosen, hops=proposal.hops + 1)
    record(by, "proposals.proposal.assigned", proposal, department=chosen.slug, hop=proposal.hops)
    tell(by=by, proposal=proposal, template="assigned")
    return proposal


@transaction.atomic
def give_back(*, by: Actor, proposal: Proposal, reason: str) -> Proposal:
    """Not ours: back to triage with a reason. The hop is counted, the clock runs on."""
    require(may_step(by, proposal, "give_back"))
    Remark.objects.create(proposal=proposal, text=reason, at=now(), by=by.actor_key, verb="give_back")
    department = proposal.department
    proposal.take_step("give_back", by=by, at=now(), department=None)
    record(by, "proposals.proposal.given_back", proposal, department=department.slug if department else None)
    return proposal


@transaction.atomic
def publish(*, by: Actor, proposal: Proposal, text: str) -> Proposal:
    """Open the case to everyone with the text an officer has read and masked."""
    require(may_review(by))
    Statement.objects.filter(proposal=proposal).update(public_text=mask(text).text, reviewed_at=now())
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
    Remark.objects.create(proposal=proposal, text=reason, at=now(), by=by.actor_key, verb="withhold")
    proposal.visibility = visibility
    proposal.save(update_fields=["visibility"])
    record(by, "proposals.proposal.withheld", proposal, visibility=visibility)
    return proposal


@transaction.atomic
def release(*, by: Actor, proposal: Proposal) -> Proposal:
    """It was no abuse: out of quarantine. Its clock has run since receipt."""
    require(may_review(by))
    proposal.quarantined_at = None
    proposal.quarantined_for = ""
    proposal.save(update_fields=["quarantined_at", "quarantined_for"])
    record(by, "proposals.proposal.released", proposal)
    return proposal


@transaction.atomic
def remark(*, by: Actor, proposal: Proposal, text: str) -> Remark:
    """A note between officers; never public, erased with the texts."""
    require(may_remark(by))
    note = Remark.objects.create(proposal=proposal, text=text, at=now(), by=by.actor_key)
    record(by, "proposals.proposal.remarked", proposal, remark=note.pk)
    return note
