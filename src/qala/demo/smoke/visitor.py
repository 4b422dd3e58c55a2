"""Somebody with a browser that knows no scripts: cookies, pages, forms."""

import ssl
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Mapping
from dataclasses import dataclass
from http.client import HTTPResponse
from http.cookiejar import Cookie, CookieJar
from typing import Any

from qala.demo.smoke.forms import Form, forms_of

WITHIN_S = 30
_COOKIE: dict[str, Any] = {
    "version": 0, "port": None, "port_specified": False, "domain_specified": False, "domain_initial_dot": False,
    "secure": False, "expires": None, "discard": True, "comment": None, "comment_url": None, "rest": {},
}  # fmt: skip


class Amiss(Exception):
    """A page is not what it should be; the message says which and why."""


@dataclass(frozen=True)
class Page:
    """An answer of the server."""

    status: int
    address: str
    kind: str
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode("utf-8", "replace")

    @property
    def path(self) -> str:
        return urllib.parse.urlsplit(self.address).path

    def form(self, *, action: str = "", names: frozenset[str] = frozenset()) -> Form:
        """The first form whose action ends so and that has these fields."""
        for form in forms_of(self.text):
            if form.method == "post" and form.action.endswith(action) and names <= form.names:
                return form
        raise Amiss(f"{self.path} has no form {action or sorted(names)}")


class Visitor:
    """One browser. `language` is its cookie; a certificate of our own making is trusted here."""

    def __init__(self, root: str, language: str = "kk") -> None:
        self.root = root.rstrip("/")
        self.jar = CookieJar()
        trusting = ssl.create_default_context()
        trusting.check_hostname, trusting.verify_mode = False, ssl.CERT_NONE
        self._opener = urllib.request.build_opener(
            urllib.request.HTTPCookieProcessor(self.jar), urllib.request.HTTPSHandler(context=trusting)
        )
        self._opener.addheaders = [("User-Agent", "Mozilla/5.0 (Qala smoke)")]
        self.speak(language)

    def speak(self, language: str) -> None:
        """Choose the language the way the page does: by a cookie."""
        host = urllib.parse.urlsplit(self.root).hostname or "localhost"
        # cookiejar writes a dotless name as name.local
        domain = host if "." in host else f"{host}.local"
        told = {"name": "language", "value": language, "domain": domain, "path": "/", "path_specified": True}
        self.jar.set_cookie(Cookie(**{**_COOKIE, **told}))

    def get(self, path: str, headers: Mapping[str, str] | None = None) -> Page:
        return self._ask(self._request(path, None, headers))

    def post(self, path: str, values: Mapping[str, str], headers: Mapping[str, str] | None = None) -> Page:
        """Send values as a form does and follow where the answer leads."""
        request = self._request(path, urllib.parse.urlencode(values).encode(), headers)
        request.add_header("Referer", self._whole(path))
        return self._ask(request)

    def post_json(self, path: str, body: bytes, headers: Mapping[str, str] | None = None) -> Page:
        """Send JSON as a program does."""
        return self._ask(self._request(path, body, {"Content-Type": "application/json", **(headers or {})}))

    def send(self, page: Page, values: Mapping[str, str], *, action: str = "") -> Page:
        """Fill in a form of a page; what is not named keeps its first value."""
        form = page.form(action=action, names=frozenset() if action else frozenset(values))
        return self.ok(self.post(form.action or page.path, {**form.values, **values}))

    def ok(self, page: Page) -> Page:
        """The page, when it is a good answer."""
        if page.status >= 400:
            raise Amiss(f"{page.path} answers {page.status}")
        return page

    def _request(self, path: str, body: bytes | None, headers: Mapping[str, str] | None) -> urllib.request.Request:
        return urllib.request.Request(self._whole(path), body, dict(headers or {}))  # noqa: S310 - our own server

    def _whole(self, path: str) -> str:
        return path if path.startswith("http") else self.root + path

    def _ask(self, request: urllib.request.Request) -> Page:
        try:
            with self._opener.open(request, timeout=WITHIN_S) as answer:
                return _page(answer, answer.status)
        except urllib.error.HTTPError as refused:
            return _page(refused, refused.code)


def _page(answer: "HTTPResponse | urllib.error.HTTPError", status: int) -> Page:
    return Page(status, answer.url or "", answer.headers.get("Content-Type", ""), answer.read())
