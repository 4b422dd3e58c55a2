"""Another language or theme in the middle of writing: what was typed comes back, nothing is sent, the choice stays."""

import re
import uuid

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from qala.kernel.clock import now
from qala.people.tests.factories import AccountFactory, OrganisationFactory, colleague
from qala.places.tests.factories import a_street
from qala.proposals.models import Pause, Proposal, Registration
from qala.proposals.queries.follow import follow_code
from qala.proposals.tests.factories import PlacardFactory, ProposalFactory, officer
from qala.proposals.tests.posting import NEW, address_of, opened
from qala.proposals.tests.test_meetings import meeting

pytestmark = pytest.mark.django_db


@pytest.fixture
def client():
    """A browser: it says that it wants a page."""
    return Client(headers={"accept": "text/html,*/*"})


def text_of(html: str) -> str:
    return re.search(r"<textarea[^>]*>\n?(.*?)</textarea>", html, re.DOTALL)[1]


@pytest.mark.parametrize("by_placard", [True, False])
def test_another_language_keeps_every_typed_word_and_the_key(client, by_placard):
    address = address_of(PlacardFactory()) if by_placard else NEW
    fields = opened(client, address)
    typed = {"text": "Аялдамада жарық жоқ", "name": "Ақжолов Әлия", "iin": "12", "email": "not an address", "turn_to": "ru"}
    page = client.post(address, fields | typed)
    html = page.content.decode()
    assert page.status_code == 200
    assert '<html lang="ru"' in html
    assert page.cookies["language"].value == "ru"
    assert text_of(html) == "Аялдамада жарық жоқ"
    assert all(f'value="{kept}"' in html for kept in (fields["uid"], fields["token"], "Ақжолов Әлия", "12", "not an address"))
    assert 'id="errors"' not in html, "nobody has sent anything yet"
    assert not Proposal.objects.exists()


def test_the_chosen_place_and_category_come_along(client):
    street = a_street()
    typed = {"text": "", "place_text": "Тауке хан", "place": f"street:{street.pk}", "category": "pothole", "turn_to": "en"}
    html = client.post(NEW, opened(client) | typed).content.decode()
    assert f'value="street:{street.pk}" checked' in html
    assert 'name="category" value="pothole"' in html


def test_chosen_photos_are_plainly_said_lost(client):
    photo = SimpleUploadedFile("a.jpg", b"\xff\xd8\xff", "image/jpeg")
    again = "Please choose the photos again"
    assert again in client.post(NEW, {**opened(client), "text": "жарық жоқ", "photo": photo, "turn_to": "en"}).content.decode()
    assert again not in client.post(NEW, {**opened(client), "text": "жарық жоқ", "turn_to": "en"}).content.decode()


def test_a_language_that_is_none_changes_nothing(client):
    page = client.post(NEW, {**opened(client), "text": "жарық жоқ", "turn_to": "xx"})
    assert page.status_code == 303
    assert "language" not in page.cookies


def test_an_officer_who_writes_for_a_caller_keeps_the_words(client):
    client.force_login(AccountFactory(person=colleague("operator")))
    typed = {"uid": str(uuid.uuid4()), "text": "Көшеде жарық жоқ", "channel": "meeting", "code": "ABC", "turn_to": "kk"}
    html = client.post(reverse("proposals:enter"), typed).content.decode()
    assert text_of(html) == "Көшеде жарық жоқ"
    assert re.search(r'value="meeting"[^>]* checked', html)
    assert 'value="ABC"' in html
    assert not Proposal.objects.exists()


def test_a_question_for_a_meeting_is_kept(client):
    hall = meeting()
    address = reverse("proposals:meeting", args=[hall.pk])
    html = client.post(address, {"question": "Жол қашан жөнделеді?", "turn_to": "ru"}).content.decode()
    assert text_of(html) == "Жол қашан жөнделеді?"
    assert not Registration.objects.exists()


def test_on_the_front_page_the_words_go_along_in_the_address(client):
    page = client.get("/", {"text": "Шам жоқ", "turn_to": "ru"})
    assert page.cookies["language"].value == "ru"
    assert text_of(client.get(page.url).content.decode()) == "Шам жоқ"


@pytest.mark.parametrize("turned", ["en", "dark"])
def test_on_a_talon_the_answer_to_an_officer_is_kept(client, turned):
    case = ProposalFactory()
    Pause.objects.create(proposal=case, question="Қай аялдама?", asked_at=now())
    talon = reverse("proposals:talon", args=[case.number, follow_code(case)])
    # From the talon, and from the page that came back because an act was not taken.
    for address in (talon, f"{talon}contest/"):
        page = client.post(address, {"words": "Түнде <b>қараңғы</b>", "turn_to": turned})
        html = page.content.decode()
        assert page.status_code == 200
        assert text_of(html) == "Түнде &lt;b&gt;қараңғы&lt;/b&gt;"
        assert f'formaction="{talon}"' in html
        assert ('<html lang="en"' in html) is (turned == "en")
        assert ('data-theme="dark"' in html.split("<body")[0]) is (turned == "dark")
    assert not case.pauses.get().answer


def test_at_the_desk_the_chosen_office_and_the_reason_are_kept(client):
    case, yard = ProposalFactory(triaged=True), OrganisationFactory()
    client.force_login(AccountFactory(person=officer("dispatcher")))
    address = reverse("proposals:desk_verb", args=[case.number, "assign"])
    html = client.post(address, {"department": yard.pk, "reason": "Олардың ауласы", "turn_to": "ru"}).content.decode()
    assert f'value="{yard.pk}" selected' in html
    assert "Олардың ауласы" in html
    case.refresh_from_db()
    assert case.state == "triaged"


@pytest.mark.parametrize("name", ["proposals:new", "proposals:list"])
def test_on_a_page_to_write_on_the_languages_are_buttons_elsewhere_links(client, name):
    html = client.get(reverse(name)).content.decode()
    assert ('name="turn_to" value="ru"' in html) is (name == "proposals:new")
    assert ('href="?turn_to=ru"' in html) is (name == "proposals:list")
