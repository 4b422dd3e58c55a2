"""The night counts waits: questions nobody answered. (Claims nobody confirmed: `repair.send_inspector`.)"""

from django.db import transaction
from django.utils.translation import gettext as _

from qala.journal.log import record
from qala.kernel.actors import Actor
from qala.kernel.clock import now
from qala.kernel.refusals import Refusal, require
from qala.proposals.models import Pause
from qala.proposals.policies import may_run_nightly
from qala.proposals.queries.clocks import clock_of


@transaction.atomic
def close_question(*, by: Actor, pause: Pause) -> Pause:
    """The author did not answer in time: the question is closed as unanswered and the clocks run again."""
    require(may_run_nightly(by))
    pause = Pause.objects.select_for_update(of=("self",)).select_related("proposal").get(pk=pause.pk)
    if pause.answered_at is not None:
        raise Refusal(_("This question has its answer."), code="answered", status=409)
    pause.answered_at, pause.answer = now(), ""
    pause.save(update_fields=["answered_at", "answer"])
    proposal = pause.proposal
    proposal.due_on = clock_of(proposal).due_on
    proposal.save(update_fields=["due_on"])
    record(by, "proposals.proposal.unanswered", proposal, question=pause.pk, due_on=proposal.due_on)
    return pause
