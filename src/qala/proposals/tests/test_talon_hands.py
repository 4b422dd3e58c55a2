"""Whose hands a talon is good in."""

from uuid import uuid4

import pytest
from django.urls import reverse

from qala.kernel.clock import now
from qala.kernel.refusals import Forbidden
from qala.people.models import Person
from qala.people.tests.conftest import signed_in
from qala.proposals.actions import answers, intake, repair
from qala.proposals.models import Letter, Proposal, Verdict
from qala.proposals.policies import may_step
from qala.proposals.queries.follow import Holder, follow_code, handed_code
from qala.proposals.rules.sheet import AuthorSheet
from qala.proposals.tests.factories import AuthorFactory, OrganisationFactory, ProposalFactory, officer, said, walked
from qala.proposals.tests.posting import talon_address

pytestmark = pytest.mark.django_db


def confirmed_by(client, case):
    address = reverse("proposals:talon_act", args=[case.number, follow_code(case), "confirm"])
    return client.post(address).status_code


def act(client, case, code, slug, **told):
    return client.post(reverse("proposals:talon_act", args=[case.number, code, slug]), told)


@pytest.fixture
def call():
    """A message an operator wrote down by phone, and the browser of that operator once signed out."""
    by = officer("operator")
    desk = signed_in(by)
    fields = {"uid": str(uuid4()), "text": "Көшеде жарық жоқ, үш апта болды", "channel": "phone", "phone": "87012345678"}
    sent = desk.post(reverse("proposals:enter"), fields)
    case = Proposal.objects.get()
    at = now()
    walked(case, "triage", "assign", "start", "claim_fixed", at=at, claimed_at=at, answered_at=at,
           department=OrganisationFactory())  # fmt: skip
    desk.logout()
    return case, desk, sent.url, fields


def test_no_officer_ever_sees_the_authors_own_code(call):
    case, desk, handed, fields = call
    own = follow_code(case)
    assert handed_code(case) in handed
    again = desk.post(reverse("proposals:new"), fields | {"token": ""})
    pages = [handed, again.url, reverse("proposals:desk_case", args=[case.number])]
    taker = signed_in(Person.objects.get(pk=case.accepted_by.partition(":")[2]))
    for browser, page in [(desk, pages[0]), (desk, pages[1]), (taker, pages[2])]:
        assert own not in page
        answer = browser.get(page)
        assert answer.status_code == 200
        assert own not in answer.content.decode()


def test_a_handed_talon_closes_nothing_and_changes_no_author(call):
    case, desk, _handed, _fields = call
    code = handed_code(case)
    for slug, told in (
        ("confirm", {}),
        ("upgrade", {"name": "Басқа", "postal_address": "x"}),
        ("sign-in", {}),
        ("sign", {"payload": "x"}),
        ("send-code", {"address": "+77770000000"}),
    ):
        assert act(desk, case, code, slug, **told).status_code in (403, 422), slug
    assert Proposal.objects.get(pk=case.pk).state == "fixed_claimed"
    assert not Letter.objects.filter(template="one_time_code").exists()
    assert not Verdict.objects.exists()


def test_the_actions_themselves_refuse_a_handed_talon(call):
    case = call[0]
    by = Holder(case.pk, handed=True)
    fresh = ProposalFactory()
    assert may_step(Holder(fresh.pk), fresh, "withdraw")
    assert not may_step(Holder(fresh.pk, handed=True), fresh, "withdraw")
    for doing in (
        lambda: repair.confirm(by=by, proposal=case),
        lambda: intake.complete(by=by, proposal=case, author=AuthorSheet(name="Басқа")),
        lambda: intake.identify(by=by, proposal=case, how="provider"),
    ):
        with pytest.raises(Forbidden):
            doing()


def test_only_the_operator_who_heard_the_author_writes_the_wish_to_withdraw_down(client):
    taker = officer("operator")
    case = ProposalFactory(accepted_by=taker.actor_key)
    told = {"proposal": case, "reason": said("Автор қоңырау шалды")}
    with pytest.raises(Forbidden):
        answers.withdraw(by=officer("operator"), **told)
    answers.withdraw(by=taker, **told)
    client.cookies["language"] = "en"
    for address in (reverse("proposals:case", args=[case.number]), talon_address(case)):
        shown = client.get(address).content.decode()
        assert "An operator wrote down" in shown
        assert "The author withdrew it" not in shown


def test_a_handed_talon_objects_under_its_own_name(call):
    case, desk, _handed, _fields = call
    assert act(desk, case, handed_code(case), "contest", words="Жанбайды").status_code == 303
    assert Verdict.objects.get().by == f"talon:{case.pk}"
    assert Proposal.objects.get(pk=case.pk).state == "in_work"


def test_a_code_to_the_phone_given_at_the_beginning_opens_the_authors_own_talon(call, client):
    case = call[0]
    page = client.get(reverse("proposals:talon", args=[case.number, handed_code(case)])).content.decode()
    assert 'name="known" value="sms"' in page
    assert "/confirm/" not in page
    sent = act(client, case, handed_code(case), "send-code", known="sms")
    assert handed_code(case) in sent.url
    letter = Letter.objects.get(template="one_time_code")
    assert letter.address == "+77012345678"
    opened = act(client, case, handed_code(case), "check-code", digits=letter.slots["code"])
    assert follow_code(case) in opened.url
    assert confirmed_by(client, case) == 303
    assert Verdict.objects.get().by == f"author:{case.pk}"


def test_whoever_shows_the_talon_confirms(client):
    case = ProposalFactory(claimed=True)
    assert confirmed_by(client, case) == 303
    assert Proposal.objects.get(pk=case.pk).state == "confirmed"


@pytest.mark.parametrize("role", ["operator", "executor", "dispatcher"])
def test_an_officer_on_duty_does_not_act_by_a_talon_they_handed_out(role):
    case = ProposalFactory(claimed=True)
    assert confirmed_by(signed_in(officer(role)), case) == 403
    assert Proposal.objects.get(pk=case.pk).state == "fixed_claimed"


def test_an_officer_may_be_an_author_too():
    case, person = ProposalFactory(claimed=True), officer("operator")
    AuthorFactory(proposal=case, person=person)
    assert confirmed_by(signed_in(person), case) == 303
