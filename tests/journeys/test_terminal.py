"""The canteen: a phone becomes a terminal, serves without a network, reads codes by its camera, and hands everything in."""

import secrets
from datetime import timedelta

import pytest
from django.test import Client
from playwright.sync_api import expect

from qala.kernel.clock import now, today
from qala.meals.actions.terminals import make_enrolment_code
from qala.meals.keys import is_signed, sign
from qala.meals.models import Meal, PhoneKey, Service, ServiceEvent, SpentNonce, Terminal
from qala.meals.queries.codes import service_at
from qala.meals.rules.codes import online, read
from qala.meals.tests.factories import meal_school
from qala.people.tests.factories import AccountFactory
from qala.roster.tests.factories import LAST, SchoolDayFactory, parent_of
from tests.journeys.conftest import CHROMIUM, FLAGS
from tests.journeys.phone import Phone
from tests.journeys.pictures import film

TERMINAL = "/meals/terminal/"
#: Reads the picture on the page as a terminal's camera would.
READ_BACK = """async () => {
  const { decodeQR } = await import("/static/vendor/qr-decode.mjs");
  const svg = new XMLSerializer().serializeToString(document.querySelector("#picture svg"));
  const image = new Image();
  image.src = "data:image/svg+xml," + encodeURIComponent(svg);
  await image.decode();
  const paper = new OffscreenCanvas(700, 700).getContext("2d");
  paper.fillStyle = "white";
  paper.fillRect(0, 0, 700, 700);
  paper.drawImage(image, 0, 0, 700, 700);
  return decodeQR(paper.getImageData(0, 0, 700, 700));
}"""

#: What the phone keeps of children: how many in each drawer, the names beside its presses, and whom these name.
KEPT = """async () => {
  const base = await new Promise((done) => {
    const asked = indexedDB.open("qala-terminal");
    asked.onsuccess = () => done(asked.result);
  });
  const told = (asked) => new Promise((done) => { asked.onsuccess = () => done(asked.result); });
  const shelf = (name) => base.transaction(name).objectStore(name);
  const presses = await told(shelf("events").getAll());
  const names = presses.map((one) => one.name ?? "").filter(Boolean);
  const bodies = presses.filter((one) => !one.waiting && (one.body || one.signature)).length;
  const kept = { pupils: await told(shelf("pupils").count()), seats: await told(shelf("seats").count()), names, bodies };
  base.close();
  return kept;
}"""


@pytest.fixture
def town(city):
    """A school whose counter is open today, and a code for one phone."""
    with city.inside():
        if today() > LAST:
            pytest.skip("the school year of the factories is over")
        made = meal_school(pupils=3, with_cards=True, month=today().replace(day=1))
        SchoolDayFactory(school=made.school, day=today(), kind="lessons", reason="moved")
        made.code = make_enrolment_code(by=made.officer("school_director"), school=made.school)
        made.cards = [child.cards.get().code for child in made.pupils]
        made.names = ["Айгерім", "Бекзат", "Виктор"]
        for child, given in zip(made.pupils, made.names, strict=True):
            child.person.given = given
            child.person.save()
    return made


# Asked once and answered by the browser's own event: a wait that asks again would compile its text anew in
# the page, and the page's Content-Security-Policy rightly forbids that.
IN_CHARGE = """() => new Promise((done) => {
  const workers = navigator.serviceWorker;
  workers.addEventListener("controllerchange", () => done(true));
  if (workers.controller) done(true);
})"""


def enrol(worker, town):
    page = worker.go(TERMINAL)
    expect(page.locator("#enrol")).to_be_visible()
    page.fill("#enrol-code", town.code.lower())
    page.fill("#enrol-name", "Касса 1")
    page.locator("#enrol button").click()
    expect(page.locator("#log")).to_contain_text("3")
    page.evaluate(IN_CHARGE)
    return page


def shows_card(page, card):
    page.locator("#field").click()
    page.keyboard.type(card)
    page.keyboard.press("Enter")
    expect(page.locator("#field")).to_have_attribute("data-state", "pass")


def count(city, model, town):
    with city.inside():
        return model.objects.filter(school=town.school).count()


def test_a_phone_is_enrolled_serves_without_a_network_and_hands_in(phone, city, town):
    worker = phone("kk")
    page = enrol(worker, town)
    worker.look_over()
    worker.context.set_offline(True)
    page.reload()
    expect(page.locator("#field-title")).to_be_visible()
    for card, name in zip(town.cards, town.names, strict=True):
        shows_card(page, card)
        expect(page.locator(".field__name")).to_contain_text(name)
        expect(page.locator("#field")).to_have_attribute("data-state", "ready", timeout=6_000)
    expect(page.locator("#queue")).to_have_attribute("data-waiting", "3")
    worker.look_over()
    assert len(page.evaluate(KEPT)["names"]) == 3
    assert count(city, Meal, town) == 0
    shows_card(page, town.cards[0])
    expect(page.locator("#log [data-tone=attention]").first).to_contain_text(town.names[0], timeout=8_000)
    worker.context.set_offline(False)
    page.evaluate("dispatchEvent(new Event('online'))")
    expect(page.locator("#queue")).to_have_attribute("data-waiting", "0", timeout=30_000)
    assert count(city, Meal, town) == 3
    assert count(city, ServiceEvent, town) == 4
    assert page.evaluate(KEPT) == {"pupils": 3, "seats": 3, "names": [], "bodies": 0}


def test_names_and_who_ate_leave_a_phone_that_stays_on_and_finds_no_network(phone, city, town):
    worker = phone("kk")
    page = enrol(worker, town)
    shows_card(page, town.cards[0])
    expect(page.locator("#queue")).to_have_attribute("data-waiting", "0", timeout=20_000)
    assert page.evaluate(KEPT) == {"pupils": 3, "seats": 1, "names": [], "bodies": 0}
    expect(page.locator("#field")).to_have_attribute("data-state", "ready", timeout=6_000)
    worker.context.set_offline(True)
    page.clock.set_fixed_time(now() + timedelta(days=40))
    shows_card(page, town.cards[0])
    assert page.locator(".field__name").count() == 0
    for _ in range(300):
        if page.evaluate(KEPT)["seats"]:
            page.wait_for_timeout(100)
    assert page.evaluate(KEPT) == {"pupils": 0, "seats": 0, "names": [], "bodies": 0}


def test_a_child_without_a_card_is_found_in_the_class_list(phone, city, town):
    worker = phone("ru")
    page = enrol(worker, town)
    page.locator("#choose").click()
    worker.look_over()
    page.locator("#classes button").first.click()
    page.locator("#classes button").first.click()
    expect(page.locator("#field")).to_have_attribute("data-state", "pass")
    page.locator("[data-language=kk]").click()
    assert page.locator("html").get_attribute("lang") == "kk"
    expect(page.locator("#queue")).to_have_attribute("data-waiting", "0", timeout=20_000)
    with city.inside():
        event = ServiceEvent.objects.get(school=town.school)
        assert (event.outcome, event.reason) == ("provisional", "vouched_for")


def test_a_switched_off_phone_says_so_and_a_wrong_code_too(phone, city, town):
    worker = phone("en")
    worker.expected = {403}
    page = worker.go(TERMINAL)
    page.fill("#enrol-code", "BBBBB-BBBBB")
    page.fill("#enrol-name", "x")
    page.locator("#enrol button").click()
    expect(page.locator("#enrol-why")).not_to_be_empty()
    page = enrol(worker, town)
    with city.inside():
        Terminal.objects.filter(school=town.school).update(revoked_at=now())
    shows_card(page, town.cards[0])
    expect(page.locator("#field")).to_have_attribute("data-state", "trouble", timeout=10_000)
    expect(page.locator("#again")).to_be_visible()
    worker.look_over()


def test_the_camera_reads_a_code_of_the_city(browser, city, town, tmp_path):
    with city.inside():
        code = online(
            sign, voucher=town.vouchers[0].key, day=today(), service=service_now(), issued=now(),
            lasts=timedelta(seconds=60), nonce=secrets.token_bytes(8),
        )  # fmt: skip
    flags = [
        "--use-fake-ui-for-media-stream",
        "--use-fake-device-for-media-stream",
        f"--use-file-for-fake-video-capture={film(tmp_path / 'code.y4m', code)}",
    ]
    seeing = browser.browser_type.launch(executable_path=CHROMIUM, args=[*FLAGS, *flags])
    try:
        worker = Phone(seeing, city.root, "ru", permissions=["camera"])
        page = enrol(worker, town)
        page.locator("#camera").click()
        expect(page.locator("#field")).to_have_attribute("data-state", "pass", timeout=30_000)
        expect(page.locator(".field__name")).to_contain_text(town.names[0])
        expect(page.locator("#queue")).to_have_attribute("data-waiting", "0", timeout=20_000)
        assert worker.faults == []
    finally:
        seeing.close()
    with city.inside():
        event = ServiceEvent.objects.filter(school=town.school).order_by("sequence").first()
        assert (event.how, event.outcome, event.pupil) == ("qr", "accepted", town.pupils[0])
        assert SpentNonce.objects.filter(event=event).exists()


def test_a_parent_shows_a_code_with_and_without_a_network(phone, city, town, scripts):
    with city.inside():
        session = signed_in(parent_of(town.pupils[0]))
    mother = phone("kk", scripts=scripts)
    mother.context.add_cookies([{"name": "sessionid", "value": session, "url": city.root}])
    page = mother.go(f"/meals/code/{town.vouchers[0].key}/")
    assert page.locator("#picture svg").count() == 1
    mother.look_over()
    if not scripts:
        mother.press(page.locator("noscript a, a.button--main").first)
        assert page.locator("#picture svg").count() == 1
        return
    expect(page.locator("#prepared")).to_be_visible()
    page.evaluate("Promise.all(['qr', 'qr-decode'].map((name) => import(`/static/vendor/${name}.mjs`)))")
    mother.context.set_offline(True)
    expect(page.locator("#state")).to_have_text(page.locator("#state").get_attribute("data-offline"))
    code = read(page.evaluate(READ_BACK))
    with city.inside():
        kept = PhoneKey.objects.get(voucher=town.vouchers[0])
        assert (code.voucher, code.day, code.is_offline) == (town.vouchers[0].key, today(), True)
        assert (code.seals[1].key, code.is_genuine(is_signed)) == (bytes(kept.public_key), True)


def signed_in(person):
    """The session cookie of somebody."""
    client = Client()
    client.force_login(AccountFactory(person=person))
    return client.cookies["sessionid"].value


def service_now():
    return service_at(Service.objects.all(), now()).slug
