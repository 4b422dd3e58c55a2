"""Any order of any steps by anybody: the table decides, and what must be impossible stays impossible."""

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test

from qala.kernel.clock import now, today
from qala.kernel.refusals import Refusal
from qala.people.models import Appointment
from qala.people.tests.factories import AppointmentFactory, OrganisationFactory, PersonFactory
from qala.proposals.actions import answers, repair, triage
from qala.proposals.actions.answers import PlanSheet
from qala.proposals.models import Category, Evidence, Proposal
from qala.proposals.queries.clocks import clock_of
from qala.proposals.queries.follow import Holder
from qala.proposals.rules.outcomes import outcome_of
from qala.proposals.rules.process import WHO, WORKFLOW, Office, offices_for
from qala.proposals.tests.factories import ProposalFactory, WorksOrderFactory, active_table, said

pytestmark = pytest.mark.django_db
WORDS = said("Себебі осындай")
OFFICES = [office.value for office in Office if office is not Office.RESIDENT]


class Life(RuleBasedStateMachine):
    """One case, everybody's hands on it."""

    def __init__(self):
        super().__init__()
        self.frame = transaction.atomic()
        self.frame.__enter__()
        self.department = OrganisationFactory()
        active_table(self.department)
        self.people = {role: self.officer(role) for role in OFFICES}
        self.case = ProposalFactory(accepted_by=self.people["operator"].actor_key)
        self.people["everything"] = self.officer(*OFFICES)
        self.people["author"] = Holder(self.case.pk)
        self.people["stranger"] = PersonFactory()
        self.receipt = (self.case.received_at, self.case.registered_on, self.case.uid)
        self.answered_at = None
        self.claimant = ""

    def officer(self, *roles):
        person = PersonFactory()
        for role in roles:
            AppointmentFactory(person=person, role=role, organisation=self.department)
        return person

    def teardown(self):
        transaction.set_rollback(True)
        self.frame.__exit__(None, None, None)

    @rule(verb=st.sampled_from(sorted(WHO)), who=st.sampled_from([*OFFICES, "everything", "author", "stranger"]))
    def anybody_tries_anything(self, verb, who):
        self.attempt(verb, who)

    @rule(pick=st.randoms(use_true_random=False))
    def somebody_does_what_is_lawful(self, pick):
        verb = pick.choice(WORKFLOW.verbs(self.case.state))
        offices = offices_for(self.case.state, verb)
        who = "author" if Office.RESIDENT in offices else pick.choice(sorted(office.value for office in offices))
        self.attempt(verb, who)

    @precondition(lambda self: self.case.state in ("assigned", "in_work"))
    @rule(who=st.sampled_from(["signer", "everything"]))
    def a_stale_page_never_steps(self, who):
        stale = Proposal.objects.get(pk=self.case.pk)
        stale.state = "planned"
        with pytest.raises(Refusal) as refused:
            self.act("refuse", stale, self.people[who])
        assert refused.value.status == 409

    @precondition(lambda self: self.case.lacks_order)
    @rule()
    def what_was_promised_is_ordered(self):
        WorksOrderFactory(executor=self.department).proposals.add(self.case)

    def attempt(self, verb, who):
        case, by = Proposal.objects.get(pk=self.case.pk), self.people[who]
        before = case.state
        expected = self.expected(verb, who, before, by)
        said = 200
        try:
            with transaction.atomic():
                self.act(verb, case, by)
        except Refusal as refusal:
            said = refusal.status
        assert said == expected, (before, verb, who)
        if said == 200:
            assert case.state == WORKFLOW.after(before, verb)
            if verb == "claim_fixed":
                self.claimant = by.actor_key
        self.case = Proposal.objects.get(pk=case.pk)
        if expected != 200:
            assert self.case.state == before

    def expected(self, verb, who, state, by):
        if not WORKFLOW.allows(state, verb):
            return 409
        offices = {office.value for office in offices_for(state, verb)}
        held = set(OFFICES) if who == "everything" else {who}
        if not (offices & held or (who == "author" and "resident" in offices)):
            return 403
        if verb == "start" and self.case.lacks_order:
            return 422
        if verb == "withdraw" and who == "everything":
            return 403  # another operator heard the author
        return 403 if verb == "confirm" and by.actor_key == self.claimant else 200

    def act(self, verb, case, by):
        sheet = PlanSheet(self.department, WORDS, today(), "09.015", "Тәуке хан 5")
        {
            "triage": lambda: triage.triage(by=by, proposal=case, category=Category.objects.get(pk="gas")),
            "assign": lambda: triage.assign(by=by, proposal=case),
            "give_back": lambda: triage.give_back(by=by, proposal=case, reason="біздікі емес"),
            "forward": lambda: answers.forward(by=by, proposal=case, to="Прокуратура", reason=WORDS),
            "come_back": lambda: answers.come_back(by=by, proposal=case),
            "explain": lambda: answers.explain(by=by, proposal=case, reason=WORDS),
            "refuse": lambda: answers.refuse(by=by, proposal=case, ground="cost", reason=WORDS),
            "withdraw": lambda: answers.withdraw(by=by, proposal=case, reason=WORDS),
            "plan": lambda: answers.plan(by=by, proposal=case, sheet=sheet),
            "redate": lambda: answers.redate(by=by, proposal=case, sheet=sheet),
            "start": lambda: repair.start(by=by, proposal=case),
            "claim_fixed": lambda: repair.claim_fixed(by=by, proposal=case, order=self.shown_order(case)),
            "confirm": lambda: repair.confirm(by=by, proposal=case),
            "contest": lambda: repair.contest(by=by, proposal=case, words="әлі істелмеген"),
        }[verb]()

    def shown_order(self, case):
        order = WorksOrderFactory(state="in_work", executor=self.department)
        order.proposals.set([case])
        Evidence.objects.create(order=order, act="A-1", longitude=69.6, latitude=42.3, at=now(), by="job:x")
        return order

    @invariant()
    def the_receipt_never_moves(self):
        assert (self.case.received_at, self.case.registered_on, self.case.uid) == self.receipt

    @invariant()
    def an_answer_is_given_once(self):
        if self.answered_at is not None:
            assert self.case.answered_at == self.answered_at
        self.answered_at = self.case.answered_at

    @invariant()
    def nobody_confirms_their_own_work(self):
        for verdict in self.case.verdicts.filter(answer="confirmed"):
            assert verdict.by != verdict.claimed_by

    @invariant()
    def there_is_one_outcome(self):
        last = self.case.decisions.last()
        outcome_of(self.case.state, decision=last.kind if last else "")

    @invariant()
    def the_steps_hang_together_and_hops_are_counted(self):
        steps = list(self.case.steps.all())
        assert [step.after for step in steps[:-1]] == [step.before for step in steps[1:]]
        assert (steps[-1].after if steps else "received") == self.case.state
        assert self.case.hops == self.case.assignments.count()

    @invariant()
    def a_hop_never_restarts_the_clock(self):
        assert clock_of(self.case).starts_on == self.receipt[1]


def test_any_order_of_steps_keeps_the_city_honest():
    quick = settings(
        max_examples=25, stateful_step_count=18, deadline=None, suppress_health_check=list(HealthCheck)
    )
    run_state_machine_as_test(Life, settings=quick)
    assert not Appointment.objects.exists()
