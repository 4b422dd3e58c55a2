"""The page that lends roles opens only over a sealed database, and only from this machine."""

import pytest
from django.urls import reverse

from qala.demo.certificate import certificate_for
from qala.demo.queries import demo_roles, email_of, first_page
from qala.demo.seal import write_seal
from qala.demo.trying import trying_lines
from qala.people.models import Account
from qala.people.tests.factories import PersonFactory

pytestmark = pytest.mark.django_db
PERMISSIONS = [
    # url name, method, sealed here, not sealed, from elsewhere
    ("demo:roles", "get", 200, 404, 404),
    ("demo:progress", "get", 200, 404, 404),
    ("demo:step_into", "post", 302, 404, 404),
    ("demo:step_out", "post", 302, 404, 404),
]
ELSEWHERE = [
    {"REMOTE_ADDR": "10.0.0.7"},
    {"REMOTE_ADDR": "127.0.0.1", "HTTP_X_FORWARDED_FOR": "127.0.0.1"},
    {"REMOTE_ADDR": "127.0.0.1", "HTTP_FORWARDED": "for=127.0.0.1"},
    {"REMOTE_ADDR": "127.0.0.1", "HTTP_X_REAL_IP": "8.8.8.8"},
    {"REMOTE_ADDR": "127.0.0.1", "HTTP_VIA": "1.1 proxy"},
    {"REMOTE_ADDR": "unix:"},
    {"REMOTE_ADDR": ""},
]


@pytest.fixture
def officer():
    return Account.objects.create(person=PersonFactory(), email=email_of("triage_officer"))


def sealed(officer):
    person = officer.person
    officer.delete()
    person.delete()
    write_seal("small")
    return Account.objects.create(person=PersonFactory(), email=email_of("triage_officer"))


def ask(client, name, method, account, **headers):
    path = reverse(name, args=[account.pk] if name == "demo:step_into" else [])
    return getattr(client, method)(path, **headers)


@pytest.mark.parametrize(("name", "method", "here", "unsealed", "elsewhere"), PERMISSIONS)
def test_the_seal_and_the_machine_open_the_pages(client, officer, name, method, here, unsealed, elsewhere):
    assert ask(client, name, method, officer).status_code == unsealed
    account = sealed(officer)
    assert ask(client, name, method, account).status_code == here
    for headers in ELSEWHERE:
        assert ask(client, name, method, account, **headers).status_code == elsewhere


def test_the_button_signs_in_and_leads_to_the_desk(client, officer):
    account = sealed(officer)
    answer = client.post(reverse("demo:step_into", args=[account.pk]))
    assert answer.url == first_page("triage_officer") == reverse("proposals:desk")
    assert client.get(reverse("people:me")).status_code == 200
    client.post(reverse("demo:step_out"))
    assert client.get(reverse("people:me")).status_code == 302


def test_a_get_never_signs_in(client, officer):
    account = sealed(officer)
    assert client.get(reverse("demo:step_into", args=[account.pk])).status_code == 405


@pytest.mark.parametrize(("language", "word"), [("kk", "Рөлге"), ("ru", "Войти в роль"), ("en", "Step into a role")])
def test_roles_are_told_in_three_languages(client, officer, language, word):
    sealed(officer)
    client.cookies["language"] = language
    page = client.get(reverse("demo:roles")).content.decode()
    assert word in page
    assert 'id="triage_officer"' in page


def test_the_page_of_roles_asks_few_questions(client, officer, django_assert_max_num_queries):
    sealed(officer)
    with django_assert_max_num_queries(6):
        client.get(reverse("demo:roles"))


def test_a_stranger_s_account_is_no_role(officer):
    Account.objects.create(person=PersonFactory(), email="somebody@city.example")
    assert [role.slug for role in demo_roles()] == ["triage_officer"]


def test_the_terminal_prints_each_role_with_its_address(officer):
    sealed(officer)
    lines = list(trying_lines("http://localhost:8000", {"LANG": "ru_RU.UTF-8"}))
    assert "  Город открыт: http://localhost:8000/" in lines
    assert any("/demo/#triage_officer" in line for line in lines)


def test_a_certificate_is_kept_and_made_again_for_another_host(tmp_path):
    first = certificate_for(tmp_path, "127.0.0.1")
    made = first[0].read_bytes()
    assert certificate_for(tmp_path, "127.0.0.1")[0].read_bytes() == made
    assert certificate_for(tmp_path, "qala.example")[0].read_bytes() != made
    assert first[1].stat().st_mode & 0o077 == 0
