"""Somebody's cheap phone: 360 px, one language, scripts or none, and a list of everything that went wrong on it."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import Browser, ConsoleMessage, Locator, Page, Request

ROOT = Path(__file__).resolve().parents[2]
AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
#: A form sent faster than a person types is set aside for a check.
READS_FOR_MS = 3_200
TALON = re.compile(r"/t/(\d\d-\d{6,})/([0-9A-Z]+)/")
ANSWERED = re.compile(r"the server responded with a status of (\d+)")


class Phone:
    """One browser context. `go` opens a page; `look_over` asks axe and the rest; `faults` must stay empty."""

    def __init__(self, browser: Browser, root: str, language: str = "kk", *, scripts: bool = True, **more) -> None:
        more = {"viewport": {"width": 360, "height": 740}, "has_touch": True} | more
        self.root, self.language, self.scripts = root, language, scripts
        self.faults: list[str] = []
        self.expected: set[int] = set()
        self.context = browser.new_context(java_script_enabled=scripts, reduced_motion="reduce", **more)
        self.context.set_default_timeout(15_000)
        self.context.add_cookies([{"name": "language", "value": language, "url": root}])
        self.context.on("request", self._leaves)
        self.page = self.tab()

    def tab(self) -> Page:
        page = self.context.new_page()
        page.on("pageerror", lambda fault: self.faults.append(f"script: {fault}"))
        page.on("console", self._said)
        return page

    def go(self, path: str) -> Page:
        answer = self.page.goto(path if path.startswith("http") else self.root + path)
        if answer is not None and answer.status >= 400 and answer.status not in self.expected:
            self.faults.append(f"{path} answers {answer.status}")
        return self.page

    def step_into(self, slug: str) -> Page:
        """Become one of the invented people, as a visitor of the demo does."""
        self.go("/demo/")
        self.press(self.page.locator(f"#{slug} button"))
        return self.page

    def write(self, text: str) -> None:
        """Type a message at the pace of a person."""
        self.page.fill("#id_text", text)
        self.page.wait_for_timeout(READS_FOR_MS)

    def send(self) -> str:
        """Press the one main button and come to the talon. Returns the number."""
        self.page.locator(".send button").click()
        self.page.wait_for_url(TALON)
        return self.number

    def press(self, way: Locator) -> Page:
        """Press what leads to an answer of the server, and wait until that page is here.

        Many forms come back to the address they stand on: waiting for the address would wait for nothing.
        """
        with self.page.expect_navigation(wait_until="load"):
            way.click()
        return self.page

    @property
    def number(self) -> str:
        found = TALON.search(self.page.url)
        assert found, f"{self.page.url} is no talon"
        return found[1]

    def look_over(self) -> None:
        """This page as a person with a screen reader, a narrow phone or a short contract meets it."""
        page = self.page
        assert page.locator("html").get_attribute("lang") == self.language
        assert page.locator("h1").count() == 1, f"{page.url} has {page.locator('h1').count()} first headings"
        with self._readable() as drawn:
            wide = drawn.evaluate("document.documentElement.scrollWidth")
            assert wide <= page.viewport_size["width"], f"{page.url} is {wide} px wide"
            drawn.evaluate(AXE.read_text("utf-8"))
            found = drawn.evaluate("rules => axe.run(document, {runOnly: rules})", RULES)["violations"]
        told = [f"{rule['id']}: {node['html'][:200]}" for rule in found for node in rule["nodes"]]
        assert not told, f"{page.url}: " + "; ".join(told)
        assert self.faults == []

    @contextmanager
    def _readable(self) -> Iterator[Page]:
        """axe is a script itself: where scripts are off it reads the same markup, its scripts taken out, next door."""
        if self.scripts:
            yield self.page
            return
        markup = re.sub(r"<script\b.*?</script>", "", self.page.content(), flags=re.DOTALL)
        next_door = self.context.browser.new_context(viewport=self.page.viewport_size)
        drawn = next_door.new_page()
        drawn.route(self.page.url, lambda route: route.fulfill(body=markup, content_type="text/html; charset=utf-8"))
        drawn.goto(self.page.url)
        yield drawn
        next_door.close()

    def _said(self, line: ConsoleMessage) -> None:
        if line.type not in ("error", "warning"):
            return
        answered = ANSWERED.search(line.text)
        if line.type == "error" and not (answered and int(answered[1]) in self.expected):
            self.faults.append(f"console: {line.text}")
        elif "Content Security Policy" in line.text:
            self.faults.append(line.text)

    def _leaves(self, request: Request) -> None:
        host = urlsplit(request.url).hostname
        if host and host != urlsplit(self.root).hostname:
            self.faults.append(f"a request left the machine: {request.url}")
