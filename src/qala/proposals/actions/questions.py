"""Asking the author, and taking longer: both are told, neither is silent."""

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from qala.journal.log import record
from qala.kernel.actors import Actor
from qala.kernel.clock import local, now
from qala.kernel.queries import city_calendar
from qala.kernel.refusals import Refusal, require
from qala.kernel.translated import Translated
from qala.proposals.actions.letters import tell
from qala.proposals.models import Extension, Pause, Proposal
from qala.proposals.policies import is_author, may_ask, may_extend
from qala.proposals.queries.clocks import clock_of
from qala.proposals.queries.letters import readers_of
from qala.proposals.rules import extensions
from qala.proposals.rules.clock import Phase
from qala.proposals.rules.clock_words import EXTENSION_PROBLEMS


@transaction.atomic
def ask(*, by: Actor, proposal: Proposal, question: str) -> Pause:
    """Ask the author. The promise waits; the legal clock only where a confirmed norm says so."""
    require(may_ask(by, proposal))
    if not question.strip():
        missing = _("Write the question first.")
        raise Refusal(missing, code="question-missing", fields={"question": missing})
    if not proposal.is_open:
        raise Refusal(_("This case is closed: there is nothing to wait for."), code="closed", status=409)
    if proposal.pauses.filter(answered_at=None).exists():
        raise Refusal(_("One question is open already. Wait for its answer."), code="question-open", status=409)
    pause = Pause.objects.create(proposal=proposal, question=question, asked_at=now())
    record(by, "proposals.proposal.asked", proposal, question=pause.pk)
    tell(by=by, proposal=proposal, template="asked", once=f"asked-{pause.pk}")
    return pause


@transaction.atomic
def answer(*, by: Actor, proposal: Proposal, words: str) -> Pause:
    """The author answers; the clocks run again and their days are counted anew."""
    require(is_author(by, proposal))
    pause = proposal.pauses.filter(answered_at=None).first()
    if pause is None:
        raise Refusal(_("No question is waiting for your answer."), code="no-question")
    if not words.strip():
        missing = _("Write your answer first.")
        raise Refusal(missing, code="answer-missing", fields={"words": missing})
    pause.answer, pause.answered_at = words, now()
    pause.save(update_fields=["answer", "answered_at"])
    _recount(proposal)
    record(by, "proposals.proposal.answered", proposal, question=pause.pk, due_on=proposal.due_on)
    return pause


@transaction.atomic
def extend(*, by: Actor, proposal: Proposal, until_on: date, reason: Translated) -> Extension:
    """Take longer, by a reasoned and signed decision of which the author is told in the same breath."""
    require(may_extend(by, proposal))
    at = now()
    _insist_on_way_to_author(proposal)
    _insist_on_lawful(proposal, until_on, reason, local(at).date())
    row = Extension.objects.create(
        proposal=proposal, until_on=until_on, reason=reason, decided_at=at, noticed_at=at, signed_by=by.actor_key
    )
    _recount(proposal)
    record(by, "proposals.proposal.extended", proposal, extension=row.pk, due_on=proposal.due_on)
    tell(by=by, proposal=proposal, template="extended", once=f"extension-{row.pk}")
    return row


def _insist_on_way_to_author(proposal: Proposal) -> None:
    """No silent extension: without a confirmed follower the notice goes by post, so an address must be known."""
    if not readers_of(proposal):
        raise Refusal(
            _("The author cannot be told: there is no confirmed contact and no postal address. The term stays."),
            code="notice-impossible",
            rule="350-VI, art. 76",
        )


def _insist_on_lawful(proposal: Proposal, until_on: date, reason: Translated, on: date) -> None:
    wanted = extensions.Extension(
        decided_on=on, until_on=until_on, has_reason=bool(reason), is_signed=True, notice_on=on
    )
    clock = clock_of(proposal)
    if clock.phase is Phase.ENDED:
        raise Refusal(_("This case is answered: there is no term to extend."), code="answered", status=409)
    if until_on <= clock.due_on:
        wrong = _("The new day lies after the old one.")
        raise Refusal(wrong, code="no-longer-term", fields={"until_on": wrong})
    void = extensions.problems(
        wanted, registered=proposal.registered_on, due_on=clock.due_on, calendar=city_calendar(), notice_days=3
    )
    if void:
        words = str(EXTENSION_PROBLEMS[void[0]])
        where = "reason" if void[0] == "reason_missing" else "until_on"
        raise Refusal(words, code=void[0].replace("_", "-"), rule="350-VI, art. 76", fields={where: words})


def _recount(proposal: Proposal) -> None:
    """The stored day is only a copy of what the events say."""
    proposal.due_on = clock_of(proposal).due_on
    proposal.save(update_fields=["due_on"])
