"""What an author may do from home: allowed, refused, recorded."""

from uuid import uuid4

import pytest

from qala.journal.queries import history
from qala.kernel.actors import RESIDENT
from qala.kernel.refusals import Forbidden, Refusal
from qala.proposals.actions import following, intake, signing
from qala.proposals.models import Category, Fingerprint, Letter, PlacardTally, Proposal, Tally
from qala.proposals.queries.follow import Holder
from qala.proposals.rules.sheet import AuthorSheet, Sheet
from qala.proposals.tests.factories import AuthorFactory, PersonFactory, PlacardFactory, ProposalFactory

pytestmark = pytest.mark.django_db
SHEET = AuthorSheet(name="Ақжолов Әлия", postal_address="Тауке хан 1")


def verbs(case) -> list[str]:
    return [line.verb for line in history(case)]


def stranger(case) -> Holder:
    return Holder(case.pk + 1)


@pytest.fixture
def case():
    return ProposalFactory()


@pytest.mark.parametrize(
    ("action", "words", "verb"),
    [
        (intake.upgrade, {"author": SHEET}, "proposals.proposal.upgraded"),
        (intake.complete, {"author": SHEET}, "proposals.author.completed"),
        (signing.send_code, {"way": "email", "address": "a@example.kz"}, "proposals.author.asked_to_sign"),
    ],
)
def test_the_author_may_a_stranger_may_not_and_it_is_recorded(case, action, words, verb):
    with pytest.raises(Forbidden):
        action(by=stranger(case), proposal=case, **words)
    assert verbs(case) == []
    action(by=Holder(case.pk), proposal=case, **words)
    assert verbs(case) == [verb]
    told = " ".join(str(line.facts) for line in history(case))
    assert "Ақжолов" not in told
    assert "example.kz" not in told


def test_naming_a_category(case):
    gas = Category.objects.get(pk="gas")
    with pytest.raises(Forbidden):
        intake.name_category(by=stranger(case), proposal=case, category=gas)
    intake.name_category(by=Holder(case.pk), proposal=case, category=gas)
    assert verbs(case) == ["proposals.proposal.named"]
    sorted_case = ProposalFactory(triaged=True)
    with pytest.raises(Refusal):
        intake.name_category(by=Holder(sorted_case.pk), proposal=sorted_case, category=gas)


def test_an_appeal_is_not_upgraded_again_nor_a_closed_case(case):
    intake.upgrade(by=Holder(case.pk), proposal=case, author=SHEET)
    with pytest.raises(Refusal):
        intake.upgrade(by=Holder(case.pk), proposal=Proposal.objects.get(), author=SHEET)
    closed = ProposalFactory(state="refused")
    with pytest.raises(Refusal):
        intake.upgrade(by=Holder(closed.pk), proposal=closed, author=SHEET)


def test_completing_keeps_what_is_known(case):
    person = PersonFactory()
    AuthorFactory(proposal=case, name="Ақжолов Әлия", postal_address="", person=person)
    row = intake.complete(by=Holder(case.pk), proposal=case, author=AuthorSheet(postal_address="Тауке хан 1"))
    assert (row.name, row.postal_address, row.person) == ("Ақжолов Әлия", "Тауке хан 1", person)


def test_confirming_a_code_is_recorded_and_a_stranger_may_not(case):
    sealed = signing.send_code(by=Holder(case.pk), proposal=case, way="sms", address="+77012345678")
    code = Letter.objects.get().slots["code"]
    with pytest.raises(Forbidden):
        signing.confirm_code(by=stranger(case), proposal=case, code=code, sealed=sealed)
    with pytest.raises(Refusal):
        signing.confirm_code(by=Holder(case.pk), proposal=case, code=code, sealed=sealed + "x")
    signing.confirm_code(by=Holder(case.pk), proposal=case, code=code, sealed=sealed)
    assert verbs(case)[-1] == "proposals.proposal.identified"
    assert case.author.phone == "+77012345678"


def test_following_is_recorded_and_hidden_cases_are_not_followed(case):
    following.follow(by=RESIDENT, proposal=case, way="email", address="a@example.kz", language="kk")
    assert verbs(case) == ["proposals.proposal.followed"]
    hidden = ProposalFactory(hidden=True)
    with pytest.raises(Forbidden):
        following.follow(by=RESIDENT, proposal=hidden, way="email", address="a@example.kz", language="kk")
    following.follow(by=Holder(hidden.pk), proposal=hidden, way="email", address="a@example.kz", language="kk")


def test_asking_again_after_the_end_needs_a_new_confirmation(case):
    follow = {"by": Holder(case.pk), "proposal": case, "way": "email", "address": "a@example.kz", "language": "kk"}
    row = following.follow(**follow)
    row.confirmed_at = row.ended_at = row.asked_at
    row.save()
    assert following.follow(**follow).confirmed_at is None
    assert Letter.objects.count() == 1


def test_a_message_is_counted_once_whatever_is_sent_again():
    placard, uid = PlacardFactory(), uuid4()
    sheet = Sheet(text="Автобус жоқ", channel="placard", placard_id=placard.pk, device="d")
    for _ in range(3):
        intake.submit(by=RESIDENT, uid=uid, sheet=sheet)
    assert PlacardTally.objects.get().sent == 1
    assert sorted(Tally.objects.values_list("times", flat=True)) == [1, 1]
    assert Fingerprint.objects.get().times == 1


@pytest.mark.parametrize("trait", ["claimed"])
def test_an_answered_signal_gets_no_clock_that_was_met_before_it_ran(trait):
    answered = ProposalFactory(**{trait: True})
    with pytest.raises(Refusal) as refused:
        intake.upgrade(by=Holder(answered.pk), proposal=answered, author=AuthorSheet(name="Ә", postal_address="Ш"))
    assert refused.value.code == "answered"
    assert Proposal.objects.get(pk=answered.pk).track == "signal"
