"""A few cases with a past, for tests of what the public sees."""

from datetime import timedelta

from qala.kernel.clock import now
from qala.proposals.models import Decision, Evidence, Proposal, Step, Verdict
from qala.proposals.tests.factories import ProposalFactory, WorksOrderFactory


def whole_chain(**told) -> Proposal:
    """A case with decision, works, evidence and another person's confirmation."""
    case = ProposalFactory(confirmed=True, **told)
    at = now() - timedelta(hours=5)
    order = WorksOrderFactory(state="claimed", claimed_at=at, claimed_by="person:worker")
    order.proposals.add(case)
    Evidence.objects.create(order=order, act="A-17", note="Шам ауысты", at=at, by="person:worker")
    Decision.objects.create(proposal=case, kind="satisfied", signed_by="person:head", signed_at=at)
    walked = [("received", "triage", "triaged"), ("triaged", "assign", "assigned"), ("assigned", "start", "in_work"),
              ("in_work", "claim_fixed", "fixed_claimed"), ("fixed_claimed", "confirm", "confirmed")]  # fmt: skip
    for minutes, (before, verb, after) in enumerate(walked):
        Step.objects.create(
            proposal=case, verb=verb, before=before, after=after, at=at + timedelta(minutes=minutes), by="person:worker"
        )
    Verdict.objects.create(
        proposal=case, answer="confirmed", eyes="resident", by=f"author:{case.pk}", claimed_by="person:worker", at=now()
    )
    return case
