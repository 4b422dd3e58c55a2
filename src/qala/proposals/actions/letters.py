"""Queue news for whoever follows a case. Sending is a job of its own; delivery is not the state of a case."""

from django.db import transaction

from qala.journal.log import record
from qala.kernel.actors import Actor
from qala.kernel.clock import now
from qala.kernel.refusals import require
from qala.proposals.letters.posting import send_waiting
from qala.proposals.models import Letter, Proposal, Subscription
from qala.proposals.policies import may_submit

__all__ = ["send_waiting", "tell"]


@transaction.atomic
def tell(*, by: Actor, proposal: Proposal, template: str, once: str = "") -> int:
    """Queue one letter to each confirmed follower. Returns how many were queued.

    `once` names the occasion, so that a repeated action never tells the same thing twice; by default the number
    of steps taken. Nobody with an unconfirmed address is written to.
    """
    require(may_submit(by))
    occasion = once or f"{template}-{proposal.steps.count()}"
    followers = Subscription.objects.filter(proposal=proposal, confirmed_at__isnull=False, ended_at=None)
    at = now()
    letters = [
        Letter(
            proposal=proposal,
            way=follower.way,
            address=follower.address,
            language=follower.language,
            template=template,
            slots={"number": proposal.number, "state": proposal.state},
            dedup=f"{proposal.pk}:{occasion}:{follower.pk}",
            queued_at=at,
            next_try_at=at,
        )
        for follower in followers
    ]
    if letters:
        Letter.objects.bulk_create(letters, ignore_conflicts=True)
        record(by, "proposals.letter.queued", proposal, template=template, letters=len(letters))
    return len(letters)
