"""Answers: plan, redate, explain, refuse, forward, come back, withdraw. Each is signed and told."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from qala.journal.log import record
from qala.kernel.actors import Actor
from qala.kernel.clock import now, today
from qala.kernel.refusals import Refusal, require
from qala.kernel.translated import Translated
from qala.people.models import Organisation
from qala.proposals.actions.letters import tell
from qala.proposals.models import Decision, Plan, Proposal, Track
from qala.proposals.policies import is_author, may_step_now
from qala.proposals.queries.clocks import clock_of
from qala.proposals.queries.promises import too_far
from qala.proposals.rules.outcomes import GROUND_SLUGS
from qala.proposals.rules.promises import latest_day


@dataclass(frozen=True)
class PlanSheet:
    """A promise as it is given. Without money it is `unfunded` and has a day of review."""

    owner: Organisation
    reason: Translated
    due_on: date | None = None
    money_source: str = ""
    place: str = ""
    unfunded: bool = False
    review_on: date | None = None

    @property
    def next_day(self) -> date:
        """The promised day; refused where owner, money, place or a day to come is missing."""
        wrong = self._wrong()
        if wrong:
            raise Refusal(next(iter(wrong.values())), code="promise-incomplete", fields=wrong)
        day = self.review_on if self.unfunded else self.due_on
        assert day is not None
        return day

    def _wrong(self) -> dict[str, str]:
        day = self.review_on if self.unfunded else self.due_on
        where = "review_on" if self.unfunded else "due_on"
        wrong = {}
        if day is None or day < today():
            wrong[where] = _("A promise names a day that is still to come.")
        elif day > latest_day(today()):
            wrong[where] = too_far()
        if not self.unfunded and not self.money_source.strip():
            wrong["money_source"] = _("Name the money it is paid from, or say openly that there is none yet.")
        if not self.unfunded and not self.place.strip():
            wrong["place"] = _("Name the place where it will be done.")
        return wrong


def _decision(  # noqa: PLR0913 - a decision is exactly these
    by: Actor,
    proposal: Proposal,
    kind: str,
    reason: Translated,
    at: datetime,
    *,
    ground: str = "",
    forwarded_to: str = "",
    act_number: str = "",
) -> Decision:
    _insist_on_reason(proposal, reason)
    return Decision.objects.create(
        proposal=proposal,
        kind=kind,
        ground=ground,
        reason=reason,
        translation={
            code: "original" if code == proposal.language else "translated" for code in reason.as_dict()
        },
        act_number=act_number,
        signed_by=by.actor_key,
        signed_at=at,
        forwarded_to=forwarded_to,
    )


def _insist_on_reason(proposal: Proposal, reason: Translated) -> None:
    """An answer is given in the language of the case; other languages may follow."""
    if not getattr(reason, proposal.language).strip():
        missing = _("Give the reason in words the resident can read, in the language of the case.")
        raise Refusal(missing, code="reason-missing", fields={"reason": missing})


def _stand(proposal: Proposal, sheet: PlanSheet, at: datetime) -> Plan:
    """The new plan stands, the earlier ones stay readable."""
    proposal.plans.filter(replaced_at=None).update(replaced_at=at)
    return Plan.objects.create(
        proposal=proposal,
        owner=sheet.owner,
        due_on=sheet.due_on,
        money_source=sheet.money_source,
        place=sheet.place,
        unfunded=sheet.unfunded,
        review_on=sheet.review_on,
        reason=sheet.reason,
        made_at=at,
    )


@transaction.atomic
def plan(*, by: Actor, proposal: Proposal, sheet: PlanSheet, act_number: str = "") -> Plan:
    """Accept into the plan: owner, day, money and place, or openly unfunded. Ends the legal clock, not the promise."""
    require(may_step_now(by, proposal, "plan"))
    at, promised_on = now(), sheet.next_day
    decision = _decision(by, proposal, "satisfied", sheet.reason, at, act_number=act_number)
    standing = _stand(proposal, sheet, at)
    proposal.take_step(
        "plan", by=by, at=at, answered_at=proposal.answered_at or at, promised_on=promised_on, department=sheet.owner
    )
    record(
        by,
        "proposals.proposal.planned",
        proposal,
        decision=decision.pk,
        plan=standing.pk,
        owner=sheet.owner.slug,
        promised_on=promised_on,
        funded=not sheet.unfunded,
    )
    tell(by=by, proposal=proposal, template="planned")
    return standing


@transaction.atomic
def redate(*, by: Actor, proposal: Proposal, sheet: PlanSheet) -> Plan:
    """Move a promised day, with a public reason. Earlier days stay on the list."""
    require(may_step_now(by, proposal, "redate"))
    _insist_on_reason(proposal, sheet.reason)
    at, before, promised_on = now(), proposal.promised_on, sheet.next_day
    standing = _stand(proposal, sheet, at)
    proposal.take_step("redate", by=by, at=at, promised_on=promised_on)
    record(
        by, "proposals.proposal.redated", proposal, plan=standing.pk, before=before, promised_on=proposal.promised_on
    )
    tell(by=by, proposal=proposal, template="redated")
    return standing


@transaction.atomic
def explain(*, by: Actor, proposal: Proposal, reason: Translated) -> Decision:
    """Explain. That ends the legal clock and is counted as an explanation, never as a repair."""
    require(may_step_now(by, proposal, "explain"))
    at = now()
    decision = _decision(by, proposal, "explained", reason, at)
    proposal.take_step("explain", by=by, at=at, answered_at=proposal.answered_at or at, closed_at=at)
    record(by, "proposals.proposal.explained", proposal, decision=decision.pk)
    tell(by=by, proposal=proposal, template="explained")
    return decision


@transaction.atomic
def refuse(*, by: Actor, proposal: Proposal, ground: str, reason: Translated, act_number: str = "") -> Decision:
    """Refuse on a ground from the list, with a reasoned text, signed by the head or a deputy."""
    require(may_step_now(by, proposal, "refuse"))
    if ground not in GROUND_SLUGS:
        missing = _("Choose a ground of refusal from the list.")
        raise Refusal(missing, code="ground-missing", fields={"ground": missing})
    at = now()
    decision = _decision(by, proposal, "refused", reason, at, ground=ground, act_number=act_number)
    proposal.take_step("refuse", by=by, at=at, answered_at=proposal.answered_at or at, closed_at=at)
    record(by, "proposals.proposal.refused", proposal, decision=decision.pk, ground=ground)
    tell(by=by, proposal=proposal, template="refused")
    return decision


@transaction.atomic
def forward(*, by: Actor, proposal: Proposal, to: str, reason: Translated) -> Decision:
    """Pass to the body that owns the matter and tell the author at once (350-VI, art. 65).

    An appeal whose author cannot be told is passed on all the same: the term runs; the journal says it for all to see.
    """
    require(may_step_now(by, proposal, "forward"))
    if not to.strip():
        missing = _("Name the body that owns the matter.")
        raise Refusal(missing, code="addressee-missing", fields={"to": missing})
    at, late = now(), today() > clock_of(proposal).forward_by
    decision = _decision(by, proposal, "redirected", reason, at, forwarded_to=to)
    proposal.take_step("forward", by=by, at=at, closed_at=at)
    record(by, "proposals.proposal.forwarded", proposal, decision=decision.pk, late=late)
    if not tell(by=by, proposal=proposal, template="forwarded") and proposal.track == Track.APPEAL:
        record(by, "proposals.notice.impossible", proposal, decision=decision.pk)
    return decision


@transaction.atomic
def come_back(*, by: Actor, proposal: Proposal, their_number: str = "") -> Proposal:
    """The other body returned it. The day of receipt has travelled along."""
    require(may_step_now(by, proposal, "come_back"))
    last = proposal.decisions.filter(kind="redirected").last()
    if last is not None:
        last.their_number = their_number
        last.save(update_fields=["their_number"])
    proposal.take_step("come_back", by=by, at=now(), closed_at=None, department=None)
    record(by, "proposals.proposal.come_back", proposal)
    return proposal


@transaction.atomic
def withdraw(*, by: Actor, proposal: Proposal, reason: Translated) -> Decision:
    """The author takes the case back, or says so to the operator who took it in; it is written down as terminated."""
    require(may_step_now(by, proposal, "withdraw"))
    at = now()
    decision = _decision(by, proposal, "terminated", reason, at)
    proposal.take_step("withdraw", by=by, at=at, answered_at=proposal.answered_at or at, closed_at=at)
    if is_author(by, proposal):
        record(by, "proposals.proposal.withdrawn", proposal, decision=decision.pk)
    else:
        record(by, "proposals.proposal.withdrawn_by_operator", proposal, decision=decision.pk)
    tell(by=by, proposal=proposal, template="withdrawn")
    return decision
