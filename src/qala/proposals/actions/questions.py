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
from qala.proposals.rules import extensions


@transaction.atomic
def ask(*, by: Actor, proposal: Proposal, question: str) -> Pause:
    """Ask the author. The promise waits; the legal clock only where a confirmed norm says so."""
    require(may_ask(by))
    if proposal.pauses.filter(answered_at=None).exists():
        raise Refusal(_("One question is open already. Wait for its answer."), code="question-open")
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
    _insist_on_lawful(proposal, until_on, reason, local(at).date())
    row = Extension.objects.create(
        proposal=proposal, until_on=until_on, reason=reason, decided_at=at, noticed_at=at, signed_by=by.actor_key
    )
    _recount(proposal)
    record(by, "proposals.proposal.extended", proposal, extension=row.pk, due_on=proposal.due_on)
    tell(by=by, proposal=proposal, template="extended")
    return row


def _insist_on_lawful(proposal: Proposal, until_on: date, reason: Translated, on: date) -> None:
    wanted = extensions.Extension(
        decided_on=on, until_on=until_on, has_reason=bool(reason), is_signed=True, notice_on=on
    )
    clock = clock_of(proposal)
    void = extensions.problems(
        wanted, registered=proposal.registered_on, due_on=clock.due_on, calendar=city_calendar(), notice_days=3
    )
    if void:
        raise Refusal(
            _("The law does not allow this extension: it needs a reason, before the term ends, two months at most."),
            code=void[0].replace("_", "-"),
            rule="350-VI, art. 76",
        )


def _recount(proposal: Proposal) -> None:
    """The stored day is only a copy of what the events say."""
    proposal.due_on = clock_of(proposal).due_on
    proposal.save(update_fields=["due_on"])
