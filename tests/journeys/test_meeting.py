"""An open meeting: a seat with a question, and a question asked aloud in the hall."""

from tests.journeys import village
from tests.journeys.phone import READS_FOR_MS


def test_a_seat_with_a_question_and_one_asked_aloud_are_cases(phone, city, scripts):
    with city.inside():
        hall = village.meeting().pk
    guest = phone("kk", scripts=scripts)
    guest.go("/meetings/")
    guest.look_over()
    page = guest.go(f"/meetings/{hall}/")
    guest.look_over()
    page.fill("#id_question", "Біздің ауданда жаңа балабақша қашан салынады?")
    page.wait_for_timeout(READS_FOR_MS)
    guest.press(page.locator(".form__end button"))
    page.wait_for_url("**/meetings/seat/**")
    guest.look_over()
    guest.press(page.locator("a[href*='/t/']").first)
    asked = guest.number
    keeper = phone("ru", scripts=scripts)
    keeper.step_into("protocol_controller")
    page = keeper.go(f"/desk/meetings/{hall}/")
    assert asked in page.locator("main").inner_text()
    keeper.look_over()
    page.fill("form[action='#ask'] textarea", "Когда отремонтируют арык на улице Тауке хана, весной заливает дворы?")
    keeper.press(page.locator("form[action='#ask'] button"))
    keeper.press(page.locator(".notice a[href*='/t/']"))
    assert keeper.number != asked
    seen = guest.go(f"/meetings/{hall}/")
    assert keeper.number in seen.locator("main").inner_text()
    guest.look_over()
