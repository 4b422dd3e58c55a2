"""Whose hands a talon is good in."""

import pytest
from django.urls import reverse

from qala.people.tests.conftest import signed_in
from qala.proposals.models import Proposal
from qala.proposals.queries.follow import follow_code
from qala.proposals.tests.factories import AuthorFactory, ProposalFactory, officer

pytestmark = pytest.mark.django_db


def confirmed_by(client, case):
    address = reverse("proposals:talon_act", args=[case.number, follow_code(case), "confirm"])
    return client.post(address).status_code


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
