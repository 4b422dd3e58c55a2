"""Language, theme, and hands that use no mouse."""

from tests.journeys import village
from tests.journeys.phone import READS_FOR_MS

FOCUS = """() => {
  const seen = document.activeElement, style = getComputedStyle(seen);
  const box = seen.getBoundingClientRect();
  return {name: seen.name || seen.className || seen.tagName, tag: seen.tagName, type: seen.type || '',
    ring: (style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2) || style.boxShadow !== 'none',
    inside: box.bottom > 0 && box.top < innerHeight && box.width > 0};
}"""


def walk(page, until, most=60):
    """Press Tab until the focus stands there; on the way each stop must be seen."""
    for _step in range(most):
        page.keyboard.press("Tab")
        stop = page.evaluate(FOCUS)
        # Inside a date the browser marks the day, the month and its own little calendar itself.
        assert stop["ring"] or stop["type"] == "date", f"the focus on {stop['name']} cannot be seen"
        assert stop["inside"], f"{stop['name']} has the focus outside of the window"
        if page.evaluate("selector => document.activeElement.matches(selector)", until):
            return
    raise AssertionError(f"{until} is out of reach")


def test_language_and_theme_change_and_stay(phone, scripts):
    reader = phone("kk", scripts=scripts, color_scheme="light")
    page = reader.go("/")
    reader.look_over()
    reader.press(page.locator(".tongues [lang=ru]").first)
    reader.language = "ru"
    reader.look_over()
    reader.press(page.locator(".tongues [lang=en]").first)
    reader.language = "en"
    page.locator(".theme--dark:visible").click()
    page.locator("html[data-theme=dark]").wait_for()
    reader.look_over()
    page = reader.go("/new/")
    assert page.locator("html").get_attribute("data-theme") == "dark"
    reader.look_over()


def test_another_language_in_the_middle_of_writing_keeps_the_words(phone, scripts):
    writer, words = phone("en", scripts=scripts), "Аялдамада жарық жоқ, кешке қараңғы"
    page = writer.go("/new/")
    page.fill("#id_text", words)
    writer.press(page.locator(".tongues button[value=kk]"))
    writer.language = "kk"
    assert page.input_value("#id_text") == words
    writer.look_over()
    page.fill("input[name=place_text]", "Тәуке хан")
    with page.expect_navigation(wait_until="load"):
        page.keyboard.press("Enter")  # looks for the place: a language is changed by its own button only
    assert page.input_value("#id_text") == words
    writer.look_over()


def test_language_and_theme_lose_no_word_on_the_front_page_and_a_talon(phone, scripts):
    writer = phone("en", scripts=scripts, color_scheme="light")
    page = writer.go("/")
    page.fill("#ask-text", "Аялдамада жарық жоқ")
    writer.press(page.locator(".tongues button[value=kk]"))
    assert page.input_value("#ask-text") == "Аялдамада жарық жоқ"
    writer.language = "kk"
    writer.go("/new/")
    writer.write(f"{'Көпірдің' if scripts else 'Саябақтың'} жанында жол опырылып қалды")
    writer.send()
    page.fill("#follow-address", "oku@qala.example")
    page.locator(".theme--dark:visible").click()
    page.locator("html[data-theme=dark]").wait_for()
    assert page.input_value("#follow-address") == "oku@qala.example"
    writer.press(page.locator(".tongues button[value=ru]"))
    writer.language = "ru"
    assert page.input_value("#follow-address") == "oku@qala.example"
    writer.look_over()


def test_the_form_is_sent_by_keyboard_alone(phone, city):
    with city.inside():
        code = village.placard(route="33")
    typist = phone("en")
    page = typist.go(code)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    walk(page, "#id_text")
    page.keyboard.type("The stop display of bus 33 shows the wrong direction", delay=25)
    page.wait_for_timeout(READS_FOR_MS)
    walk(page, ".send button")
    page.keyboard.press("Enter")
    page.wait_for_url("**/t/**")
    typist.look_over()


def step_down_to(page, number):
    """Press j until the row of this case holds the focus; other journeys' cases may stand above it."""
    row = "document.activeElement.closest('[data-row]')?.textContent ?? ''"
    for _press in range(40):
        page.keyboard.press("KeyJ")
        held = page.evaluate(row)
        assert held, "j leads to a row"
        if number in held:
            return
    raise AssertionError(f"j never reached {number}")


def test_the_desk_is_worked_by_keyboard_alone(phone, city):
    with city.inside():
        case = village.signal("У перехода на Тауке хана стёрта зебра, машины не пропускают", language="ru")
    officer = phone("ru", viewport={"width": 1280, "height": 800})
    officer.step_into("triage_officer")
    page = officer.go("/desk/?q=стёрта зебра")
    step_down_to(page, case.number)
    page.keyboard.press("Enter")
    page.locator(f"a[href$='/{case.number}/triage/']").wait_for()
    walk(page, f"a[href$='/{case.number}/triage/']")
    page.keyboard.press("Enter")
    page.wait_for_url("**/triage/")
    walk(page, "[name=category]")
    page.keyboard.type("Д")
    page.select_option("[name=category]", "road_surface")
    walk(page, ".form__end button")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/desk/{case.number}/")
    officer.look_over()
