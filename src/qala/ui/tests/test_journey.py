"""The gallery and the desk in a real browser: by keyboard, with scripts off, looked over by axe, in three languages."""

import os
import shutil
from itertools import pairwise

import pytest

from qala.ui.assets import VENDOR

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]

CHROMIUM = next((path for name in ("chromium", "chromium-browser", "google-chrome") if (path := shutil.which(name))), "")
FLAGS = ["--no-sandbox", "--disable-background-networking", "--no-first-run", "--use-angle=swiftshader", "--enable-unsafe-swiftshader"]
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]


@pytest.fixture(scope="module")
def browser():
    if not CHROMIUM:
        if os.environ.get("QALA_BROWSER") == "required":
            pytest.fail("QALA_BROWSER=required, and no Chromium was found")
        pytest.skip("no Chromium on this machine")
    # Playwright's own event loop would make Django think that each query is asked from async code.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    from playwright.sync_api import sync_playwright

    with sync_playwright() as play:
        chromium = play.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield chromium
        chromium.close()
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture
def opened(browser, live_server):
    contexts = []

    def go(path, language="kk", **more):
        context = browser.new_context(viewport={"width": 360, "height": 780}, **more)
        context.add_cookies([{"name": "language", "value": language, "url": live_server.url}])
        contexts.append(context)
        page = context.new_page()
        page.faults = []
        page.on("pageerror", lambda fault: page.faults.append(str(fault)))
        page.on("console", lambda line: page.faults.append(line.text) if "Content Security Policy" in line.text else None)
        page.goto(live_server.url + path)
        return page

    yield go
    for context in contexts:
        context.close()


@pytest.mark.parametrize(("language", "theme"), [("kk", "light"), ("kk", "dark"), ("ru", "dark"), ("en", "light")])
@pytest.mark.parametrize("path", ["/ui/", "/ui/desk/"])
def test_axe_finds_nothing_at_360_px(opened, path, language, theme):
    if not (VENDOR / "axe.min.js").exists():
        pytest.skip("axe was not collected here (npm ci did not run)")
    page = opened(path, language, color_scheme=theme, bypass_csp=True)
    page.add_script_tag(path=str(VENDOR / "axe.min.js"))
    found = page.evaluate("rules => axe.run(document, {runOnly: rules})", RULES)["violations"]
    assert [(rule["id"], [node["html"][:120] for node in rule["nodes"]]) for rule in found] == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 360


@pytest.mark.parametrize("language", ["kk", "ru", "en"])
def test_the_head_of_a_phone_is_one_row_and_an_open_menu_hides_nothing(opened, language):
    page = opened("/", language)
    assert page.locator("h1").bounding_box()["y"] <= 112
    names = (".logo", ".tongues [lang=kk]", ".tongues [lang=en]", ".menu--phone summary")
    boxes = [page.locator(name).bounding_box() for name in names]
    assert all(left["x"] + left["width"] <= right["x"] for left, right in pairwise(boxes))
    assert max(box["y"] for box in boxes) < min(box["y"] + box["height"] for box in boxes)
    assert all(box["width"] >= 24 and box["height"] >= 24 for box in boxes)
    page.locator(".menu--phone summary").click()
    last = page.locator(".menu--phone li").last.bounding_box()
    assert page.locator("h1").bounding_box()["y"] > last["y"] + last["height"]


def test_the_desk_is_walked_by_keyboard_on_any_layout(opened):
    page = opened("/ui/desk/")
    page.keyboard.press("KeyJ")
    assert page.evaluate("document.activeElement.textContent") == "Абай даңғылы, шұңқыр"
    page.keyboard.press("KeyK")
    assert "is-current" in page.evaluate("document.activeElement.closest('li').className")
    page.keyboard.press("Shift+Slash")
    assert page.locator("#keys").is_visible()
    page.keyboard.press("Escape")
    page.keyboard.press("Slash")
    assert page.evaluate("document.activeElement.id") == "desk-search"
    page.keyboard.type("jk?")
    assert page.locator("#desk-search").input_value() == "jk?"


def test_theme_and_language_change_with_scripts_off(opened):
    page = opened("/ui/", java_script_enabled=False)
    page.locator(".theme--dark:visible").click()
    assert page.locator("html").get_attribute("data-theme") == "dark"
    page.locator(".tongues [lang=ru]").click()
    assert page.url.split("?")[0].endswith("/ui/")
    assert page.locator("h1").inner_text() == "Из чего сделана Qala"
    assert page.locator(".map__wait").is_visible()


def test_the_theme_changes_at_once_and_stays(opened):
    page = opened("/ui/", color_scheme="light")
    page.locator(".theme--dark:visible").click()
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(16, 23, 24)"
    page.reload()
    assert page.locator("html").get_attribute("data-theme") == "dark"
    assert page.faults == []


def test_the_map_comes_alive_under_the_strict_policy(opened):
    if not (VENDOR / "maplibre-gl.mjs").exists():
        pytest.skip("MapLibre was not collected here (npm ci did not run)")
    page = opened("/ui/")
    page.locator("#gallery-map").scroll_into_view_if_needed()
    page.locator("#gallery-map canvas").wait_for(timeout=20_000)
    page.locator("#gallery-map[data-ready]").wait_for(timeout=20_000)
    assert page.locator("#gallery-map .maplibregl-ctrl-zoom-in").get_attribute("title") == "Жақындату"
    assert page.faults == []


def test_every_kazakh_letter_is_drawn_by_our_face(opened):
    if not (VENDOR / "golos.css").exists():
        pytest.skip("the face was not collected here (npm ci did not run)")
    page = opened("/ui/")
    page.evaluate("document.fonts.ready")
    assert page.evaluate("document.fonts.check('17px \"Golos Text\"', 'әғқңөұүһі ₸ Qala')")
