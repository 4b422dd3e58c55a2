"""The whole story in one breath: sent, sorted, assigned, worked on, claimed, confirmed by somebody else."""

from uuid import uuid4

import pytest

from qala.journal.queries import history
from qala.kernel.actors import RESIDENT
from qala.kernel.refusals import Forbidden, Refusal
from qala.people.tests.factories import OrganisationFactory
from qala.proposals.actions import intake, orders, repair, triage
from qala.proposals.actions.orders import EvidenceSheet, OrderSheet
from qala.proposals.models import Category, Proposal
from qala.proposals.queries.follow import follow_code, holder
from qala.proposals.rules.sheet import Sheet
from qala.proposals.tests.factories import active_table, officer

pytestmark = pytest.mark.django_db


@pytest.fixture
def department():
    return OrganisationFactory()


@pytest.fixture
def case():
    return intake.submit(by=RESIDENT, uid=uuid4(), sheet=Sheet(text="Остановкада жарық жоқ, 87012345678"))


def test_a_signal_becomes_a_confirmed_repair(case, department):
    active_table(department)
    triager, dispatcher = officer("triage_officer"), officer("dispatcher")
    executor = officer("executor", department)
    triage.triage(by=triager, proposal=case, category=Category.objects.get(pk="street_light"))
    triage.assign(by=dispatcher, proposal=case)
    repair.start(by=executor, proposal=case)
    sheet = OrderSheet(executor=department, task="lamp", due_on=case.due_on, money_source="09.015")
    order = orders.order_works(by=dispatcher, proposals=[case], sheet=sheet)
    orders.start_works(by=executor, order=order)
    with pytest.raises(Refusal):
        repair.claim_fixed(by=executor, proposal=case, order=order)
    orders.attach_evidence(by=executor, order=order, sheet=EvidenceSheet(act="A-1", longitude=69.6, latitude=42.3))
    orders.claim_works(by=executor, order=order)
    repair.claim_fixed(by=executor, proposal=case, order=order)
    assert case.state == "fixed_claimed"
    with pytest.raises(Forbidden):
        repair.confirm(by=executor, proposal=case)
    _case, author = holder(case.number, follow_code(case))
    repair.confirm(by=author, proposal=case)
    assert Proposal.objects.get(pk=case.pk).state == "confirmed"
    assert [line.verb.rpartition(".")[2] for line in history(case)] == [
        "submitted",
        "triaged",
        "assigned",
        "started",
        "claimed",
        "confirmed",
    ]


def test_a_resend_is_the_same_case(case):
    again = intake.submit(by=RESIDENT, uid=case.uid, sheet=Sheet(text="something else"))
    assert again.pk == case.pk
    assert not again.is_fresh
    assert Proposal.objects.count() == 1
    assert len(history(case)) == 1


def test_the_public_copy_is_masked_and_the_original_kept(case):
    assert "87012345678" in case.statement.text
    assert "87012345678" not in case.statement.public_text


def test_a_wrong_follow_up_code_opens_nothing(case):
    assert holder(case.number, "0" * 12) is None
    assert holder("26-999999", follow_code(case)) is None
    assert holder("нет", "x") is None


def test_the_routing_table_says_why(case, department):
    active_table(department)
    triage.triage(by=officer("triage_officer"), proposal=case, category=Category.objects.get(pk="gas"))
    triage.assign(by=officer("dispatcher"), proposal=case)
    hop = case.assignments.get()
    assert (hop.department, hop.table_version, hop.row) == (department, 1, "default")
