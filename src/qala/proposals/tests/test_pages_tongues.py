"""Another language in the middle of writing: what was typed comes back, nothing is sent, the language stays."""

import re
import uuid

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from qala.people.tests.factories import AccountFactory, colleague
from qala.places.tests.factories import a_street
from qala.proposals.models import Proposal, Registration
from qala.proposals.tests.factories import PlacardFactory
from qala.proposals.tests.posting import NEW, address_of, opened
from qala.proposals.tests.test_meetings import meeting

pytestmark = pytest.mark.django_db


def text_of(html: str) -> str:
    return re.search(r"<textarea[^>]*>\n?(.*?)</textarea>", html, re.DOTALL)[1]


@pytest.mark.parametrize("by_placard", [True, False])
def test_another_language_keeps_every_typed_word_and_the_key(client, by_placard):
    address = address_of(PlacardFactory()) if by_placard else NEW
    fields = opened(client, address)
    typed = {"text": "Аялдамада жарық жоқ", "name": "Ақжолов Әлия", "iin": "12", "email": "not an address", "tongue": "ru"}
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
    typed = {"text": "", "place_text": "Тауке хан", "place": f"street:{street.pk}", "category": "pothole", "tongue": "en"}
    html = client.post(NEW, opened(client) | typed).content.decode()
    assert f'value="street:{street.pk}" checked' in html
    assert 'name="category" value="pothole"' in html


def test_chosen_photos_are_plainly_said_lost(client):
    photo = SimpleUploadedFile("a.jpg", b"\xff\xd8\xff", "image/jpeg")
    again = "Please choose the photos again"
    assert again in client.post(NEW, {**opened(client), "text": "жарық жоқ", "photo": photo, "tongue": "en"}).content.decode()
    assert again not in client.post(NEW, {**opened(client), "text": "жарық жоқ", "tongue": "en"}).content.decode()


def test_a_language_that_is_none_changes_nothing(client):
    page = client.post(NEW, {**opened(client), "text": "жарық жоқ", "tongue": "xx"})
    assert page.status_code == 303
    assert "language" not in page.cookies


def test_an_officer_who_writes_for_a_caller_keeps_the_words(client):
    client.force_login(AccountFactory(person=colleague("operator")))
    typed = {"uid": str(uuid.uuid4()), "text": "Көшеде жарық жоқ", "channel": "meeting", "code": "ABC", "tongue": "kk"}
    html = client.post(reverse("proposals:enter"), typed).content.decode()
    assert text_of(html) == "Көшеде жарық жоқ"
    assert re.search(r'value="meeting"[^>]* checked', html)
    assert 'value="ABC"' in html
    assert not Proposal.objects.exists()


def test_a_question_for_a_meeting_is_kept(client):
    hall = meeting()
    address = reverse("proposals:meeting", args=[hall.pk])
    html = client.post(address, {"question": "Жол қашан жөнделеді?", "tongue": "ru"}).content.decode()
    assert text_of(html) == "Жол қашан жөнделеді?"
    assert not Registration.objects.exists()


@pytest.mark.parametrize("name", ["proposals:new", "proposals:list"])
def test_on_a_page_to_write_on_the_languages_are_buttons_elsewhere_links(client, name):
    html = client.get(reverse(name)).content.decode()
    assert ('name="tongue" value="ru"' in html) is (name == "proposals:new")
    assert ('href="/language/ru/' in html) is (name == "proposals:list")
