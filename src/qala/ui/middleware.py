"""Around every page: headers that keep strange code out, and the reader's language and theme."""

from collections.abc import Callable, Mapping
from posixpath import dirname
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect, QueryDict
from django.utils import translation
from django.utils.http import escape_leading_slashes

from qala.ui.context import NAMES, THEMES, TURN
from qala.ui.kept_words import refilled

Answer = Callable[[HttpRequest], HttpResponseBase]

POLICY: Mapping[str, tuple[str, ...]] = {
    "default-src": ("'self'",),
    "script-src": ("'self'",),
    "style-src": ("'self'",),
    "img-src": ("'self'", "data:", "blob:"),
    "font-src": ("'self'",),
    "connect-src": ("'self'",),
    "worker-src": ("'self'", "blob:"),
    "manifest-src": ("'self'",),
    "media-src": ("'self'",),
    "object-src": ("'none'",),
    "base-uri": ("'none'",),
    "form-action": ("'self'",),
    "frame-ancestors": ("'none'",),
}


def policy(more: Mapping[str, tuple[str, ...]] | None = None) -> str:
    """The Content-Security-Policy, with a setting's additions (an OIDC provider's address in form-action)."""
    more = more or {}
    return "; ".join(" ".join((name, *sources, *more.get(name, ()))) for name, sources in POLICY.items())


class ContentSecurityPolicy:
    """Sets the security headers of every answer. `QALA_CSP_MORE` in the settings may add sources per directive."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response
        self.headers = {
            "Content-Security-Policy": policy(getattr(settings, "QALA_CSP_MORE", None)),
            "Referrer-Policy": "same-origin",
            "Permissions-Policy": "camera=(self), geolocation=(self), microphone=(), payment=(), usb=()",
            "X-Content-Type-Options": "nosniff",
            "Cross-Origin-Opener-Policy": "same-origin",
        }

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        for name, content in self.headers.items():
            response.headers.setdefault(name, content)
        return response


class KeepsWords:
    """Turns a page to another language or theme for a year; what was typed on it stays, nothing is sent.

    A link brings the reader back to the same address. A button of a form posts the words: the page is asked for anew
    and they are put back. A view that draws more from what was typed, such as places of a name, reads `typed(request)`.
    """

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if request.method in {"GET", "HEAD"} and TURN in request.GET:
            asked = request.GET.copy()
            code = asked.pop(TURN)[-1]
            here = escape_leading_slashes(f"{request.path}?{asked.urlencode()}".rstrip("?"))
            response: HttpResponseBase = HttpResponseRedirect(here)
            return _remember(response, request, str(code))
        response = self.get_response(request)
        words = getattr(request, "kept_words", None)
        if words is None:
            return response
        if response.status_code == 405:  # only posts are taken there: the form stands on the page above
            request.path = request.path_info = dirname(request.path.rstrip("/")) + "/"
            response = self.get_response(request)
        if isinstance(response, HttpResponse) and "html" in response.headers.get("Content-Type", ""):
            response.content = refilled(response.content.decode(), dict(words.lists()))
        return _remember(response, request, words[TURN])

    def process_view(self, request: HttpRequest, _view: object, _args: object, _named: object) -> None:
        """After the token against forged forms was checked; only for a browser that asks for a page."""
        if request.method != "POST" or "text/html" not in request.headers.get("Accept", ""):
            return
        code = request.POST.get(TURN, "")
        if code not in {*NAMES, *THEMES}:
            return
        request.kept_words = request.POST  # type: ignore[attr-defined]
        request.POST, request.method = QueryDict(), "GET"
        if code in NAMES:
            translation.activate(code)
            request.LANGUAGE_CODE = code
        else:
            request.COOKIES["theme"] = code


def typed(request: HttpRequest) -> Any:
    """What was typed on this page, sent or only kept."""
    return getattr(request, "kept_words", request.POST)


def _remember(response: HttpResponseBase, request: HttpRequest, code: str) -> HttpResponseBase:
    """Keep the choice for a year; anything else than a language or a theme changes nothing."""
    if code in {*NAMES, *THEMES}:
        name = settings.LANGUAGE_COOKIE_NAME if code in NAMES else "theme"
        response.set_cookie(name, code, max_age=365 * 24 * 3600, samesite="Lax", secure=request.is_secure())
    return response
