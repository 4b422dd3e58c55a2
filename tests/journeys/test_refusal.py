"""A refusal has a ground, reasons and a signature, and the author may object to it."""

from tests.journeys import village
from tests.journeys.desk import fill

REASON = "Бұл көшеге кондиционерлі автобус жоспарда жоқ, 2027 жылғы жоспарда қаралады."


def test_a_refusal_is_signed_with_its_ground_and_contested(phone, city, scripts):
    with city.inside():
        case = village.assigned("Біздің бағытқа кондиционерлі жаңа автобус керек, ескісі тозған")
        talon = village.talon_of(case)
    signer = phone("ru", scripts=scripts)
    signer.step_into("signer")
    page = signer.go(f"/desk/{case.number}/refuse/")
    form = page.locator("form[action$='/refuse/']").last
    signer.expected.update({400, 409, 422})
    form.locator(".form__end button").first.click()  # the browser itself may stop it: no answer to wait for
    signer.look_over()
    assert page.url.endswith("/refuse/"), "a refusal without ground and reasons is no refusal"
    form.locator("[name=ground]").nth(1).check()
    fill(form, {"text_kk": REASON, "text_ru": "Автобуса с кондиционером в плане этого года нет, рассмотрим в 2027 году."})
    signer.press(form.locator(".form__end button").first)
    page.wait_for_url(f"**/desk/{case.number}/")
    signer.look_over()
    author = phone("kk", scripts=scripts)
    page = author.go(talon)
    assert REASON in page.locator("main").inner_text()
    author.look_over()
    page.locator("details:has(#words-contest) > summary").click()
    page.fill("#words-contest", "Жоспарда бар еді, әкімнің сөзі газетте шықты")
    author.press(page.locator("form[action$='/contest/'] button"))
    page.wait_for_url(f"**{talon}")
    assert page.locator("#words-contest").count() == 0
    author.look_over()
