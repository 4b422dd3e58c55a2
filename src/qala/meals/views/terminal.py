"""The terminal's page, its worker and its manifest: the same bytes for everybody, kept by the phone for days."""

import json
from functools import lru_cache
from hashlib import sha256
from pathlib import Path

from django.contrib.staticfiles import finders
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from qala.meals.views.terminal_words import WORDS, words

MODULES = (
    "app", "bytes", "camera", "clock", "codes", "counter", "screen", "sound", "store", "sync", "words",
)  # fmt: skip
STYLES = ("ui/tokens.css", "meals/terminal/terminal.css")
#: Imported by their plain names (a module's import is not rewritten), so kept under them.
PLAIN = (
    *(f"meals/terminal/{module}.js" for module in MODULES), "vendor/qr.mjs", "vendor/qr-decode.mjs", "ui/mark.svg",
    "vendor/golos.css", "vendor/golos-cyrillic.woff2", "vendor/golos-cyrillic-ext.woff2", "vendor/golos-latin.woff2",
)  # fmt: skip


@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """The terminal. It knows nobody: what it is stands on the phone."""
    context = {"words": json.dumps(words(), ensure_ascii=False), "own": WORDS, "language": get_language()}
    return render(request, "meals/terminal.html", context)


@require_safe
def worker(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 - Django's shape
    """The service worker. Its text changes with any file of the page, so a phone takes a new page as a whole."""
    text = _source("meals/terminal/worker.js").decode()
    told = {"version": _version(), "files": ["/meals/terminal/", *_files()]}
    head = f"const SHELL = {json.dumps(told)};\n"
    response = HttpResponse(head + text, content_type="text/javascript; charset=utf-8")
    response.headers["Cache-Control"] = "no-cache"
    return response


@require_safe
def manifest(request: HttpRequest) -> JsonResponse:  # noqa: ARG001 - Django's shape
    """What a phone needs to put the terminal on its home screen."""
    told = {
        "id": "/meals/terminal/",
        "name": _("Canteen terminal"),
        "short_name": _("Canteen"),
        "lang": get_language(),
        "start_url": "/meals/terminal/",
        "scope": "/meals/terminal/",
        "display": "standalone",
        "orientation": "portrait",
        "background_color": "#faf7f1",
        "theme_color": "#00666b",
        "icons": [{"src": static("ui/mark.svg"), "sizes": "any", "type": "image/svg+xml", "purpose": "any"}],
    }
    return JsonResponse(told, content_type="application/manifest+json")


def _files() -> list[str]:
    styles = [static(name) for name in STYLES]
    return [*styles, *(f"/static/{name}" for name in PLAIN if finders.find(name))]


@lru_cache(maxsize=1)
def _version() -> str:
    names = ("meals/terminal/worker.js", *STYLES, *PLAIN)
    heard = sha256(json.dumps(words(), sort_keys=True).encode())
    for name in names:
        heard.update(_source(name))
    return heard.hexdigest()[:16]


def _source(name: str) -> bytes:
    found = finders.find(name)
    return Path(found).read_bytes() if isinstance(found, str) else b""
