"""From work to proof: start, claim, and then somebody else's eyes."""

from datetime import timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from qala.journal.log import record
from qala.kernel.actors import Actor
from qala.kernel.announcements import announce
from qala.kernel.clock import now, today
from qala.kernel.refusals import Refusal, require
from qala.people.models import Person
from qala.proposals.actions.letters import tell
from qala.proposals.actions.orders import claim_works
from qala.proposals.models import Proposal, Remark, Verdict, WorksOrder
from qala.proposals.policies import is_first_hand, may_run_nightly, may_step_now
from qala.proposals.queries.clocks import first_due, wait_days
from qala.proposals.rules.works import may_claim


@transaction.atomic
def start(*, by: Actor, proposal: Proposal) -> Proposal:
    """Work begins; what was promised is begun by the works order that carries the promise."""
    require(may_step_now(by, proposal, "start"))
    if proposal.lacks_order:
        raise Refusal(_("This was promised, but nobody has ordered the works yet. Order them first."), code="no-order")
    proposal.take_step("start", by=by, at=now())
    record(by, "proposals.proposal.started", proposal)
    tell(by=by, proposal=proposal, template="started")
    return proposal


@transaction.atomic
def claim_fixed(*, by: Actor, proposal: Proposal, order: WorksOrder) -> Proposal:
    """The executor says: done. A claim needs evidence, and stays a claim until somebody else confirms."""
    require(may_step_now(by, proposal, "claim_fixed"))
    _insist_on_evidence(proposal, order)
    if order.state not in ("claimed", "accepted"):
        claim_works(by=by, order=order)
    at = now()
    proposal.take_step("claim_fixed", by=by, at=at, claimed_at=at, answered_at=proposal.answered_at or at)
    record(by, "proposals.proposal.claimed", proposal, order=order.pk)
    tell(by=by, proposal=proposal, template="claimed")
    return proposal


def _insist_on_evidence(proposal: Proposal, order: WorksOrder) -> None:
    if not order.proposals.filter(pk=proposal.pk).exists():
        raise Refusal(_("This works order is for another case."), code="foreign-order")
    contested = proposal.verdicts.filter(answer="contested").last()
    shown = [row for row in order.evidence.all() if contested is None or row.at > contested.at]
    owed = may_claim(
        has_photo=any(row.picture for row in shown),
        has_act=any(row.act for row in shown),
        place_known=proposal.says_where or any(row.longitude is not None for row in shown),
    )
    if "evidence_missing" in owed and contested:
        said = _("The last claim was contested. Show anew: a photo or a signed act from after that day.")
        raise Refusal(said, code="evidence-missing")
    if "evidence_missing" in owed:
        raise Refusal(_("“Done” needs evidence: a photo with its place, or a signed act."), code="evidence-missing")
    if owed:
        said = _("Nobody can find the place yet. Add a photo that knows its place, or write longitude and latitude.")
        raise Refusal(said, code="place-missing")


@transaction.atomic
def confirm(*, by: Actor, proposal: Proposal, words: str = "") -> Verdict:
    """Another pair of eyes: the resident or an inspector, never the claimant, saw that it is done."""
    require(may_step_now(by, proposal, "confirm"))
    verdict = _verdict(by, proposal, "confirmed", words)
    at = verdict.at
    proposal.take_step("confirm", by=by, at=at, confirmed_at=at, closed_at=at)
    record(by, "proposals.proposal.confirmed", proposal, eyes=verdict.eyes, verdict=verdict.pk)
    _announce_accepted(proposal)
    tell(by=by, proposal=proposal, template="confirmed")
    return verdict


@transaction.atomic
def contest(*, by: Actor, proposal: Proposal, words: str) -> Verdict:
    """It is not done, or the answer is no answer: the case opens again with a new promise; old dates stay."""
    require(may_step_now(by, proposal, "contest"))
    _insist_on_words(words)
    _within_window(proposal)
    verdict = _verdict(by, proposal, "contested", words)
    promised = first_due("signal", today())
    proposal.take_step(
        "contest", by=by, at=verdict.at, confirmed_at=None, claimed_at=None, closed_at=None, promised_on=promised
    )
    for order in proposal.works_orders.filter(state__in=["claimed", "accepted"]):
        order.take_step("return", accepted_at=None, accepted_by="")
        record(by, "proposals.works.returned", order, case=proposal.pk)
    record(by, "proposals.proposal.contested", proposal, eyes=verdict.eyes, promised_on=promised)
    tell(by=by, proposal=proposal, template="contested")
    return verdict


@transaction.atomic
def send_inspector(*, by: Actor, proposal: Proposal) -> Proposal:
    """The resident was silent: silence counts against the city, so an inspector goes."""
    require(may_run_nightly(by))
    sent = proposal.remarks.filter(verb="inspect", at__gte=proposal.claimed_at or proposal.received_at)
    if not sent.exists():
        Remark.objects.create(proposal=proposal, verb="inspect", text="", at=now(), by=by.actor_key)
        record(by, "proposals.proposal.inspection_ordered", proposal)
    return proposal


def _insist_on_words(words: str) -> None:
    if not words.strip():
        missing = _("Say what is still wrong, so that somebody can mend it.")
        raise Refusal(missing, code="reason-missing", fields={"words": missing})


def _verdict(by: Actor, proposal: Proposal, answer: str, words: str) -> Verdict:
    claim = proposal.steps.filter(verb="claim_fixed").last()
    claimed_by = claim.by if claim else ""
    if answer == "confirmed" and is_first_hand(by, proposal, claimed_by):
        raise Refusal(
            _("Whoever did the work cannot confirm it. Another person must look."), code="own-work", status=403
        )
    at = now()
    if words:
        Remark.objects.create(proposal=proposal, text=words, at=at, by=by.actor_key, verb=answer)
    eyes = "inspector" if isinstance(by, Person) and not _wrote_it(by, proposal) else "resident"
    return Verdict.objects.create(
        proposal=proposal, answer=answer, eyes=eyes, by=by.actor_key, claimed_by=claimed_by, at=at
    )


def _wrote_it(by: Person, proposal: Proposal) -> bool:
    author = getattr(proposal, "author", None)
    return author is not None and author.person_id == by.pk


def _within_window(proposal: Proposal) -> None:
    closed_at = proposal.closed_at
    if closed_at and now() > closed_at + timedelta(days=wait_days("contest_window")):
        raise Refusal(
            _("The time to contest this answer is over. Send a new proposal and name this number."),
            code="window-over",
        )


def _announce_accepted(proposal: Proposal) -> None:
    """Tell the other parts whose work this was."""
    for order in proposal.works_orders.exclude(other_work=""):
        announce(
            "works_accepted",
            {"work": order.other_work, "case": f"proposals.proposal:{proposal.pk}", "accepted_on": str(today())},
        )
