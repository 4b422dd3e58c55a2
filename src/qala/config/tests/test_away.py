"""An absent database is a page that says so, to whoever asks."""

import pytest
from django.conf import settings
from django.db import OperationalError

from qala.people import middleware


def gone(*_asked):
    raise OperationalError("nobody answers")


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["kk", "ru", "en"])
def test_a_colleague_too_is_told_that_the_register_is_away(client, monkeypatch, language):
    client.raise_request_exception = False
    client.cookies[settings.SESSION_COOKIE_NAME] = "a-key-nobody-can-look-up"
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = language
    monkeypatch.setattr(middleware, "person_of", gone)
    answer = client.get("/proposals/")
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "10")
    assert f'lang="{language}"' in answer.content.decode()


@pytest.mark.django_db
def test_a_program_is_told_in_its_own_form(client, monkeypatch):
    client.raise_request_exception = False
    client.cookies[settings.SESSION_COOKIE_NAME] = "a-key-nobody-can-look-up"
    monkeypatch.setattr(middleware, "person_of", gone)
    answer = client.post("/meals/terminal/api/events/", headers={"accept": "application/json"})
    assert (answer.status_code, answer.headers["Retry-After"], answer.json()["status"]) == (503, "10", 503)
    assert answer.headers["Content-Type"] == "application/problem+json"


@pytest.mark.django_db
def test_only_somebody_who_sent_a_step_is_told_of_it(client, monkeypatch):
    client.raise_request_exception = False
    client.cookies[settings.SESSION_COOKIE_NAME] = "a-key-nobody-can-look-up"
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    monkeypatch.setattr(middleware, "person_of", gone)
    assert "Nothing is half done" in client.post("/proposals/").content.decode()
    assert "Open this page again" in client.get("/proposals/").content.decode()


@pytest.mark.django_db
def test_the_menu_of_that_page_asks_nobody_for_roles(client, monkeypatch):
    client.raise_request_exception = False
    client.cookies[settings.SESSION_COOKIE_NAME] = "a-key-nobody-can-look-up"
    monkeypatch.setattr(middleware, "person_of", lambda _request: object())
    monkeypatch.setattr(middleware, "roles_of", gone)
    assert client.get("/proposals/").status_code == 503


@pytest.mark.django_db
def test_another_fault_is_still_a_fault(client, monkeypatch):
    def broken(_request):
        raise ValueError("a slip of ours")

    client.raise_request_exception = False
    client.cookies[settings.SESSION_COOKIE_NAME] = "a-key-nobody-can-look-up"
    monkeypatch.setattr(middleware, "person_of", broken)
    assert client.get("/proposals/").status_code == 500
