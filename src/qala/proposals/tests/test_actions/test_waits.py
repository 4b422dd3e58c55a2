"""What the night finds waiting too long: questions and claims."""

from datetime import timedelta

import pytest

from qala.journal.models import Entry
from qala.kernel.actors import Job
from qala.kernel.clock import now
from qala.kernel.refusals import Forbidden
from qala.kernel.tests.refusing import refused
from qala.proposals import tasks
from qala.proposals.actions import waits
from qala.proposals.models import Pause
from qala.proposals.tests.factories import ProposalFactory, officer

pytestmark = pytest.mark.django_db
NIGHT = Job("proposals.nightly")


def asked(days, **fields):
    case = ProposalFactory(triaged=True, received_at=now() - timedelta(days=days + 1))
    return Pause.objects.create(proposal=case, question="Қай үй?", asked_at=now() - timedelta(days=days), **fields)


def test_a_question_past_its_norm_is_closed_as_unanswered():
    old, young = asked(6), asked(4)
    assert tasks.close_questions() == 1
    old.refresh_from_db()
    young.refresh_from_db()
    assert old.answered_at is not None
    assert old.answer == ""
    assert young.answered_at is None
    entry = Entry.objects.get(verb="proposals.proposal.unanswered")
    assert (entry.actor, entry.facts["question"]) == ("job:proposals.nightly", old.pk)


def test_the_clock_runs_again_after_an_unanswered_question():
    pause = asked(6)
    case = pause.proposal
    before = case.due_on
    waits.close_question(by=NIGHT, pause=pause)
    case.refresh_from_db()
    assert case.due_on > before  # the signal's promise waited six days


def test_an_answer_of_the_last_moment_wins():
    pause = asked(6)
    Pause.objects.filter(pk=pause.pk).update(answered_at=now(), answer="5-үй")
    with refused("answered"):
        waits.close_question(by=NIGHT, pause=pause)
    pause.refresh_from_db()
    assert pause.answer == "5-үй"


def test_nobody_but_the_night_closes_a_question():
    with pytest.raises(Forbidden):
        waits.close_question(by=officer("triage_officer"), pause=asked(6))


def test_a_silent_claim_gets_an_inspector_once():
    silent = ProposalFactory(claimed=True, claimed_at=now() - timedelta(days=15), received_at=now() - timedelta(days=30))
    ProposalFactory(claimed=True, claimed_at=now() - timedelta(days=13), received_at=now() - timedelta(days=30))
    assert tasks.send_inspectors() == 1
    assert tasks.send_inspectors() == 0
    assert silent.remarks.get().verb == "inspect"
    assert Entry.objects.filter(verb="proposals.proposal.inspection_ordered").count() == 1
