"""Who may open what at the counter, at the school's terminals and on a parent's phone."""

import pytest
from django.test import Client
from django.urls import reverse

from qala.meals.actions.vouchers import suspend
from qala.meals.keys import point_of
from qala.meals.models import Allergy, Terminal
from qala.meals.rules.codes import coded, decoded
from qala.meals.tests.factories import JOB, TerminalFactory, meal_school
from qala.people.tests.factories import AccountFactory, AppointmentFactory, PersonFactory
from qala.roster.tests.factories import parent_of

pytestmark = pytest.mark.django_db

# role, address, status. "director" and "parent" belong to the school and the child; "other_…" to others.
PERMISSIONS = [
    ("guest", "terminal", 200),
    ("guest", "terminal_worker", 200),
    ("guest", "terminal_manifest", 200),
    ("guest", "terminal_enrol", 400),
    ("director", "terminal_enrol", 400),
    ("guest", "terminal_roster", 401),
    ("director", "terminal_roster", 401),
    ("guest", "terminal_events", 400),
    ("guest", "terminal_schools", 302),
    ("resident", "terminal_schools", 403),
    ("parent", "terminal_schools", 403),
    ("canteen_worker", "terminal_schools", 403),
    ("auditor", "terminal_schools", 403),
    ("director", "terminal_schools", 302),
    ("education_department", "terminal_schools", 200),
    ("guest", "terminals", 302),
    ("parent", "terminals", 403),
    ("canteen_worker", "terminals", 403),
    ("auditor", "terminals", 403),
    ("other_director", "terminals", 403),
    ("director", "terminals", 200),
    ("education_department", "terminals", 200),
    ("guest", "terminal_code", 302),
    ("parent", "terminal_code", 403),
    ("other_director", "terminal_code", 403),
    ("director", "terminal_code", 200),
    ("guest", "terminal_revoke", 302),
    ("canteen_worker", "terminal_revoke", 403),
    ("other_director", "terminal_revoke", 403),
    ("director", "terminal_revoke", 302),
    ("guest", "code", 302),
    ("resident", "code", 403),
    ("other_parent", "code", 403),
    ("director", "code", 403),
    ("education_department", "code", 403),
    ("parent", "code", 200),
    ("child", "code", 200),
    ("guest", "code_picture", 302),
    ("other_parent", "code_picture", 403),
    ("parent", "code_picture", 200),
    ("guest", "code_phone", 302),
    ("other_parent", "code_phone", 403),
    ("parent", "code_phone", 200),
    ("child", "code_phone", 200),
    ("guest", "code_allergies", 302),
    ("other_parent", "code_allergies", 403),
    ("child", "code_allergies", 403),
    ("director", "code_allergies", 403),
    ("parent", "code_allergies", 200),
]
POSTED = {"terminal_enrol", "terminal_events", "terminal_code", "terminal_revoke", "code_phone"}


@pytest.fixture
def town():
    return meal_school(pupils=2)


def somebody(who, town):
    body = town.school.organisation
    if who == "director":
        return AppointmentFactory(role="school_director", organisation=body).person
    if who == "other_director":
        return AppointmentFactory(role="school_director").person
    if who in ("parent", "other_parent"):
        return parent_of(town.pupils[who == "other_parent"])
    if who == "child":
        return town.pupils[0].person
    person = PersonFactory()
    if who != "resident":
        AppointmentFactory(person=person, role=who, **({"organisation": body} if who == "canteen_worker" else {}))
    return person


def browser(who, town):
    client = Client()
    if who != "guest":
        client.force_login(AccountFactory(person=somebody(who, town), resident=True))
    return client


def address(name, town):
    voucher, school = [town.vouchers[0].key], [town.school.slug]
    if name.startswith("code"):
        return reverse(f"meals:{name}", args=voucher)
    own = {"terminals": school, "terminal_code": school, "terminal_revoke": [*school, town.terminal.key]}
    return reverse(f"meals:{name}", args=own.get(name, []))


@pytest.mark.parametrize(("who", "name", "status"), PERMISSIONS)
def test_who_may_open_what(who, name, status, town):
    client, where = browser(who, town), address(name, town)
    posted = {"key": coded(point_of(town.secret))} if name == "code_phone" else {}
    answer = client.post(where, posted) if name in POSTED else client.get(where)
    assert answer.status_code == status, answer.content[-2000:]
    if who == "guest" and status == 302:
        assert answer["Location"].startswith("/account/login/")


def test_a_code_is_shown_once_and_no_get_makes_one(town):
    client = browser("director", town)
    assert client.get(address("terminal_code", town)).status_code == 405
    shown = client.post(address("terminal_code", town)).content.decode()
    code = shown.split('id="code">')[1][:11]
    assert code[5] == "-"
    assert code not in client.get(address("terminals", town)).content.decode()


def test_a_director_switches_a_phone_off_and_sees_it(town):
    client = browser("director", town)
    client.post(address("terminal_revoke", town))
    assert Terminal.objects.get(pk=town.terminal.pk).revoked_at is not None
    page = client.get(address("terminals", town), headers={"Accept-Language": "en"}).content.decode()
    assert "switched off" in page
    assert address("terminal_revoke", town) not in page


def test_a_terminal_is_switched_off_only_under_its_own_school(town):
    other = meal_school(pupils=1)
    where = reverse("meals:terminal_revoke", args=[other.school.slug, town.terminal.key])
    assert browser("director", town).post(where).status_code == 404


def test_a_phone_gets_the_citys_word_for_its_key(town):
    client = browser("parent", town)
    told = client.post(address("code_phone", town), {"key": coded(point_of(town.secret))}).json()
    assert decoded(told["card"].split(".")[0])[:16] == town.vouchers[0].key.bytes
    wrong = client.post(address("code_phone", town), {"key": "x"}, headers={"Accept": "application/json"})
    assert (wrong.status_code, wrong.json()["type"]) == (422, "urn:qala:refusal:phone_key")


def test_a_parent_says_what_a_child_must_not_eat(town):
    client = browser("parent", town)
    answer = client.post(address("code_allergies", town), {"allergens": ["milk", "nuts"]})
    assert answer["Location"] == address("code", town)
    assert sorted(Allergy.objects.values_list("allergen", flat=True)) == ["milk", "nuts"]
    assert client.get(address("code_allergies", town)).content.decode().count("checked") == 2


def test_a_voucher_that_sleeps_shows_no_code(town):
    voucher = town.vouchers[0]
    suspend(by=JOB, voucher=voucher, reason="long_absence")
    page = browser("parent", town).get(address("code", town)).content.decode()
    assert "<svg" not in page.split("<main")[1].split('class="notice')[0]
    assert 'id="picture"' not in page


def test_the_worker_keeps_every_file_of_the_page(client, town):
    worker = client.get(address("terminal_worker", town))
    assert worker["Content-Type"].startswith("text/javascript")
    text = worker.content.decode()
    page = client.get(address("terminal", town)).content.decode()
    for file in ("terminal/app.js", "terminal/counter.js", "vendor/qr-decode.mjs", "terminal/terminal.css"):
        assert file in text
    assert "sessionid" not in page
    assert "csrf" not in page


def test_the_page_speaks_three_languages_at_once(client, town):
    page = client.get(address("terminal", town)).content.decode()
    for word in ("Ас болсын", "Приятного аппетита", "Enjoy your meal"):
        assert word in page


def test_a_list_of_terminals_asks_as_often_for_many(town, django_assert_max_num_queries):
    client = browser("director", town)
    TerminalFactory.create_batch(5, school=town.school)
    with django_assert_max_num_queries(14):
        client.get(address("terminals", town))
