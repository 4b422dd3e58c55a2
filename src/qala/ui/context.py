"""What every page knows: languages, theme, the menu collected from the cards, who reads, whether this is the demo."""

from typing import Any

from django.apps import apps
from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.translation import get_language

from qala.kernel import cards
from qala.ui.assets import VENDOR

TURN = "turn_to"
NAMES = {"kk": ("Қаз", "Қазақша"), "ru": ("Рус", "Русский"), "en": ("Eng", "English")}
THEMES = ("light", "dark")


def page(request: HttpRequest) -> dict[str, Any]:
    """The context of `ui/page.html` and its kin. Touches no database: roles were found by the people middleware."""
    person = getattr(request, "person", None)
    roles = frozenset(getattr(request, "roles", ()) or ())
    theme = request.COOKIES.get("theme", "")
    return {
        "person": person,
        "roles": roles,
        "menu": menu(request, roles),
        "languages": languages(request),
        "theme": theme if theme in THEMES else "",
        "themes": {code: _switch(code, request) for code in THEMES},
        "demo": apps.is_installed("qala.demo"),
        "city": city_name(),
        "vendored": (VENDOR / "golos.css").exists(),
    }


def city_name() -> str:
    """The city's name in the reader's language, from the settings."""
    names: dict[str, str] = getattr(settings, "CITY_NAME", {})
    return names.get((get_language() or "kk")[:2], "")


def languages(request: HttpRequest) -> list[dict[str, Any]]:
    """The three languages as links that work without scripts and come back to this page."""
    now = (get_language() or "kk")[:2]
    return [
        {
            "code": code,
            "short": short,
            "name": name,
            "now": code == now,
            "address": _switch(code, request),
        }
        for code, (short, name) in NAMES.items()
    ]


def menu(request: HttpRequest, roles: frozenset[str]) -> list[dict[str, Any]]:
    """Every part's menu lines that this reader may follow; of those that hold this page the nearest is the current."""
    lines: list[dict[str, Any]] = []
    for card in cards.collect():
        for line in card.menu:
            if line.roles and not roles.intersection(line.roles):
                continue
            try:
                address = reverse(line.url_name)
            except NoReverseMatch:
                continue
            lines.append({"title": str(line.title), "address": address})
    holding = [line["address"] for line in lines if holds(line["address"], request.path)]
    nearest = max(holding, key=len, default=None)
    return [line | {"now": line["address"] == nearest} for line in lines]


def holds(address: str, path: str) -> bool:
    """Whether a page lies under a menu line's address; under the front page lies only itself."""
    return path == address or (address != "/" and path.startswith(address))


def _switch(code: str, request: HttpRequest) -> str:
    """This page once more, in another language or theme: `middleware.KeepsWords` reads it."""
    asked = request.GET.copy()
    asked[TURN] = code
    return f"?{asked.urlencode()}"
