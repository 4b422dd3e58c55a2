"""What became of a letter. The journal hears of each; it never hears an address."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from qala.journal.log import record
from qala.kernel.actors import Actor
from qala.kernel.clock import now
from qala.kernel.refusals import Refusal, require
from qala.proposals.models import Letter, Subscription
from qala.proposals.policies import may_mend_letters, may_run_nightly
from qala.proposals.rules.outbox import MOST_TRIES


@transaction.atomic
def deliver(*, by: Actor, letter: Letter) -> Letter:
    """The other side has taken it."""
    require(may_run_nightly(by) or may_mend_letters(by))
    if letter.state not in (Letter.State.QUEUED, Letter.State.FAILED):
        raise Refusal(_("This letter went out already."), code="sent-already", status=409)
    letter.state, letter.sent_at, letter.tries, letter.trouble = Letter.State.SENT, now(), letter.tries + 1, ""
    _forget_secrets(letter)
    letter.save(update_fields=["state", "sent_at", "tries", "trouble", "slots"])
    record(by, "proposals.letter.sent", letter, case=letter.proposal_id, way=letter.way, tries=letter.tries)
    return letter


def _forget_secrets(letter: Letter) -> None:
    """Digits that sign an appeal are kept by nobody once they are on their way."""
    letter.slots = {name: value for name, value in letter.slots.items() if name != "code"}


@transaction.atomic
def put_off(*, by: Actor, letter: Letter, until: datetime, trouble: str, counts: bool = True) -> Letter:
    """Not now; once more at `until`. Where the other side only asked us to slow down, no try is counted."""
    require(may_run_nightly(by))
    letter.tries = min(letter.tries + int(counts), MOST_TRIES)
    letter.next_try_at, letter.trouble = until, trouble[:200]
    letter.save(update_fields=["tries", "next_try_at", "trouble"])
    record(by, "proposals.letter.put_off", letter, way=letter.way, tries=letter.tries, until=until)
    return letter


@transaction.atomic
def give_up(*, by: Actor, letter: Letter, trouble: str, gone: bool = False) -> Letter:
    """It will not arrive. It stays on the desk's list until somebody tries again; `gone` ends the subscription."""
    require(may_run_nightly(by))
    letter.state, letter.trouble, letter.tries = Letter.State.FAILED, trouble[:200], letter.tries + 1
    letter.save(update_fields=["state", "trouble", "tries"])
    if gone:
        Subscription.objects.filter(way=letter.way, address=letter.address, ended_at=None).update(ended_at=now())
    record(by, "proposals.letter.failed", letter, case=letter.proposal_id, way=letter.way, tries=letter.tries)
    return letter


@transaction.atomic
def drop(*, by: Actor, letter: Letter, why: str) -> Letter:
    """Nobody waits for it any more: the follower left, the digits are too old."""
    require(may_run_nightly(by))
    letter.state, letter.trouble = Letter.State.DROPPED, why
    _forget_secrets(letter)
    letter.save(update_fields=["state", "trouble", "slots"])
    record(by, "proposals.letter.dropped", letter, case=letter.proposal_id, way=letter.way, why=why)
    return letter


@transaction.atomic
def try_again(*, by: Actor, letter: Letter) -> Letter:
    """Put a failed letter back into the queue, with all its tries."""
    require(may_mend_letters(by))
    if letter.state != Letter.State.FAILED:
        raise Refusal(_("Only a letter that failed can be tried again."), code="not-failed", status=409)
    if not letter.address:
        raise Refusal(_("The address is erased already. Write to the author another way."), code="address-erased")
    letter.state, letter.tries, letter.next_try_at = Letter.State.QUEUED, 0, now()
    letter.save(update_fields=["state", "tries", "next_try_at"])
    record(by, "proposals.letter.retried", letter, case=letter.proposal_id, way=letter.way)
    return letter


@transaction.atomic
def erase_addresses(*, by: Actor, days: int) -> int:
    """Forget where letters went once they are `days` old and on nobody's list of things to do."""
    require(may_run_nightly(by))
    over = Letter.objects.exclude(state=Letter.State.QUEUED).filter(queued_at__lt=now() - timedelta(days=days))
    erased = over.exclude(address="").update(address="", slots={})
    record(by, "proposals.letter.erased", "proposals.letters:all", letters=erased, days=days)
    return erased
