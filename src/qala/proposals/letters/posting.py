"""The postman: takes waiting letters, sends each outside any transaction, writes down what became of it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.utils import translation

from qala.kernel.actors import Actor
from qala.kernel.clock import local, now
from qala.kernel.refusals import require
from qala.proposals.actions import outbox
from qala.proposals.letters import email, sms, telegram
from qala.proposals.letters.composing import UNASKED, Message, compose, follower_of
from qala.proposals.letters.outcomes import Later, Never, told
from qala.proposals.models import Letter
from qala.proposals.policies import may_run_nightly
from qala.proposals.rules.outbox import LEASE, is_given_up, is_quiet, is_stale, wait_after

Adapter = Callable[[Message], None]


@dataclass
class Posted:
    """What one round did."""

    sent: int = 0
    put_off: int = 0
    failed: int = 0
    dropped: int = 0


def adapter_of(way: str) -> Adapter:
    """Who carries letters this way; a way that is not set up is said so."""
    ways: dict[str, tuple[bool, Adapter]] = {
        "email": (email.is_set_up(), email.send),
        "telegram": (telegram.is_set_up(), telegram.send),
        "sms": (sms.is_set_up(), sms.send),
    }
    is_there, send = ways[way]
    if not is_there:
        raise Never("not_set_up", way)
    return send


def send_waiting(*, by: Actor, limit: int = 100) -> Posted:
    """Send what waits, oldest first. Delivery is not the state of a case: no case is touched.

    Each letter is leased for ten minutes under a lock that other senders skip, then sent outside any transaction, so
    that a slow server holds no row. A sender that dies in between leaves the letter to the next one: it may arrive
    twice, with one identity, but never not at all.
    """
    require(may_run_nightly(by))
    round_, at = Posted(), now()
    closed_until: dict[str, datetime] = {}
    quiet = is_quiet(local(at), settings.QALA_SMS_QUIET)
    for letter in Letter.objects.leased(limit=limit, at=at, until=at + LEASE, sms=not quiet):
        if letter.way in closed_until:
            outbox.put_off(by=by, letter=letter, until=closed_until[letter.way], trouble="too_many", counts=False)
            round_.put_off += 1
            continue
        trouble = _send(by, letter, round_)
        if isinstance(trouble, Later) and trouble.ours:
            closed_until[letter.way] = now() + timedelta(seconds=trouble.after or 30)
    return round_


def _send(by: Actor, letter: Letter, round_: Posted) -> Later | None:
    why = _needless(letter)
    if why:
        outbox.drop(by=by, letter=letter, why=why)
        round_.dropped += 1
        return None
    try:
        send = adapter_of(letter.way)
        with translation.override(letter.language):
            message = compose(letter)
        send(message)
    except Later as trouble:
        return _later(by, letter, trouble, round_)
    except Never as trouble:
        outbox.give_up(by=by, letter=letter, trouble=told(trouble, letter.address), gone=trouble.gone)
        round_.failed += 1
        return None
    outbox.deliver(by=by, letter=letter)
    round_.sent += 1
    return None


def _later(by: Actor, letter: Letter, trouble: Later, round_: Posted) -> Later:
    words = told(trouble, letter.address)
    if not trouble.ours and is_given_up(letter.tries + 1):
        outbox.give_up(by=by, letter=letter, trouble=words)
        round_.failed += 1
        return trouble
    until = now() + wait_after(letter.tries + 1, trouble.after)
    outbox.put_off(by=by, letter=letter, until=until, trouble=words, counts=not trouble.ours)
    round_.put_off += 1
    return trouble


def _needless(letter: Letter) -> str:
    """Why nobody should get this letter any more, or nothing."""
    if is_stale(letter.template, letter.queued_at, now()):
        return "too_late"
    if not letter.address:
        return "address_erased"
    if letter.proposal_id is None or letter.template in UNASKED:
        return ""
    follower = follower_of(letter)
    return "" if follower is not None and follower.confirmed_at is not None else "follower_left"
