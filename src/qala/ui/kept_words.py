"""Words typed on a page, kept while its language or theme changes and no scripts run.

The switches of the frame are links. Where a page has a form that somebody writes in, they are buttons of that form
(`ui/parts/tongues.html`), so that a browser sends what was typed along; `middleware.KeepsWords` draws the same page
anew and puts every word back. No view has to know of it, and nothing is stored.
"""

import re
from collections.abc import Mapping
from html import escape, unescape
from typing import NamedTuple

from django.utils.safestring import SafeString, mark_safe

FORM = re.compile(r"<form\b([^>]*)>(.*?)</form>", re.DOTALL)
BOX = re.compile(r"<textarea\b")
LINE = re.compile(r'<select\b|<input\b(?![^>]*\stype="(?:hidden|submit|file|password)")')
BUTTON = re.compile(r'<button\b(?![^>]*\stype="(?:button|reset)")[^>]*>')
SENDS = re.compile(r'\s(?:name|value|formaction|formmethod|formnovalidate)(?:="[^"]*")?(?=[\s>])')
FIELD = re.compile(
    r"(?P<input><input\b[^>]*>)|(?P<box><textarea\b[^>]*>)(?P<text>.*?)</textarea>"
    r"|(?P<list><select\b[^>]*>)(?P<lines>.*?)</select>",
    re.DOTALL,
)
OPTION = re.compile(r"<option\b[^>]*>")
#: Marks a field that came back with other words, until the fold it lies in has been opened.
TYPED = "\0"
OPEN = re.compile(r"<details\b[^>]*\sopen\b")
FOLDED = re.compile(rf"<details\b(?![^>]*\sopen\b)(?=(?:(?!</details>).)*{TYPED})", re.DOTALL)
NOT_GIVEN_TWICE = {"file", "password", "submit", "image", "button", "reset"}


class Written(NamedTuple):
    """A page with the form that somebody writes in: its id, and what Enter sends in it."""

    page: SafeString
    form: str = ""
    enter: SafeString = SafeString()


def written(page: SafeString) -> Written:
    """The page's form with a name; where it has none, it gets one."""
    found = _form(page)
    if found is None:
        return Written(page)
    enter = mark_safe("".join(SENDS.findall(_enter(found[2]))))  # noqa: S308 - as it stands on the page
    if name := _attribute(f"<form{found[1]}>", "id"):
        return Written(page, name, enter)
    at = found.start(1)
    return Written(mark_safe(f'{page[:at]} id="written"{page[at:]}'), "written", enter)  # noqa: S308 - the page's own


def refilled(page: str, words: Mapping[str, list[str]]) -> str:
    """The same page with these words in its form; a fold that holds some of them is open."""
    found = _form(page)
    if found is None:
        return page
    left = {name: [one.replace(TYPED, "") for one in many] for name, many in words.items()}
    left.pop("csrfmiddlewaretoken", None)
    form = FIELD.sub(lambda field: _filled(field, left), found[0])
    whole = page[: found.start()] + form + page[found.end() :]
    return FOLDED.sub("<details open", whole).replace(TYPED, "")


def _form(page: str) -> re.Match[str] | None:
    """The form that somebody writes in: one in sight before one in a fold, one with a box for words before others.

    A search by GET needs no keeping: what it asked for stands in the address.
    """

    def rank(form: re.Match[str]) -> tuple[bool, bool]:
        fold = page.rfind("<details", 0, form.start())
        shut = page.rfind("</details>", 0, form.start()) < fold and not OPEN.match(page, fold)
        return shut, not BOX.search(form[2])

    forms = FORM.finditer(page)
    return min(
        (form for form in forms if BOX.search(form[2]) or ('method="post"' in form[1] and LINE.search(form[2]))),
        key=rank, default=None,
    )  # fmt: skip


def _enter(form: str) -> str:
    """What a browser presses at Enter: the first button, but none that leads the form elsewhere."""
    return next((one for one in BUTTON.findall(form) if " formaction=" not in one), "")


def _filled(field: re.Match[str], left: dict[str, list[str]]) -> str:
    """One field again; a name that stands in several fields gives each its own word, in their order."""
    tag = field["input"] or field["box"] or field["list"]
    name, kind = _attribute(tag, "name"), _attribute(tag, "type")
    words = left.get(name, [])
    new = field[0]
    if name and field["list"]:
        new = tag + OPTION.sub(lambda line: _chosen(line[0], words, "selected"), field["lines"]) + "</select>"
    elif name and kind in {"checkbox", "radio"}:
        new = _chosen(tag, words, "checked")
    elif words and kind not in NOT_GIVEN_TWICE:
        new = _worded(field, tag, words.pop(0).replace("\r\n", "\n"))
    return new if new == field[0] else new + TYPED


def _worded(field: re.Match[str], tag: str, word: str) -> str:
    """A box or a line with this word in it; one that holds it already stays as it is."""
    if field["box"]:
        same = word == unescape(field["text"]).removeprefix("\n")
        return field[0] if same else f"{tag}\n{escape(word)}</textarea>"
    if word == _attribute(tag, "value"):
        return tag
    bare = re.sub(r'\svalue="[^"]*"', "", tag).removesuffix(">").removesuffix("/")
    return f'{bare} value="{escape(word)}">'


def _chosen(tag: str, words: list[str], mark: str) -> str:
    """A line or a tick, chosen or not."""
    bare = re.sub(rf'\s{mark}(?:="[^"]*")?(?=[\s>])', "", tag)
    wanted = (_attribute(tag, "value") if " value=" in tag else "on") in words
    if wanted == (bare != tag):
        return tag
    return f"{bare.removesuffix('>')} {mark}>" if wanted else bare


def _attribute(tag: str, name: str) -> str:
    found = re.search(rf'\s{name}="([^"]*)"', tag)
    return unescape(found[1]) if found else ""
