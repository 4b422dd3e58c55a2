"""The IIN of an appeal: behind a mask at the desk, whole for those who answer for the case, and never silently."""

import pytest
from django.test import Client
from django.urls import reverse

from qala.journal.queries import history
from qala.people.tests.conftest import signed_in
from qala.people.tests.factories import PersonFactory
from qala.proposals.tests.factories import AuthorFactory, ProposalFactory, officer

pytestmark = pytest.mark.django_db
IIN = "900101300017"

# Who may press the button, role by address.
PERMISSIONS = [
    ("guest", "desk_iin", 302),
    ("resident", "desk_iin", 403),
    *[(role, "desk_iin", 200) for role in ("triage_officer", "signer")],
    *[(role, "desk_iin", 403) for role in ("operator", "dispatcher", "executor", "inspector", "translator", "auditor")],
]


def appeal(**more):
    case = ProposalFactory(appeal=True, **more)
    AuthorFactory(proposal=case, iin=IIN)
    return case


def press(client, case):
    return client.post(reverse("proposals:desk_iin", args=[case.number]))


@pytest.mark.parametrize(("role", "name", "status"), PERMISSIONS)
def test_who_may_read_the_whole_number(role, name, status):
    case = appeal()
    client = Client() if role == "guest" else signed_in(PersonFactory() if role == "resident" else officer(role))
    answer = client.post(reverse(f"proposals:{name}", args=[case.number]))
    assert answer.status_code == status
    assert (IIN in answer.content.decode()) is (status == 200)
    assert len(history(case)) == (1 if status == 200 else 0)


def test_the_operator_who_took_the_case_in_reads_it():
    taker = officer("operator")
    case = appeal(accepted_by=taker.actor_key)
    assert IIN in press(signed_in(taker), case).content.decode()


@pytest.mark.parametrize(("role", "button"), [("dispatcher", False), ("signer", True)])
def test_the_desk_shows_the_last_four_digits(role, button):
    case = appeal()
    shown = signed_in(officer(role)).get(reverse("proposals:desk_case", args=[case.number])).content.decode()
    assert IIN not in shown
    assert "…0017" in shown
    assert (reverse("proposals:desk_iin", args=[case.number]) in shown) is button


def test_the_journal_says_who_looked_and_nothing_of_what_was_seen():
    case, signer = appeal(), officer("signer")
    answer = press(signed_in(signer), case)
    assert "no-store" in answer.headers["Cache-Control"]
    (line,) = history(case)
    assert (line.verb, line.actor, line.facts) == ("proposals.author.unmasked", signer.actor_key, {})


def test_a_look_without_a_press_shows_the_mask_again():
    case = appeal()
    answer = signed_in(officer("signer")).get(reverse("proposals:desk_iin", args=[case.number]))
    assert answer.url == reverse("proposals:desk_case", args=[case.number])
    assert not history(case)


def test_a_message_without_a_number_has_none_to_show():
    case = ProposalFactory()
    AuthorFactory(proposal=case)
    assert press(signed_in(officer("signer")), case).status_code == 422
    assert not history(case)
