"""Following a case without an account. Nobody is written to again before they answer the first letter."""

from django.db import transaction

from qala.journal.log import record
from qala.kernel.actors import Actor
from qala.kernel.clock import now, today
from qala.kernel.refusals import require
from qala.proposals.counting import spend_letter
from qala.proposals.models import Letter, Proposal, Subscription
from qala.proposals.policies import is_author, may_read


@transaction.atomic
def follow(*, by: Actor, proposal: Proposal, way: str, address: str, language: str) -> Subscription:
    """Ask for news at an address; one letter goes there, to be confirmed. Asking again changes nothing."""
    require(may_read(by, proposal) or is_author(by, proposal))
    at = now()
    subscription, fresh = Subscription.objects.get_or_create(
        proposal=proposal, way=way, address=address, defaults={"asked_at": at, "language": language}
    )
    if subscription.ended_at is not None:
        subscription.ended_at, subscription.confirmed_at = None, None
        subscription.save(update_fields=["ended_at", "confirmed_at"])
    if subscription.confirmed_at is None:
        _ask_to_confirm(subscription)
    record(by, "proposals.proposal.followed", proposal, subscription=subscription.pk, way=way, again=not fresh)
    return subscription


def _ask_to_confirm(subscription: Subscription) -> None:
    """At most one such letter a day to an address and case; the outbox adds the sealed link."""
    dedup, at = f"{subscription.pk}:confirm:{today()}", now()
    if Letter.objects.filter(dedup=dedup).exists():
        return
    spend_letter(subscription.address)
    Letter.objects.create(
        proposal=subscription.proposal,
        way=subscription.way,
        address=subscription.address,
        language=subscription.language,
        template="confirm_address",
        slots={"number": subscription.proposal.number, "subscription": subscription.pk},
        dedup=dedup,
        queued_at=at,
        next_try_at=at,
    )
