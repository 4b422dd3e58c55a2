"""Officers and signed-in residents fill in the same form: whose name, which channel, what is signed."""

import uuid

import pytest
from django.urls import reverse

from qala.kernel.actors import RESIDENT
from qala.kernel.refusals import Forbidden
from qala.people.tests.factories import AccountFactory, IdentityFactory, PersonFactory, colleague
from qala.proposals.actions import intake
from qala.proposals.models import Author, Proposal
from qala.proposals.rules.sheet import AuthorSheet, Sheet
from qala.proposals.tests.factories import PlacardFactory
from qala.proposals.tests.posting import code_of, send

pytestmark = pytest.mark.django_db


@pytest.fixture
def operator(client):
    person = colleague("operator")
    client.force_login(AccountFactory(person=person))
    return person


def write_down(client, **more):
    fields = {"uid": str(uuid.uuid4()), "text": "Көшеде жарық жоқ, үш апта болды", "channel": "phone"}
    return client.post(reverse("proposals:enter"), fields | more)


def test_a_phone_call_becomes_a_case_with_the_officers_name_on_its_talon(client, operator):
    sent = write_down(client, phone="8 701 234 56 78")
    case = Proposal.objects.get()
    assert (case.channel, case.accepted_by, case.track) == ("phone", operator.actor_key, "signal")
    assert operator.name.full in client.get(sent.url).content.decode()
    assert Author.objects.get().phone == "+77012345678"
    assert not case.quarantined_for


def test_paper_at_a_desk_is_a_signature(client, operator):
    write_down(client, channel="desk", paper="on", name="Ақжолов Әлия", postal_address="Тауке хан 1")
    case = Proposal.objects.get()
    assert (case.channel, case.track, case.identity) == ("desk", "appeal", "paper")
    assert case.author.signed_at is not None


def test_a_code_read_aloud_gives_the_place_and_no_scan(client, operator):
    placard = PlacardFactory()
    write_down(client, code=code_of(placard))
    case = Proposal.objects.get()
    assert (case.placard, case.channel) == (placard, "phone")
    assert not placard.tallies.exists()


def test_a_minors_words_wait(client, operator):
    write_down(client, by_minor="on")
    case = Proposal.objects.get()
    assert (case.by_minor, case.visibility) == (True, "outline")


def test_an_empty_call_and_an_unknown_channel_are_shown_again(client, operator):
    assert write_down(client, text="").status_code == 422
    assert write_down(client, channel="pigeon").status_code == 422
    assert not Proposal.objects.exists()


def test_the_officers_form_posted_twice_is_one_case(client, operator):
    uid = str(uuid.uuid4())
    assert write_down(client, uid=uid).url == write_down(client, uid=uid).url


def test_nobody_else_writes_for_others(client):
    client.force_login(AccountFactory(person=colleague("executor")))
    assert write_down(client).status_code == 403
    assert not Proposal.objects.exists()


def test_a_signed_in_resident_finds_the_message_in_their_cabinet(client):
    person = PersonFactory()
    client.force_login(AccountFactory(person=person))
    send(client, "Ауламызда қоқыс жиналып қалды")
    assert Author.objects.get().person == person
    send(client, "Ауламызда қоқыс жиналып қалды екінші рет", nameless="on")
    assert Author.objects.count() == 1


def test_a_confirmed_resident_signs_an_appeal_by_sending_it(client):
    person = PersonFactory()
    IdentityFactory(person=person, confirmed=True)
    client.force_login(AccountFactory(person=person))
    send(client, "Ауламызда қоқыс жиналып қалды", official="on", postal_address="Тауке хан 1")
    case = Proposal.objects.get()
    assert (case.track, case.identity) == ("appeal", "provider")
    assert case.author.name == person.name.full


def test_an_appeal_without_a_name_is_registered_all_the_same(client):
    send(client, "Ауламызда қоқыс жиналып қалды", official="on")
    case = Proposal.objects.get()
    assert (case.track, case.identity, case.visibility) == ("appeal", "unconfirmed", "outline")
    assert case.due_on is not None


def test_whoever_writes_a_name_wants_an_answer(client):
    send(client, "Ауламызда қоқыс жиналып қалды", name="Ақжолов Әлия")
    assert Proposal.objects.get().track == "appeal"


@pytest.mark.parametrize("field", [{"iin": "123"}, {"email": "x@"}, {"phone": "12"}])
def test_a_slip_that_would_lose_the_answer_is_told(client, field):
    page = send(client, "Ауламызда қоқыс жиналып қалды", official="on", **field)
    assert page.status_code == 422
    assert "Ауламызда қоқыс" in page.content.decode()


def test_nobody_vouches_for_a_name_they_cannot_know():
    stranger = PersonFactory()
    paper = Sheet(text="Жарық жоқ", track="appeal", identity="paper")
    other = Sheet(text="Жарық жоқ", identity="provider", author=AuthorSheet(person_id=str(PersonFactory().pk)))
    for by, sheet in [(RESIDENT, paper), (stranger, paper), (RESIDENT, other), (stranger, other)]:
        with pytest.raises(Forbidden):
            intake.submit(by=by, uid=uuid.uuid4(), sheet=sheet)
