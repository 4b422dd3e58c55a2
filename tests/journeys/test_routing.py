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
    editor.press(page.locator("main form button.button--main"))
    page.wait_for_url("**/desk/routing/*/")
    table = page.url
    write_row(editor, table, departments[0], categories="gas")
    write_row(editor, table, departments[1], track="appeal")
    assert page.locator(".notice.tone--harm").is_visible(), "two rows of one weight for one case are a tie"
    assert page.locator("form[action$='/try/']").count() == 0
    editor.look_over()
    editor.press(page.locator("tbody a[href*='/rows/']").last)
    page.locator("[name=categories][value=heating]").check()
    editor.press(page.locator(".form__end button"))
    page.wait_for_url(table)
    assert page.locator(".notice.tone--harm").count() == 0
    assert page.locator("form[action$='/activate/']").count() == 0, "untried rows stay out of force"
    editor.press(page.locator("form[action$='/try/'] button"))
    assert page.locator("#tried").is_visible()
    editor.look_over()
    editor.press(page.locator("form[action$='/activate/'] button"))
    assert page.locator("form[action$='/activate/']").count() == 0
    page = editor.go("/desk/routing/")
    assert page.locator(f"p a[href='{table.removeprefix(editor.root)}']").count() == 1
    editor.look_over()


def write_row(editor, table, department, **ticked):
    page = editor.page
    editor.press(page.locator("a[href$='/rows/new/']"))
    page.locator("[name=department]").select_option(str(department))
    for name, value in ticked.items():
        page.locator(f"[name={name}][value='{value}']").check()
    editor.press(page.locator(".form__end button"))
    page.wait_for_url(table)
