"""A follower answers: yes, write here; no, stop. The sealed address of the letter is all they need."""

from django.db import transaction
from django.utils.translation import gettext as _

from qala.journal.log import record
from qala.kernel.actors import Actor
from qala.kernel.clock import now
from qala.kernel.refusals import Refusal, require
from qala.proposals.models import Letter, Proposal, Subscription, TelegramChat
from qala.proposals.policies import is_author, may_answer_for, may_run_nightly


@transaction.atomic
def confirm_following(*, by: Actor, subscription: Subscription) -> Subscription:
    """The reader of the letter wants the news. Confirming twice changes nothing."""
    require(may_answer_for(by, subscription))
    if subscription.ended_at is not None:
        raise Refusal(_("You have stopped these news. Ask for them again on the page of the case."), code="ended")
    if subscription.confirmed_at is None:
        subscription.confirmed_at = now()
        subscription.save(update_fields=["confirmed_at"])
        _greet(subscription)
    record(by, "proposals.follower.confirmed", subscription.proposal, subscription=subscription.pk)
    return subscription


def _greet(subscription: Subscription) -> None:
    """The first piece of news: by when there will be an answer."""
    case, at = subscription.proposal, now()
    Letter.objects.get_or_create(
        dedup=f"{case.pk}:received:{subscription.pk}",
        defaults={
            "proposal": case,
            "way": subscription.way,
            "address": subscription.address,
            "language": subscription.language,
            "template": "received",
            "slots": {"number": case.number, "state": case.state},
            "queued_at": at,
            "next_try_at": at,
        },
    )


@transaction.atomic
def end_following(*, by: Actor, subscription: Subscription) -> Subscription:
    """No more news of this case to this address."""
    require(may_answer_for(by, subscription))
    if subscription.ended_at is None:
        subscription.ended_at = now()
        subscription.save(update_fields=["ended_at"])
    record(by, "proposals.proposal.unfollowed", subscription.proposal, subscription=subscription.pk)
    return subscription


@transaction.atomic
def follow_in_chat(*, by: Actor, proposal: Proposal, chat: str, language: str) -> Subscription:
    """Whoever shows the talon's code in a chat follows the case there. Opening the chat was the consent."""
    require(is_author(by, proposal))
    at = now()
    TelegramChat.objects.get_or_create(chat=chat, defaults={"linked_at": at})
    subscription, _fresh = Subscription.objects.update_or_create(
        proposal=proposal,
        way=Subscription.Way.TELEGRAM,
        address=chat,
        defaults={"confirmed_at": at, "ended_at": None},
        create_defaults={"asked_at": at, "confirmed_at": at, "language": language},
    )
    record(by, "proposals.proposal.followed", proposal, subscription=subscription.pk, way="telegram")
    return subscription


@transaction.atomic
def leave_chat(*, by: Actor, chat: str) -> int:
    """The person in this chat wants no more news of anything. The chat itself is forgotten."""
    require(may_run_nightly(by))
    left = Subscription.objects.filter(way=Subscription.Way.TELEGRAM, address=chat, ended_at=None)
    ended = left.update(ended_at=now())
    TelegramChat.objects.filter(chat=chat).delete()
    record(by, "proposals.follower.left", "proposals.telegram:all", subscriptions=ended)
    return ended
