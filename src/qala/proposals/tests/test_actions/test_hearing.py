"""Between the parts: a concern becomes a case once; a defect is told once an officer has read it."""

from datetime import datetime

import pytest

from qala.journal.models import Entry
from qala.kernel import cards
from qala.kernel.actors import Job
from qala.kernel.announcements import announce, deliver_waiting
from qala.kernel.clock import CITY
from qala.kernel.models import Announcement
from qala.kernel.refusals import Forbidden
from qala.people.tests.factories import PersonFactory
from qala.proposals.actions import triage
from qala.proposals.actions.concerns import open_concern
from qala.proposals.models import Category, Proposal
from qala.proposals.tests.factories import ProposalFactory, officer

pytestmark = pytest.mark.django_db
CONCERNS = Job("proposals.concerns")


def concern(words="Ас суық болды, балам жемей келді", **changes):
    told = {"about": "meals.serving:5", "language": "kk", "raised_by": ""}
    return announce("concern_raised", told | changes, words=words)


def test_a_concern_becomes_one_case_with_its_clock():
    person = PersonFactory()
    announcement = concern(raised_by=person.actor_key)
    assert deliver_waiting() == 1
    assert deliver_waiting() == 0
    open_concern(by=CONCERNS, announcement=announcement)
    case = Proposal.objects.get()
    assert (case.author.person, case.visibility, case.due_on is not None) == (person, "outline", True)
    assert case.arrival.attributes == {"about": "meals.serving:5"}
    assert Entry.objects.filter(verb="proposals.proposal.submitted").count() == 1
    assert Entry.objects.get(verb="proposals.concern.heard").facts["about"] == "meals.serving:5"


def test_who_raised_a_concern_learns_what_became_of_it_and_nobody_else():
    person = PersonFactory()
    concern(raised_by=person.actor_key)
    deliver_waiting()
    case = Proposal.objects.get()
    told = cards.about(["meals.serving:5", "meals.serving:6"], person)
    assert list(told) == ["meals.serving:5"]
    assert case.number in told["meals.serving:5"].title
    assert cards.about(["meals.serving:5"], PersonFactory()) == cards.about(["meals.serving:5"], None) == {}


def test_a_concern_of_nobody_and_without_words_is_still_taken():
    concern(words=" \u200b ", raised_by="person:not-a-key", language="xx")
    deliver_waiting()
    case = Proposal.objects.get()
    assert not hasattr(case, "author")
    assert case.statement.text == "meals.serving:5"


def test_a_person_does_not_open_concerns():
    with pytest.raises(Forbidden):
        open_concern(by=officer("operator"), announcement=concern())


@pytest.mark.parametrize(("slug", "told"), [("pothole", 1), ("road_surface", 1), ("street_light", 1), ("noise", 0)])
def test_a_defect_is_told_when_it_was_read(slug, told):
    friday = datetime(2026, 11, 20, 1, tzinfo=CITY)  # UTC calls it Thursday still
    case = ProposalFactory(longitude=69.6, latitude=42.3, received_at=friday)
    triage.triage(by=officer("triage_officer"), proposal=case, category=Category.objects.get(pk=slug))
    rows = Announcement.objects.filter(kind="defect_reported")
    assert rows.count() == told
    if told:
        payload = rows.get().payload
        assert payload == {
            "case": f"proposals.proposal:{case.pk}", "category": slug, "place": "", "longitude": 69.6, "latitude": 42.3,
            "reported_on": "2026-11-20",
        }  # fmt: skip
