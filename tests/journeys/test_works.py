"""From triage to a confirmed repair, and what the author, the outbox and the figures say of it."""

import pytest
from django.conf import settings

from qala.proposals.letters.sealed import confirm_address
from qala.proposals.models import Letter, Subscription
from tests.journeys import village
from tests.journeys.desk import order_verb, until, verb


def headline(visitor):
    page = visitor.go("/proposals/statistics/")
    return page.locator(".headline .figure__value").first.inner_text()


def claimed(phone, scripts, number):
    """Triage, assignment, a works order, works with an act, and the claim: five people, five desks."""
    people = {}
    for role in ("triage_officer", "dispatcher", "executor"):
        people[role] = phone("ru", scripts=scripts)
        people[role].step_into(role)
    triager, dispatcher, executor = people.values()
    triager.go(f"/desk/{number}/")
    triager.look_over()
    verb(triager, number, "triage", category="bus_service")
    verb(dispatcher, number, "assign")
    due = until(7)
    verb(dispatcher, number, "order_works", task="Починить кондиционер", due_on=due, money_source="QB-2402")
    dispatcher.look_over()
    page = executor.go(f"/desk/{number}/")
    order = page.locator("a[href^='/desk/works/']:not([href='/desk/works/'])").first.get_attribute("href")
    order_verb(executor, order, "start")
    verb(executor, number, "start")
    order_verb(executor, order, "evidence", act="A-17", longitude="69.6", latitude="42.32")
    executor.look_over()
    verb(executor, number, "claim_fixed")
    return executor


@pytest.fixture
def sent(phone, city, scripts):
    """A message of somebody who asked to be told by e-mail."""
    with city.inside():
        talon = village.talon_of(village.signal("12-автобуста кондиционер істемейді, адамдар ыстықтан қиналады"))
    author = phone("kk", scripts=scripts)
    page = author.go(talon)
    page.fill("#follow-address", f"mother-{author.number}@example.kz")
    author.press(page.locator("form[action$='/follow/'] button"))
    with city.inside():
        row = Subscription.objects.get(proposal=int(author.number.partition("-")[2]))
        link = confirm_address(row.pk).replace(settings.PUBLIC_URL, city.root)
    author.go(link)
    author.press(page.locator("main form button").first)
    author.go(talon)
    return author


def test_works_are_claimed_confirmed_by_other_eyes_and_told(phone, city, scripts, sent):
    number = sent.number
    journalist = phone("ru", scripts=scripts)
    before = headline(journalist)
    executor = claimed(phone, scripts, number)
    assert executor.page.locator(f"form[action$='/{number}/confirm/'], a[href$='/{number}/confirm/']").count() == 0
    inspector = phone("en", scripts=scripts)
    inspector.step_into("inspector")
    page = verb(inspector, number, "confirm", words="I stood in the bus: it is cool.")
    inspector.look_over()
    with city.inside():
        letters = Letter.objects.filter(address=f"mother-{number}@example.kz")
        told = [letter.template for letter in letters]
    assert any("confirm" in one or "state" in one for one in told), told
    journalist.look_over()
    assert headline(journalist) != before
    seen = journalist.go(f"/proposals/{number}/")
    assert "A-17" in seen.locator("main").inner_text()
    journalist.look_over()
    page = sent.page
    page.reload()
    sent.look_over()


def test_the_resident_says_no_and_the_case_is_open_again(phone, scripts, sent):
    claimed(phone, scripts, sent.number)
    page = sent.page
    page.reload()
    sent.look_over()
    page.locator("details:has(#words-contest) > summary").click()
    page.fill("#words-contest", "Бүгін де мінгенмін, кондиционер әлі істемейді")
    sent.press(page.locator("form[action$='/contest/'] button"))
    assert page.locator(".notice, [role=status]").first.is_visible()
    assert page.locator("form[action$='/confirm/']").count() == 0
    sent.look_over()
    officer = phone("kk", scripts=scripts)
    officer.step_into("dispatcher")
    desk = officer.go(f"/desk/{sent.number}/")
    assert "кондиционер әлі істемейді" in desk.locator("main").inner_text()
