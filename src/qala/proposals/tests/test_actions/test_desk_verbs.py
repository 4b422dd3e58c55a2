"""Every action of the desk three times: somebody may, somebody may not, and it is recorded."""

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import pytest

from qala.journal.models import Entry
from qala.kernel.actors import Job
from qala.kernel.clock import now, today
from qala.kernel.refusals import Forbidden
from qala.people.tests.factories import OrganisationFactory, PersonFactory
from qala.proposals.actions import answers, links, orders, questions, repair, replies, triage
from qala.proposals.actions.answers import PlanSheet
from qala.proposals.actions.orders import EvidenceSheet, OrderSheet
from qala.proposals.models import Category, Evidence, Incident, Link, Pause, Proposal, Reply
from qala.proposals.queries.follow import Holder
from qala.proposals.tests.factories import (
    AuthorFactory,
    ProposalFactory,
    WorksOrderFactory,
    active_table,
    officer,
    said,
)

pytestmark = pytest.mark.django_db
WORDS = said("Себебі осындай")


@dataclass
class Scene:
    """A department with its table and one case in some state."""

    trait: str = ""
    facts: dict[str, Any] = field(default_factory=dict)

    def __post_init__(self):
        self.department = OrganisationFactory()
        active_table(self.department)
        traits = dict.fromkeys(self.trait.split(), True)
        if "assigned" in traits or "in_work" in traits or "claimed" in traits:
            self.facts.setdefault("department", self.department)
        self.case = ProposalFactory(**traits, **self.facts)

    def taken_in(self, by):
        self.case.accepted_by = by.actor_key
        return self.case

    def another(self):
        return ProposalFactory(triaged=True)

    def order(self, state="in_work", **facts):
        order = WorksOrderFactory(executor=self.department, state=state, **facts)
        order.proposals.set([self.case])
        Evidence.objects.create(order=order, act="A-1", longitude=69.6, latitude=42.3, at=now(), by="job:x")
        return order

    def plan_sheet(self):
        return PlanSheet(self.department, WORDS, today() + timedelta(days=9), "09.015", "Тәуке хан 5")

    def order_sheet(self):
        return OrderSheet(self.department, "Шам", today() + timedelta(days=9), "09.015")

    def incident(self):
        incident = Incident.objects.create(category=Category.objects.get(pk="gas"), opened_at=now())
        Proposal.objects.filter(pk=self.case.pk).update(incident=incident)
        return incident

    def reply(self):
        return Reply.objects.create(
            proposal=self.case, verb="reply", text={"kk": "а"}, translation={"kk": "original"}, at=now(), by="job:x"
        )

    def link(self):
        told = {"target": self.another(), "made_at": now(), "made_by": "job:x"}
        return Link.objects.get_or_create(source=self.case, kind="duplicate", defaults=told)[0]

    def question(self):
        return Pause.objects.create(proposal=self.case, question="Қай жерде?", asked_at=now())

    def addressed(self):
        return getattr(self.case, "author", None) or AuthorFactory(proposal=self.case)


def light():
    return Category.objects.get(pk="street_light")


# name, traits of the case, who may, what is done, what the journal says
ACTIONS = [
    ("triage", "", "triage_officer", lambda s, by: triage.triage(by=by, proposal=s.case, category=light()), "proposal.triaged"),
    ("categorise", "triaged", "dispatcher", lambda s, by: triage.categorise(by=by, proposal=s.case, category=light()), "proposal.categorised"),
    ("assign", "triaged", "dispatcher", lambda s, by: triage.assign(by=by, proposal=s.case), "proposal.assigned"),
    ("give_back", "assigned", "dispatcher", lambda s, by: triage.give_back(by=by, proposal=s.case, reason="х"), "proposal.given_back"),
    ("publish", "appeal", "operator", lambda s, by: triage.publish(by=by, proposal=s.case, text="Сөз"), "proposal.published"),
    ("withhold", "", "operator", lambda s, by: triage.withhold(by=by, proposal=s.case, visibility="hidden", reason="х"), "proposal.withheld"),
    ("hold", "", "operator", lambda s, by: triage.hold(by=by, proposal=s.case, reason="х"), "proposal.quarantined"),
    ("release", "quarantined", "operator", lambda s, by: triage.release(by=by, proposal=s.case), "proposal.released"),
    ("remark", "", "inspector", lambda s, by: triage.remark(by=by, proposal=s.case, text="х"), "proposal.remarked"),
    ("send_to_sign", "assigned", "executor", lambda s, by: triage.send_to_sign(by=by, proposal=s.case, verb="refuse", words="х"), "proposal.sent_to_sign"),
    ("plan", "assigned", "signer", lambda s, by: answers.plan(by=by, proposal=s.case, sheet=s.plan_sheet()), "proposal.planned"),
    ("explain", "triaged", "dispatcher", lambda s, by: answers.explain(by=by, proposal=s.case, reason=WORDS), "proposal.explained"),
    ("refuse", "triaged", "signer", lambda s, by: answers.refuse(by=by, proposal=s.case, ground="cost", reason=WORDS), "proposal.refused"),
    ("forward", "triaged", "signer", lambda s, by: answers.forward(by=by, proposal=s.case, to="Прокуратура", reason=WORDS), "proposal.forwarded"),
    ("withdraw", "triaged", "operator", lambda s, by: answers.withdraw(by=by, proposal=s.taken_in(by), reason=WORDS), "proposal.withdrawn_by_operator"),
    ("start", "assigned", "dispatcher", lambda s, by: repair.start(by=by, proposal=s.case), "proposal.started"),
    ("claim_fixed", "in_work", "dispatcher", lambda s, by: repair.claim_fixed(by=by, proposal=s.case, order=s.order()), "proposal.claimed"),
    ("confirm", "claimed", "inspector", lambda s, by: repair.confirm(by=by, proposal=s.case), "proposal.confirmed"),
    ("contest", "claimed", "inspector", lambda s, by: repair.contest(by=by, proposal=s.case, words="жоқ"), "proposal.contested"),
    ("order_works", "assigned", "signer", lambda s, by: orders.order_works(by=by, proposals=[s.case], sheet=s.order_sheet()), "works.ordered"),
    ("start_works", "in_work", "dispatcher", lambda s, by: orders.start_works(by=by, order=s.order("ordered")), "works.started"),
    ("attach_evidence", "in_work", "dispatcher", lambda s, by: orders.attach_evidence(by=by, order=s.order(), sheet=EvidenceSheet(act="1")), "works.evidenced"),
    ("claim_works", "in_work", "dispatcher", lambda s, by: orders.claim_works(by=by, order=s.order()), "works.claimed"),
    ("accept_works", "in_work", "inspector", lambda s, by: orders.accept_works(by=by, order=s.order("claimed", claimed_by="x")), "works.accepted"),
    ("return_works", "in_work", "inspector", lambda s, by: orders.return_works(by=by, order=s.order("claimed"), reason="х"), "works.returned"),
    ("cancel_works", "in_work", "dispatcher", lambda s, by: orders.cancel_works(by=by, order=s.order()), "works.cancelled"),
    ("ask", "assigned", "dispatcher", lambda s, by: questions.ask(by=by, proposal=s.case, question="Қай жерде?"), "proposal.asked"),
    ("extend", "assigned appeal", "signer", lambda s, by: (s.addressed(), questions.extend(by=by, proposal=s.case, until_on=today() + timedelta(days=30), reason=WORDS))[1], "proposal.extended"),
    ("link", "triaged", "operator", lambda s, by: links.link(by=by, source=s.case, target=s.another()), "proposal.linked"),
    ("unlink", "triaged", "operator", lambda s, by: links.unlink(by=by, made=s.link()), "proposal.unlinked"),
    ("split", "triaged", "operator", lambda s, by: links.split(by=by, proposal=s.case, texts=["бір", "екі"]), "proposal.split"),
    ("open_incident", "triaged", "dispatcher", lambda s, by: links.open_incident(by=by, category=light(), proposals=[s.case, s.another()]), "incident.opened"),
    ("join_incident", "triaged", "dispatcher", lambda s, by: links.join_incident(by=by, incident=s.incident(), proposals=[s.another()]), "incident.joined"),
    ("answer_incident", "triaged", "dispatcher", lambda s, by: links.answer_incident(by=by, incident=s.incident(), text=WORDS), "incident.answered"),
    ("close_incident", "triaged", "dispatcher", lambda s, by: links.close_incident(by=by, incident=s.incident()), "incident.closed"),
    ("reply", "triaged", "operator", lambda s, by: replies.reply(by=by, proposal=s.case, text=WORDS), "proposal.replied"),
    ("translate", "triaged", "translator", lambda s, by: replies.translate(by=by, row=s.reply(), language="ru", words="ё"), "proposal.translated"),
]  # fmt: skip
NAMES = [row[0] for row in ACTIONS]


@pytest.mark.parametrize(("name", "trait", "role", "act", "verb"), ACTIONS, ids=NAMES)
def test_somebody_may_and_it_is_recorded(name, trait, role, act, verb):
    scene, by = Scene(trait), officer(role)
    made = act(scene, by)
    assert made is not None
    entry = Entry.objects.filter(verb=f"proposals.{verb}").last()
    assert entry is not None
    assert entry.actor == by.actor_key
    for secret in ("Себебі", "Прокуратура", "Тәуке", "Қай жерде", "жоқ"):
        assert secret not in str(entry.facts)


@pytest.mark.parametrize(("name", "trait", "role", "act", "verb"), ACTIONS, ids=NAMES)
def test_a_stranger_may_not(name, trait, role, act, verb):
    scene = Scene(trait)
    before = Proposal.objects.values().get(pk=scene.case.pk)
    for by in (PersonFactory(), officer("auditor"), Job("proposals.nightly"), Holder(scene.case.pk + 10_000)):
        with pytest.raises(Forbidden):
            act(scene, by)
    kept = Proposal.objects.values().get(pk=scene.case.pk)
    before.pop("incident_id")
    kept.pop("incident_id")
    assert kept == before
    assert not Entry.objects.filter(verb=f"proposals.{verb}").exists()


def test_redate_needs_a_plan_and_keeps_the_earlier_day():
    scene, by = Scene("assigned"), officer("signer")
    first = answers.plan(by=by, proposal=scene.case, sheet=scene.plan_sheet())
    with pytest.raises(Forbidden):
        answers.redate(by=officer("executor"), proposal=scene.case, sheet=scene.plan_sheet())
    later = PlanSheet(scene.department, WORDS, today() + timedelta(days=40), "09.015", "Тәуке хан 5")
    answers.redate(by=by, proposal=scene.case, sheet=later)
    first.refresh_from_db()
    assert first.replaced_at is not None
    assert scene.case.plans.count() == 2
    entry = Entry.objects.get(verb="proposals.proposal.redated")
    assert (entry.facts["before"], entry.facts["promised_on"]) == (str(first.due_on), str(later.due_on))


def test_come_back_writes_their_number_on_the_last_decision_only():
    scene, by = Scene("triaged"), officer("dispatcher")
    for number in ("A-1", "B-2"):
        answers.forward(by=by, proposal=scene.case, to="Прокуратура", reason=WORDS)
        with pytest.raises(Forbidden):
            answers.come_back(by=officer("signer"), proposal=scene.case)
        answers.come_back(by=by, proposal=scene.case, their_number=number)
    assert list(scene.case.decisions.values_list("their_number", flat=True)) == ["A-1", "B-2"]
    assert Entry.objects.filter(verb="proposals.proposal.come_back").count() == 2


def test_only_the_author_answers_a_question():
    scene = Scene("assigned")
    pause = scene.question()
    with pytest.raises(Forbidden):
        questions.answer(by=officer("dispatcher"), proposal=scene.case, words="Осында")
    questions.answer(by=Holder(scene.case.pk), proposal=scene.case, words="Осында")
    pause.refresh_from_db()
    assert pause.answer == "Осында"
    assert Entry.objects.filter(verb="proposals.proposal.answered", actor=f"author:{scene.case.pk}").exists()


def test_an_inspector_is_sent_once_for_one_silence_and_again_after_the_next():
    scene, job = Scene("claimed"), Job("proposals.nightly")
    with pytest.raises(Forbidden):
        repair.send_inspector(by=officer("inspector"), proposal=scene.case)
    repair.send_inspector(by=job, proposal=scene.case)
    repair.send_inspector(by=job, proposal=scene.case)
    assert Entry.objects.filter(verb="proposals.proposal.inspection_ordered").count() == 1
    scene.case.claimed_at = now()
    repair.send_inspector(by=job, proposal=scene.case)
    assert scene.case.remarks.filter(verb="inspect").count() == 2
