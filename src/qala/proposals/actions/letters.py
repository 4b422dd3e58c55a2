"""Queue news for whoever follows a case. Sending is a job of its own; delivery is not the state of a case."""

from django.db import transaction

from qala.journal.log import record
from qala.kernel.actors import Actor
from qala.kernel.clock import now
from qala.kernel.refusals import require
from qala.proposals.letters.posting import send_waiting
from qala.proposals.models import Letter, Proposal
from qala.proposals.policies import may_submit
from qala.proposals.queries.letters import readers_of

__all__ = ["send_waiting", "tell"]


@transaction.atomic
def tell(*, by: Actor, proposal: Proposal, template: str, once: str = "") -> int:
    """Queue one letter to each confirmed follower, or on paper to the author of an appeal whom nothing else reaches.

    Returns how many were queued. `once` names the occasion, so that a repeated action never tells the same thing
    twice; by default the number of steps taken. Nobody with an unconfirmed address is written to.
    """
    require(may_submit(by))
    occasion = once or f"{template}-{proposal.steps.count()}"
    at = now()
    letters = [
        Letter(
            proposal=proposal,
            way=reader.way,
            address=reader.address,
            language=reader.language,
            template=template,
            slots={"number": proposal.number, "state": proposal.state},
            dedup=f"{proposal.pk}:{occasion}:{reader.key}",
            queued_at=at,
            next_try_at=at,
        )
        for reader in readers_of(proposal)
    ]
    if letters:
        Letter.objects.bulk_create(letters, ignore_conflicts=True)
        record(by, "proposals.letter.queued", proposal, template=template, letters=len(letters))
    return len(letters)
