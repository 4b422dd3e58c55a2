"""What colleagues do at their desks, by the pages: each in a browser of their own."""

from datetime import timedelta

from qala.kernel.clock import today


def verb(colleague, number, slug, **values):
    """Take one step of a case: its own page, its own form."""
    page = colleague.go(f"/desk/{number}/")
    way = page.locator(f"a[href$='/{number}/{slug}/'], form[action$='/{number}/{slug}/'] button").first
    colleague.press(way)
    form = page.locator(f"form[action$='/{number}/{slug}/']").last
    if page.url.endswith(f"/{slug}/"):
        fill(form, values)
        colleague.press(form.locator(".form__end button").first)
    page.wait_for_url(f"**/desk/{number}/**")
    assert not page.url.endswith(f"/{slug}/"), f"{slug} came back: {page.locator('main').inner_text()[:600]}"
    return page


def fill(form, values):
    for name, value in values.items():
        field = form.locator(f"[name={name}]").first
        kind = field.evaluate("f => f.type || f.tagName")
        if kind == "radio":
            form.locator(f"[name={name}][value='{value}']").check()
        elif kind.startswith("select"):
            field.select_option(value)
        else:
            field.fill(value)


def order_verb(executor, order, slug, **values):
    """Take one step of a works order."""
    page = executor.go(order)
    way = page.locator(f"a[href$='{order}{slug}/'], form[action$='{order}{slug}/'] button").first
    executor.press(way)
    if page.url.endswith(f"{order}{slug}/"):
        form = page.locator(f"form[action$='{order}{slug}/']").first
        fill(form, values)
        executor.press(form.locator("button").last)
    page.wait_for_url(f"**{order}")


def until(days):
    return (today() + timedelta(days=days)).isoformat()
