"""Hands that reach for what is not theirs: own work by a talon, another's question, a signed name, a split case."""

from datetime import timedelta

import pytest

from qala.kernel.clock import local, now
from qala.kernel.refusals import Forbidden, Refusal
from qala.people.tests.factories import AppointmentFactory, OrganisationFactory
from qala.proposals.actions import answers, intake, links, questions, repair
from qala.proposals.letters.composing import compose
from qala.proposals.models import Author, Letter, Proposal, Subscription
from qala.proposals.policies import may_hand_talon
from qala.proposals.queries.clocks import clock_of, first_due
from qala.proposals.queries.follow import Holder
from qala.proposals.rules.sheet import AuthorSheet
from qala.proposals.tests.factories import AuthorFactory, ProposalFactory, WorksOrderFactory, officer, said, walked

pytestmark = pytest.mark.django_db


def claimed(executor, **more):
    """A case whose works `executor` did and said so."""
    case = ProposalFactory(claimed=True, **more)
    post = executor.posts()[0].organisation
    order = WorksOrderFactory(executor=post, state="claimed", claimed_at=now(), claimed_by=executor.actor_key)
    order.proposals.add(case)
    return case


def test_whoever_did_the_work_does_not_confirm_it_though_another_pressed_the_button():
    executor = officer("executor")
    AppointmentFactory(person=executor, role="inspector", organisation=OrganisationFactory())
    executor.forget_posts()
    with pytest.raises(Refusal) as caught:
        repair.confirm(by=executor, proposal=claimed(executor))
    assert caught.value.code == "own-work"


def test_an_inspector_of_the_same_unit_is_no_second_pair_of_eyes():
    executor = officer("executor")
    colleague = officer("inspector", executor.posts()[0].organisation)
    case = claimed(executor)
    with pytest.raises(Refusal) as caught:
        repair.confirm(by=colleague, proposal=case)
    assert caught.value.code == "own-work"
    assert repair.confirm(by=officer("inspector"), proposal=case).eyes == "inspector"


def test_an_executor_who_wrote_the_case_does_not_confirm_by_its_talon():
    executor = officer("executor")
    case = claimed(executor)
    AuthorFactory(proposal=case, person=executor)
    with pytest.raises(Refusal) as caught:
        repair.confirm(by=Holder(case.pk), proposal=Proposal.objects.get(pk=case.pk))
    assert caught.value.code == "own-work"
    assert Proposal.objects.get(pk=case.pk).state == "fixed_claimed"


def test_a_resident_who_serves_elsewhere_confirms_by_the_talon():
    case = claimed(officer("executor"))
    AuthorFactory(proposal=case, person=officer("executor"))
    assert repair.confirm(by=Holder(case.pk), proposal=Proposal.objects.get(pk=case.pk)).eyes == "resident"


def test_an_executor_asks_about_cases_of_their_own_department_only():
    case = ProposalFactory(assigned=True)
    with pytest.raises(Forbidden):
        questions.ask(by=officer("executor"), proposal=case, question="Қай подъезд?")
    assert questions.ask(by=officer("executor", case.department), proposal=case, question="Қай подъезд?").pk


def test_a_signed_name_stays():
    case = ProposalFactory(appeal=True)
    case.identity = "one_time_code"
    case.save(update_fields=["identity"])
    AuthorFactory(proposal=case)
    with pytest.raises(Refusal) as caught:
        intake.complete(by=Holder(case.pk), proposal=case, author=AuthorSheet(name="Басқа адам"))
    assert caught.value.code == "signed-already"
    moved = AuthorSheet(name="Ақжолов Әлия", postal_address="Шымкент, Тәуке хан 2")
    intake.complete(by=Holder(case.pk), proposal=case, author=moved)
    known = Author.objects.get(proposal=case)
    assert (known.name, known.postal_address) == ("Ақжолов Әлия", "Шымкент, Тәуке хан 2")


def test_children_of_a_held_case_are_held_too():
    case = ProposalFactory(quarantined=True)
    children = links.split(by=officer("triage_officer"), proposal=case, texts=["Шам жанбайды", "Аялдама сынған"])
    assert not Proposal.objects.shown().filter(pk__in=[child.pk for child in children]).exists()


def test_children_stand_under_the_parents_clock_recounted_from_events():
    at = now() - timedelta(days=1)
    case = ProposalFactory(appeal=True, received_at=at, due_on=first_due("appeal", local(at).date()))
    AuthorFactory(proposal=case)
    case = Proposal.objects.get(pk=case.pk)
    assert clock_of(case).due_on == case.due_on
    until = case.due_on + timedelta(days=7)
    questions.extend(by=officer("signer"), proposal=case, until_on=until, reason=said("Бөлшек келмеді"))
    for child in links.split(by=officer("triage_officer"), proposal=case, texts=["Шам", "Аялдама"]):
        assert child.due_on == until
        assert clock_of(child).due_on == until


def follows(case, address="a@example.kz", **more):
    told = {"asked_at": now(), "confirmed_at": now()} | more
    Subscription.objects.create(proposal=case, way="email", address=address, **told)


def test_a_split_is_told_and_the_answer_to_a_part_reaches_whoever_followed_the_whole():
    case = ProposalFactory(triaged=True)
    follows(case)
    follows(case, "unasked@example.kz", confirmed_at=None)
    follows(case, "left@example.kz", ended_at=now())
    parts = links.split(by=officer("triage_officer"), proposal=case, texts=["Шам", "Аялдама"])
    letter = Letter.objects.get()
    assert (letter.proposal, letter.template) == (case, "split")
    assert all(part.number in compose(letter).text for part in parts)
    answers.explain(by=officer("signer"), proposal=walked(parts[1], "triage", at=now()), reason=said("Солай"))
    assert [(one.template, one.address) for one in Letter.objects.filter(proposal=parts[1])] == [
        ("explained", "a@example.kz")
    ]
    assert not Letter.objects.exclude(address="a@example.kz").exists()


def test_a_part_of_an_appeal_has_its_author_and_so_may_be_extended():
    case = ProposalFactory(appeal=True)
    AuthorFactory(proposal=case, email="a@example.kz")
    part = links.split(by=officer("triage_officer"), proposal=case, texts=["Шам", "Аялдама"])[0]
    assert part.author.email == "a@example.kz"
    assert Author.objects.get(proposal=case).name == part.author.name
    until = clock_of(part).due_on + timedelta(days=7)
    questions.extend(by=officer("signer"), proposal=part, until_on=until, reason=said("Бөлшек келмеді"))
    assert Letter.objects.get(proposal=part).way == "post"


def test_a_withdrawal_by_an_operator_is_told():
    by = officer("operator")
    case = ProposalFactory(accepted_by=by.actor_key)
    follows(case)
    answers.withdraw(by=by, proposal=case, reason=said("Автор қоңырау шалды"))
    assert Letter.objects.get(proposal=case).template == "withdrawn"


def test_two_officers_do_not_make_a_ring():
    one, two, by = ProposalFactory(), ProposalFactory(), officer("triage_officer")
    links.link(by=by, source=one, target=two)
    with pytest.raises(Refusal) as caught:
        links.link(by=by, source=two, target=one)
    assert caught.value.code == "chain"


def test_only_the_operator_who_took_it_in_reads_the_code_again():
    taker, other = officer("operator"), officer("operator")
    case = ProposalFactory(accepted_by=taker.actor_key)
    assert may_hand_talon(taker, case)
    assert not may_hand_talon(other, case)
    assert not may_hand_talon(taker, ProposalFactory(accepted_by="job:proposals.reception"))
