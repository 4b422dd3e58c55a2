"""The table of departments: a tie is refused, mended, tried on past cases, put into force."""

from qala.people.models import Organisation
from tests.journeys import village


def test_a_tie_is_refused_mended_tried_and_put_into_force(phone, city, scripts):
    with city.inside():
        village.assigned("Бесінші маршруттың автобустары жиі кешігеді, аялдамада ұзақ тұрамыз")
        departments = list(Organisation.objects.order_by("pk").values_list("pk", flat=True)[:2])
    editor = phone("ru", scripts=scripts)
    editor.step_into("routing_editor")
    page = editor.go("/desk/routing/")
    editor.look_over()
    page.locator("main form button.button--main").click()
    page.wait_for_url("**/desk/routing/*/")
    table = page.url
    write_row(page, table, departments[0], categories="gas")
    write_row(page, table, departments[1], track="appeal")
    assert page.locator(".notice.tone--harm").is_visible(), "two rows of one weight for one case are a tie"
    assert page.locator("form[action$='/try/']").count() == 0
    editor.look_over()
    page.locator("tbody a[href*='/rows/']").last.click()
    page.locator("[name=categories][value=heating]").check()
    page.locator(".form__end button").click()
    page.wait_for_url(table)
    assert page.locator(".notice.tone--harm").count() == 0
    assert page.locator("form[action$='/activate/']").count() == 0, "untried rows stay out of force"
    page.locator("form[action$='/try/'] button").click()
    page.locator("#tried").wait_for()
    editor.look_over()
    page.locator("form[action$='/activate/'] button").click()
    page.locator("form[action$='/activate/']").wait_for(state="detached")
    page = editor.go("/desk/routing/")
    assert page.locator(f"p a[href='{table.removeprefix(editor.root)}']").count() == 1
    editor.look_over()


def write_row(page, table, department, **ticked):
    page.locator("a[href$='/rows/new/']").click()
    page.locator("[name=department]").select_option(str(department))
    for name, value in ticked.items():
        page.locator(f"[name={name}][value='{value}']").check()
    page.locator(".form__end button").click()
    page.wait_for_url(table)
