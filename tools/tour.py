"""Take the pictures of the tour from a running demo: `.venv/bin/python tools/tour.py http://127.0.0.1:8000`.

Each picture goes to docs/images/, on a phone (360 px) or a desk (1280 px), as a PNG of few colours below 150 kB.
"""

import io
import shutil
import sys
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

IMAGES = Path(__file__).resolve().parents[1] / "docs" / "images"
PHONE, DESK = {"width": 360, "height": 740}, {"width": 1280, "height": 800}
MOST_BYTES = 150_000
READS_FOR_MS = 3_500
MAP_DRAWS_MS = 6_000
WORDS = "12-автобуста кондиционер істемейді, терезе де ашылмайды. Балаға ауа жетпейді"


def main(root: str) -> None:
    """Walk the demo once and leave the pictures."""
    chromium = shutil.which("chromium") or shutil.which("google-chrome") or sys.exit("Chromium is needed.")
    flags = ["--no-sandbox", "--disable-background-networking", "--no-first-run", "--use-angle=swiftshader"]
    flags += ["--enable-unsafe-swiftshader"]
    IMAGES.mkdir(exist_ok=True)
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=chromium, args=flags)
        resident(browser, root)
        colleagues(browser, root)
        readers(browser, root)
        wallet(browser, root)
        roads(browser, root)
        browser.close()


def opened(browser: Browser, root: str, size: dict[str, int], language: str) -> Page:
    """A page of a fresh visitor."""
    context = browser.new_context(viewport=size, device_scale_factor=2 if size is PHONE else 1)
    context.set_default_timeout(40_000)
    context.add_cookies([{"name": "language", "value": language, "url": root}])
    return context.new_page()


def resident(browser: Browser, root: str) -> None:
    """In the bus: the form and the talon."""
    page = opened(browser, root, PHONE, "kk")
    page.goto(f"{root}/demo/")
    page.locator("#resident_aigerim button").click()
    page.fill("#id_text", WORDS)
    page.wait_for_timeout(READS_FOR_MS)
    keep(page, "form-phone")
    page.locator(".send button").click()
    page.wait_for_load_state()
    if "/t/" not in page.url:
        page.locator("button[name=different]").click()
        page.wait_for_url("**/t/**")
    keep(page, "talon-phone")


def colleagues(browser: Browser, root: str) -> None:
    """At the desks: a case, its phone view, the sheet of placards."""
    page = opened(browser, root, DESK, "ru")
    page.goto(f"{root}/demo/")
    page.locator("#dispatcher button").click()
    page.goto(f"{root}/desk/?state=assigned&due=week")
    page.locator("a.list__title").first.click()
    page.wait_for_load_state()
    keep(page, "officer-desk")
    page.set_viewport_size(PHONE)
    keep(page, "officer-phone")
    page = opened(browser, root, DESK, "kk")
    page.goto(f"{root}/demo/")
    page.locator("#placard_keeper button").click()
    page.locator("[data-row] a[href^='/desk/placards/']").first.click()
    page.wait_for_load_state()
    keep(page, "placard-desk")


def readers(browser: Browser, root: str) -> None:
    """Everybody: the front page, the list with its map, a whole case, the figures, a street."""
    page = opened(browser, root, PHONE, "kk")
    page.goto(f"{root}/")
    keep(page, "front-phone")
    page = opened(browser, root, DESK, "ru")
    page.goto(f"{root}/")
    keep(page, "front-desk")
    page.goto(f"{root}/proposals/statistics/")
    keep(page, "statistics-desk")
    page.goto(f"{root}/proposals/?outcome=confirmed")
    page.wait_for_timeout(MAP_DRAWS_MS)
    keep(page, "list-desk")
    page.locator(".map__twin a.list__title").first.click()
    page.wait_for_load_state()
    keep(page, "case-desk")
    page.goto(f"{root}/places/streets/")
    page.locator("main a[href^='/places/streets/']").nth(3).click()
    page.wait_for_timeout(MAP_DRAWS_MS)
    keep(page, "street-desk")


def wallet(browser: Browser, root: str) -> None:
    """School meals: a mother's phone, the public month, the department's close, the books, the log."""
    page = opened(browser, root, PHONE, "kk")
    page.goto(f"{root}/demo/")
    page.locator("#parent button").click()
    page.goto(f"{root}/my/meals/")
    keep(page, "meals-child-phone")
    page.locator("a[href*='/meals/code/']").first.click()
    page.wait_for_load_state("networkidle")
    keep(page, "meals-code-phone")
    page.goto(f"{root}/log/")
    keep(page, "log-phone")
    page = opened(browser, root, DESK, "ru")
    page.goto(f"{root}/meals/?month=2026-10")
    keep(page, "meals-desk")
    page.goto(f"{root}/demo/")
    page.locator("#education_officer button").click()
    page.goto(f"{root}/meals/desk/month/?month=2026-10")
    keep(page, "meals-close-desk")


def roads(browser: Browser, root: str) -> None:
    """Roads: when my street's turn comes, on a phone; its passport and the programme, on a desk."""
    page = opened(browser, root, PHONE, "kk")
    page.goto(f"{root}/roads/")
    page.wait_for_selector(".map__frame[data-ready]")
    keep(page, "roads-phone")
    page = opened(browser, root, DESK, "ru")
    page.goto(f"{root}/roads/programme/")
    keep(page, "roads-programme-desk")
    page.goto(f"{root}/roads/")
    page.locator("main a[href^='/roads/streets/']").nth(1).click()
    page.wait_for_load_state()
    keep(page, "roads-street-desk")


def keep(page: Page, name: str) -> None:
    """What stands in the window, with as few colours as the size asks for."""
    shot = Image.open(io.BytesIO(page.screenshot())).convert("RGB")
    for colours in (256, 128, 64, 32):
        small = io.BytesIO()
        few = shot.quantize(colours, method=Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE)
        few.save(small, "PNG", optimize=True)
        if small.tell() < MOST_BYTES:
            break
    (IMAGES / f"{name}.png").write_bytes(small.getvalue())
    print(f"{name}.png {small.tell() // 1000} kB, {page.url}", flush=True)


if __name__ == "__main__":
    main(sys.argv[1].rstrip("/"))
