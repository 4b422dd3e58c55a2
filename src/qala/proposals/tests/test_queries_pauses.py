"""A case that waits for its author is late in the lists exactly where its clock says so."""

from datetime import date, datetime, time, timedelta

import pytest

from qala.kernel.clock import CITY, local, now, today
from qala.people.tests.conftest import signed_in
from qala.proposals.models import Norm, Pause, Proposal
from qala.proposals.queries import outcomes
from qala.proposals.queries.clocks import clock_of, first_due
from qala.proposals.queries.desk import late
from qala.proposals.tests.factories import ProposalFactory, officer

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def past_its_day(track, **more):
    """A case whose last day lies behind, counted as its norm counts."""
    received = now() - 60 * DAY
    return ProposalFactory(track=track, received_at=received, due_on=first_due(track, local(received).date()), **more)


def asked(case, on, **more):
    Pause.objects.create(proposal=case, question="Қай подъезд?", asked_at=noon(on), **more)


def noon(day):
    return datetime.combine(day, time(12), CITY)


@pytest.mark.parametrize("track", ["signal", "appeal"])
@pytest.mark.parametrize("stops", [True, False])
@pytest.mark.parametrize(("after_due", "waits"), [(-1, True), (0, False), (1, False)])
def test_only_a_question_in_time_that_the_norm_lets_stop_the_term_waits(track, stops, after_due, waits):
    Norm.objects.create(
        slug="answer", track=track, days=10, pause_stops=stops, from_on=date(2026, 1, 1), source="a test", verified=True
    )
    case = past_its_day(track)
    asked(case, case.due_on + after_due * DAY)
    is_late = not (waits and stops)
    assert clock_of(case).is_overdue is is_late
    assert Proposal.objects.filter(late(today())).exists() is is_late
    assert Proposal.objects.filter(outcomes.overdue()).exists() is (is_late and track == "appeal")


def test_an_answered_question_excuses_nothing_more():
    case = past_its_day("signal")
    asked(case, case.due_on - 2 * DAY, answer="Екінші", answered_at=noon(case.due_on - DAY))
    assert Proposal.objects.filter(late(today())).exists()


def test_the_desk_alarms_by_the_clock_and_sends_only_appeals_to_the_prosecutor():
    client = signed_in(officer("dispatcher"))
    client.cookies["language"] = "en"
    waiting, signal, appeal = past_its_day("signal"), past_its_day("signal"), past_its_day("appeal")
    asked(waiting, waiting.due_on - DAY)
    pages = [client.get(f"/desk/{case.number}/").content.decode() for case in (waiting, signal, appeal)]
    assert ["The day the city promised has passed" in page for page in pages] == [False, True, False]
    assert ["may turn to the prosecutor" in page for page in pages] == [False, False, True]
    overdue = client.get("/desk/?due=overdue").context["rows"]
    assert {row.case.pk for row in overdue} == {signal.pk, appeal.pk}
