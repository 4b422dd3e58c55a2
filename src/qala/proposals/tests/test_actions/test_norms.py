"""Terms are dated rows with a source; a clock that runs is never moved."""

from dataclasses import replace
from datetime import timedelta

import pytest

from qala.journal.models import Entry
from qala.kernel.actors import Job
from qala.kernel.clock import today
from qala.kernel.refusals import Forbidden, Refusal
from qala.kernel.tests.refusing import refused
from qala.proposals.actions.norms import NormSheet, set_norm
from qala.proposals.models import Norm
from qala.proposals.queries.clocks import first_due, wait_days
from qala.proposals.queries.norms import register
from qala.proposals.rules.norm_words import TERMS
from qala.proposals.tests.factories import officer

pytestmark = pytest.mark.django_db


def sheet(**changes):
    later = today() + timedelta(days=30)
    first = NormSheet("answer", 7, later, "Decision of the akimat 12, 2026-11-01", track="signal", verified=True)
    return replace(first, **changes)


def test_every_stored_term_has_its_words():
    assert set(Norm.objects.values_list("slug", flat=True)) <= set(TERMS)


def test_a_norm_holds_from_its_day_and_not_before():
    before = first_due("signal", today())
    norm = set_norm(by=officer("administrator"), sheet=sheet())
    assert first_due("signal", today()) == before
    assert first_due("signal", norm.from_on) < first_due("appeal", norm.from_on)
    entry = Entry.objects.get(verb="proposals.norm.set")
    assert entry.facts == {
        "slug": "answer", "track": "signal", "days": 7, "from_on": norm.from_on.isoformat(), "verified": True,
    }  # fmt: skip


@pytest.mark.parametrize("role", ["routing_editor", "signer", "triage_officer", "auditor"])
def test_only_an_administrator_sets_a_norm(role):
    with pytest.raises(Forbidden):
        set_norm(by=officer(role), sheet=sheet())
    assert not Entry.objects.filter(verb="proposals.norm.set").exists()


@pytest.mark.parametrize(
    ("changes", "code", "where"),
    [
        ({"slug": "lunch"}, "unknown-term", "slug"),
        ({"slug": "question"}, "unknown-term", "slug"),
        ({"track": ""}, "unknown-term", "slug"),
        ({"days": 0}, "days", "days"),
        ({"days": 61}, "days", "days"),
        ({"source": "  "}, "source-missing", "source"),
        ({"track": "appeal", "pause_stops": True, "verified": False}, "pause-unverified", "pause_stops"),
        ({"slug": "contact_kept", "track": "", "days": 1096}, "contact-outlives-text", "days"),
        ({"slug": "text_kept", "track": "", "days": 364}, "contact-outlives-text", "days"),
    ],
)
def test_what_cannot_be_a_norm_is_refused_beside_its_field(changes, code, where):
    with pytest.raises(Refusal) as told:
        set_norm(by=officer("administrator"), sheet=sheet(**changes))
    assert (told.value.code, list(told.value.fields)) == (code, [where])


def test_no_norm_begins_today_or_earlier():
    for day in (today(), today() - timedelta(days=1)):
        with refused("not-to-come"):
            set_norm(by=officer("administrator"), sheet=sheet(from_on=day))
    set_norm(by=Job("demo"), sheet=sheet(slug="feedback", track="", from_on=today()))
    assert wait_days("feedback") == 7


def test_a_day_is_taken_once():
    who = officer("administrator")
    set_norm(by=who, sheet=sheet())
    with refused("day-taken"):
        set_norm(by=who, sheet=sheet(days=9))


def test_the_register_says_what_holds_and_what_is_to_come():
    set_norm(by=officer("administrator"), sheet=sheet())
    mine = [line for line in register() if (line.row.slug, line.row.track) == ("answer", "signal")]
    assert [(line.row.days, line.state) for line in mine] == [(7, "to_come"), (10, "holds")]
    later = [line for line in register(mine[0].row.from_on) if line.row.slug == "answer" and line.row.track == "signal"]
    assert [line.state for line in later] == ["holds", "replaced"]
