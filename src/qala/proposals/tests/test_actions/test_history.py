"""A past taken over: as strict as a living case, told at once, written once."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest

from qala.journal.models import Entry, Member
from qala.kernel.actors import Job
from qala.kernel.refusals import Forbidden
from qala.kernel.translated import Translated
from qala.people.tests.factories import AppointmentFactory, OrganisationFactory, PersonFactory
from qala.proposals.actions.history import load_history, load_photos
from qala.proposals.models import Incident, Photo, Plan, Proposal, Step, Verdict, WorksOrder
from qala.proposals.queries.clocks import clock_of
from qala.proposals.rules.history import Story, Told
from qala.proposals.rules.sheet import AuthorSheet, Sheet
from qala.proposals.tests.factories import active_table

pytestmark = pytest.mark.django_db
LOADER = Job("tests.loader")
BEGAN = datetime(2025, 3, 4, 6, tzinfo=UTC)


def at(days, hours=0):
    return BEGAN + timedelta(days=days, hours=hours)


@pytest.fixture
def office():
    """One department with everybody a case meets, in office since 2025."""
    body = OrganisationFactory(from_on=datetime(2024, 1, 1, tzinfo=UTC).date())
    people = {"body": body}
    for role in ("triage_officer", "dispatcher", "executor", "inspector", "signer"):
        people[role] = PersonFactory()
        since = datetime(2025, 1, 1, tzinfo=UTC).date()
        AppointmentFactory(person=people[role], role=role, organisation=body, from_on=since)
    people["author"] = PersonFactory()
    active_table(body)
    return people


def story(office, *steps, track="signal", **more):
    author = office["author"]
    sheet = Sheet(
        text="Шам жанбайды, телефоным 8 701 111 22 33",
        track=track,
        channel="site",
        longitude=69.6,
        latitude=42.3,
        author=AuthorSheet(person_id=str(author.pk), name="Әлия"),
        identity="provider" if track == "appeal" else "unconfirmed",
        received_at=BEGAN,
    )
    return Story(uuid4(), sheet, tuple(told(office, *step) for step in steps), author.actor_key, **more)


def told(office, verb, days, role, **facts):
    office_of = "resident" if role == "author" else role
    return Told(verb, at(days), office[role].actor_key, office_of, facts)


def to_claim(office):
    slug = office["body"].slug
    return (
        ("triage", 1, "triage_officer", *()),
        ("assign", 2, "dispatcher"),
        ("order_works", 3, "dispatcher"),
        ("start", 4, "executor"),
        ("claim_fixed", 6, "executor"),
    ), {
        "triage": {"category": "street_light"},
        "assign": {"department": slug, "reason": ""},
        "order_works": {"executor": slug, "task": "Ауыстыру", "money_source": "QB", "due_on": at(9).date()},
        "start": {},
        "claim_fixed": {"act": "A-1"},
    }


def repaired(office, *more, **options):
    steps, facts = to_claim(office)
    made = story(office, **options)
    walked = tuple(told(office, verb, days, role, **facts[verb]) for verb, days, role in steps)
    later = tuple(told(office, verb, days, role, **given) for verb, days, role, given in more)
    return Story(made.uid, made.sheet, walked + later, made.author, made.twin_of, made.shares_order_of, made.incident)


def load(*stories):
    return load_history(by=LOADER, stories=stories)


def test_a_told_case_leaves_the_rows_a_living_one_would(office):
    done = load(repaired(office, ("confirm", 8, "author", {"words": "Иә"})))
    case = Proposal.objects.get(pk=done.cases[0].pk)
    assert done.refused == []
    assert (case.state, case.hops, case.department) == ("confirmed", 1, office["body"])
    assert case.confirmed_at == case.closed_at == at(8)
    assert case.answered_at == case.claimed_at == at(6)
    assert list(case.steps.values_list("verb", flat=True)) == ["triage", "assign", "start", "claim_fixed", "confirm"]
    assert case.verdicts.get().eyes == Verdict.Eyes.RESIDENT
    assert case.works_orders.get().state == WorksOrder.State.CLAIMED
    assert case.assignments.get().table_version == 1
    assert "111 22 33" not in case.statement.public_text


def test_the_clock_of_a_told_case_is_computed_from_its_rows(office):
    reason = Translated(kk="Сараптама керек", ru="Нужна экспертиза")
    made = story(office, track="appeal")
    steps = (
        told(office, "triage", 1, "triage_officer", category="street_light"),
        told(office, "assign", 2, "dispatcher", department=office["body"].slug),
        told(office, "ask", 3, "dispatcher", question="Қай үй?"),
        told(office, "answer", 5, "author", words="Бесінші"),
        told(office, "extend", 8, "signer", until_on=at(40).date(), reason=reason),
    )
    case = load(Story(made.uid, made.sheet, steps, made.author)).cases[0]
    fresh = Proposal.objects.get(pk=case.pk)
    assert fresh.due_on == at(40).date() == clock_of(fresh).due_on


def test_a_twin_is_mended_under_the_first_order_and_an_incident_gathers(office):
    first = repaired(office, incident="storm")
    steps = tuple(step for step in first.steps if step.verb != "order_works")
    link = Told("link", at(1, 1), office["triage_officer"].actor_key, "triage_officer")
    twin = Story(uuid4(), first.sheet, (steps[0], link, *steps[1:]), first.author, first.uid, first.uid)
    done = load(first, twin)
    assert done.refused == []
    assert list(WorksOrder.objects.get().proposals.all()) == list(Proposal.objects.all())
    assert done.cases[1].links.get().target == done.cases[0]


def test_a_storm_told_afterwards_has_one_answer_to_all_and_ends(office):
    by = office["triage_officer"].actor_key
    first = repaired(office, incident="storm")
    words = Translated(kk="Жарық қосылды", ru="Свет подан")
    storm = (
        Told("join_incident", at(1, 1), by, "triage_officer"),
        Told("answer_incident", at(1, 2), by, "triage_officer", {"text": words}),
        Told("close_incident", at(1, 3), by, "triage_officer"),
    )
    story = Story(first.uid, first.sheet, (first.steps[0], *storm, *first.steps[1:]), first.author, incident="storm")
    assert load(story).refused == []
    incident = Incident.objects.get()
    reply = incident.replies.get()
    assert (incident.closed_at, reply.at, reply.text.ru, reply.proposal) == (at(1, 3), at(1, 2), "Свет подан", None)
    assert Proposal.objects.get().incident == incident
    alone = Story(uuid4(), first.sheet, (first.steps[0], storm[1]), first.author)
    assert "has joined" in load(alone).refused[0]


@pytest.mark.parametrize(
    ("more", "why"),
    [
        ((("confirm", 8, "executor", {}),), "executor may not confirm"),
        ((("confirm", 8, "signer", {}),), "signer may not confirm"),
        ((("confirm", 5, "inspector", {}),), "out of order"),
        ((("plan", 8, "signer", {}),), ""),
        ((("contest", 8, "author", {}),), "needs a reason"),
        ((("confirm", 8, "inspector", {}), ("contest", 60, "author", {"words": "Жоқ"})), "28 days"),
        ((("confirm", 900, "inspector", {}),), "in the future"),
    ],
)
def test_an_unlawful_story_is_refused_and_leaves_nothing(office, more, why):
    done = load(repaired(office, *more))
    assert len(done.refused) == 1
    assert why in done.refused[0]
    assert Proposal.objects.count() == Step.objects.count() == WorksOrder.objects.count() == 0


def test_an_official_acts_only_while_appointed(office):
    early = repaired(office)
    steps = tuple(Told(s.verb, s.at - timedelta(days=200), s.by, s.office, s.facts) for s in early.steps)
    sheet = Sheet(text="Шам", received_at=BEGAN - timedelta(days=201))
    assert "did not hold" in load(Story(uuid4(), sheet, steps)).refused[0]


def test_a_funded_promise_names_money_and_place(office):
    made = repaired(office)
    reason = Translated(kk="Жоспарға енді", ru="В плане")
    bare = {"owner": office["body"].slug, "reason": reason, "due_on": at(60).date(), "money_source": "QB"}
    plan = told(office, "plan", 3, "signer", **bare)
    done = load(Story(made.uid, made.sheet, (*made.steps[:2], plan), made.author))
    assert "money and place" in done.refused[0]
    full = told(office, "plan", 3, "signer", **bare, place="Абай көшесі")
    assert load(Story(made.uid, made.sheet, (*made.steps[:2], full), made.author)).refused == []
    assert Plan.objects.get().due_on == at(60).date()


def test_one_bad_story_does_not_cost_the_others(office):
    bad = repaired(office, ("contest", 8, "author", {}))
    done = load(bad, repaired(office))
    assert (len(done.cases), len(done.refused)) == (1, 1)


def test_the_same_story_again_changes_nothing(office):
    same = repaired(office)
    load(same)
    again = load(same)
    assert (again.known_already, again.cases, Proposal.objects.count()) == (1, [], 1)


def test_a_resident_or_an_officer_may_not_load(office):
    with pytest.raises(Forbidden):
        load_history(by=office["dispatcher"], stories=[])
    with pytest.raises(Forbidden):
        load_photos(by=office["author"], photos=[])


def test_a_load_is_one_entry_with_a_leaf_per_case_and_no_words(office):
    done = load(repaired(office), repaired(office))
    entry = Entry.objects.get(verb="proposals.history.loaded")
    leaves = Member.objects.filter(entry=entry)
    assert {leaf.object for leaf in leaves} == {f"proposals.proposal:{case.pk}" for case in done.cases}
    assert "Шам" not in str(list(leaves.values_list("facts", flat=True)))


def test_a_picture_was_not_seen_in_the_future(office):
    case = load(repaired(office)).cases[0]
    later = datetime.now(UTC) + timedelta(days=1)
    from qala.kernel.refusals import Refusal

    with pytest.raises(Refusal):
        load_photos(by=LOADER, photos=[Photo(proposal=case, digest="x", received_at=later)])
    assert Photo.objects.count() == 0
