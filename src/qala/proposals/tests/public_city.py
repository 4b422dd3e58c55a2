"""A few cases with a past, for tests of what the public sees."""

from datetime import timedelta

from qala.kernel.clock import now
from qala.proposals.models import Decision, Evidence, Proposal, Verdict
from qala.proposals.tests.factories import ProposalFactory, WorksOrderFactory


def whole_chain(**told) -> Proposal:
    """A case with decision, works, evidence and another person's confirmation."""
    at = now() - timedelta(hours=5)
    case = ProposalFactory(confirmed=True, claimed_at=at, **told)
    order = WorksOrderFactory(state="claimed", claimed_at=at, claimed_by="person:worker")
    order.proposals.add(case)
    Evidence.objects.create(order=order, act="A-17", note="Шам ауысты", at=at, by="person:worker")
    Decision.objects.create(proposal=case, kind="satisfied", signed_by="person:head", signed_at=at)
    Verdict.objects.create(
        proposal=case, answer="confirmed", eyes="resident", by=f"author:{case.pk}", claimed_by="person:worker", at=now()
    )
    return case
