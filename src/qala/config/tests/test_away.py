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
