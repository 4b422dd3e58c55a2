"""A resident scans a code in a bus and writes; the connection may fail; somebody may have written it before."""

import time

from qala.proposals.models import Proposal
from tests.journeys import village

WORDS = "12-автобуста кондиционер істемейді, терезе де ашылмайды, балаға ауа жетпейді"


def test_a_scan_a_message_in_kazakh_and_a_talon_within_a_minute(phone, city, scripts):
    with city.inside():
        code = village.placard(route="12", vehicle="127 ABC 17")
    mother = phone("kk", scripts=scripts)
    began = time.monotonic()
    page = mother.go(code)
    assert "127 ABC 17" in page.locator(".here").inner_text()
    mother.write(WORDS)
    number = mother.send()
    assert time.monotonic() - began < 60
    assert number in page.locator("main").inner_text()
    assert WORDS in page.locator("blockquote").inner_text()
    mother.look_over()
    neighbour = phone("ru", scripts=scripts)
    seen = neighbour.go(f"/proposals/{number}/")
    assert WORDS in seen.locator("blockquote").first.inner_text()
    neighbour.look_over()


def test_a_message_written_without_a_connection_arrives_once(phone, city):
    with city.inside():
        code = village.placard(route="5")
    mother = phone("kk")
    page = mother.go(code)
    page.evaluate("navigator.serviceWorker.ready.then(worker => Boolean(worker.active))")
    mother.context.set_offline(True)
    mother.write("5-автобустың есігі жабылмайды, жүріп бара жатқанда ашылып кетеді")
    page.locator(".send button").click()
    page.locator("#offline:not([hidden])").wait_for()
    assert page.locator("#id_text").input_value() == ""
    mother.faults.clear()  # the browser itself complains that there is no connection
    mother.context.set_offline(False)
    page.locator("#offline a").wait_for()
    address = page.locator("#offline a").get_attribute("href")
    mother.go(address)
    number = mother.number
    mother.look_over()
    # The same key once more, as a phone does that never heard the answer.
    uid = page.locator("#accepted").get_attribute("data-uid")
    mother.go(code)
    page.evaluate("uid => { document.getElementById('intake').elements.uid.value = uid }", uid)
    page.fill("#id_text", "5-автобустың есігі жабылмайды, жүріп бара жатқанда ашылып кетеді")
    assert mother.send() == number


def test_is_it_one_of_these_and_me_too(phone, city, scripts):
    with city.inside():
        code = village.placard(kind="bus", route="77")
        mark = "қосымша терезесі" if scripts else "артқы есігі"
        words = f"77-автобустың {mark} сынған, ішінде суық, балалар тоңып отыр"
    first = phone("kk", scripts=scripts)
    first.go(code)
    first.write(words)
    number = first.send()
    second = phone("kk", scripts=scripts)
    page = second.go(code)
    second.write(words + " қазір")
    if scripts:
        page.locator("#suggestions .twins").wait_for()
        second.look_over()
    else:
        page.locator(".send button").click()
        second.look_over()
    page.locator(f"button[name=number][value='{number}']").click()
    page.locator("a.button--main[href^='/proposals/']").wait_for()
    second.look_over()
    with city.inside():
        case = Proposal.objects.get(pk=int(number.partition("-")[2]))
        assert case.supports.count() == 1
        assert Proposal.objects.filter(placard=case.placard).count() == 1
