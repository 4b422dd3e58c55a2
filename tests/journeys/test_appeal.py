"""An official answer is wanted: from the beginning with half the fields, or later for a message already sent."""

from tests.journeys import village


def test_an_appeal_with_missing_fields_is_registered_and_mended(phone, scripts):
    author = phone("ru", scripts=scripts)
    page = author.go("/new/")
    page.locator("details:has(#id_official) > summary").click()
    page.check("#id_official")
    page.fill("#id_name", "Сергеева Анна")
    page.fill("#id_iin", "12")
    author.look_over()
    author.write("Во дворе второй год не работает ни один фонарь, вечером темно")
    author.expected.add(422)
    page.locator(".send button").click()
    page.locator("#errors").wait_for()
    assert page.locator("#id_name").input_value() == "Сергеева Анна"
    author.look_over()
    page.fill("#id_iin", "")
    number = author.send()
    assert page.locator("#sign").is_visible()
    author.look_over()
    page.locator("#sign #id_postal_address").fill("Шымкент, Тауке хана 5")
    author.press(page.locator("#sign form[action$='/upgrade/'] button"))
    assert page.locator("#accepted").is_visible()
    assert author.number == number
    assert page.locator("#id_postal_address").count() == 0


def test_a_signal_becomes_an_appeal_and_keeps_its_number(phone, city, scripts):
    with city.inside():
        case = village.signal("На остановке третий месяц нет скамейки", language="ru")
        talon = village.talon_of(case)
    author = phone("en", scripts=scripts)
    page = author.go(talon)
    author.look_over()
    page.locator("#official > summary").click()
    page.locator("#official #id_name").fill("Kim Viktor")
    page.locator("#official #id_postal_address").fill("Shymkent, Tauke khan 7")
    author.press(page.locator("#official form button"))
    assert page.locator("#sign").is_visible()
    assert author.number == case.number
    assert page.locator("#official").count() == 0
    author.look_over()
