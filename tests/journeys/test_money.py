"""Meals, books, schools and the log as their people read them: three languages, scripts or none, light pages, keys."""

import gzip

import pytest
from django.test import Client

from qala.kernel.clock import today
from qala.meals.tests.eating import eat
from qala.meals.tests.factories import department, meal_school
from qala.people.tests.factories import AccountFactory, AppointmentFactory, PersonFactory
from qala.roster.tests.factories import LAST, SchoolDayFactory, parent_of
from tests.journeys.test_keyboard import walk
from tests.journeys.test_public import MARKUP_AND_STYLE, SCRIPT

TONGUES = ("kk", "ru", "en")


@pytest.fixture(scope="module")
def town(city):
    """A school of a dozen children that ate today, its people, and the books they move."""
    if today() > LAST:
        pytest.skip("the school year of the factories is over")
    with city.inside():
        made = meal_school(pupils=12, month=today().replace(day=1))
        SchoolDayFactory(school=made.school, day=today(), kind="lessons", reason="moved")
        eat(made, made.pupils, today())
        auditor = PersonFactory()
        AppointmentFactory(person=auditor, role="auditor")
        people = {
            "parent": parent_of(made.pupils[0]),
            "pedagogue": made.officer("social_pedagogue"),
            "director": made.officer("school_director"),
            "supplier": made.supplier(),
            "department": department(),
            "auditor": auditor,
        }
        made.sessions = {who: signed_in(person) for who, person in people.items()}
    return made


def signed_in(person):
    client = Client()
    client.force_login(AccountFactory(person=person))
    return client.cookies["sessionid"].value


def pages(town):
    """Who reads which addresses."""
    school, child, voucher = town.school.slug, town.pupils[0].key, town.vouchers[0].key
    desk = f"/meals/desk/schools/{school}/"
    return {
        "": ("/meals/", f"/meals/schools/{school}/", "/meals/data/", "/log/"),
        "parent": ("/my/meals/", f"/my/meals/{child}/", f"/meals/code/{voucher}/", f"/meals/code/{voucher}/allergies/", "/me/children/"),
        "pedagogue": (desk, f"{desk}day/", f"{desk}trust/", "/schools/", f"/schools/{school}/calendar/"),
        "director": (desk, f"/meals/terminals/{school}/", "/schools/"),
        "supplier": ("/meals/desk/supply/", "/meals/desk/contracts/", f"{desk}menu/"),
        "department": ("/meals/desk/month/", "/meals/desk/questions/", "/meals/desk/disputes/", "/ledger/", "/ledger/budget/", "/schools/"),
        "auditor": ("/ledger/", "/ledger/budget/", "/ledger/account/treasury/", "/meals/desk/questions/"),
    }


def enter(reader, city, town, who):
    if who:
        reader.context.add_cookies([{"name": "sessionid", "value": town.sessions[who], "url": city.root}])


@pytest.mark.parametrize("who", ["guest", "parent", "pedagogue", "director", "supplier", "department", "auditor"])
def test_each_reads_their_pages(phone, city, town, who, scripts):
    """The languages take turns, so that each page is met in two of them and each person in all three."""
    who = "" if who == "guest" else who
    for number, address in enumerate(pages(town)[who]):
        language = TONGUES[(number + scripts) % len(TONGUES)]
        reader = phone(language, scripts=scripts)
        enter(reader, city, town, who)
        reader.go(address)
        reader.look_over()
        reader.context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_desk_is_wide_and_dark_as_well(phone, city, town, scheme):
    officer = phone("ru", viewport={"width": 1280, "height": 800}, color_scheme=scheme)
    enter(officer, city, town, "department")
    for address in ("/meals/", "/log/", "/meals/desk/month/", "/ledger/"):
        officer.go(address)
        officer.look_over()


@pytest.mark.parametrize("who", ["", "parent", "department"])
def test_a_page_stays_in_its_budget(phone, city, town, who):
    reader = phone("kk")
    enter(reader, city, town, who)
    answers = []
    reader.page.on("response", lambda answer: answers.append(answer))  # noqa: PLW0108 - playwright takes no builtin
    for address in pages(town)[who]:
        answers.clear()
        reader.context.clear_cookies(name="csrftoken")
        reader.go(address)
        reader.page.wait_for_load_state("networkidle")
        weights = {"document": 0, "stylesheet": 0, "script": 0}
        for answer in answers:
            kind = answer.request.resource_type
            if kind in weights and answer.status == 200 and not answer.from_service_worker:
                weights[kind] += len(gzip.compress(answer.body(), 6))
        assert weights["document"], address
        assert weights["document"] + weights["stylesheet"] <= MARKUP_AND_STYLE, (address, weights)
        assert weights["script"] <= SCRIPT, (address, weights)


def test_a_mother_says_what_the_child_must_not_eat_by_keyboard_alone(phone, city, town):
    mother = phone("kk")
    enter(mother, city, town, "parent")
    page = mother.go(f"/meals/code/{town.vouchers[0].key}/allergies/")
    walk(page, "input[type=checkbox]")
    page.keyboard.press("Space")
    walk(page, ".form__end button")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    page = mother.go(f"/meals/code/{town.vouchers[0].key}/allergies/")
    assert page.locator("input[type=checkbox]:checked").count() == 1
    mother.look_over()


def test_an_auditor_comes_from_an_account_to_its_movements_by_keyboard(phone, city, town):
    auditor = phone("en", viewport={"width": 1280, "height": 800})
    enter(auditor, city, town, "auditor")
    page = auditor.go("/ledger/")
    walk(page, "td a, tbody th a")
    page.keyboard.press("Enter")
    page.wait_for_url("**/ledger/account/**")
    auditor.look_over()
