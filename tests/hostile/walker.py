"""Everybody walks where links lead, and types what nobody should into every form and every question of an address."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import count, islice
from typing import Any
from urllib.parse import urlencode, urljoin, urlsplit

from django.http import QueryDict
from django.test import Client
from django.urls import Resolver404, resolve

from qala.kernel.clock import today
from tests.hostile import values
from tests.hostile.forms import Form, read
from tests.hostile.judging import KEEPS, Judge

LANGUAGES = ("kk", "ru", "en")
#: What an address may ask for besides numbers and keys of things.
SORTS = ("verb", "act", "kind", "purpose", "layer", "collection", "extension", "form")
FORM = "application/x-www-form-urlencoded"


@dataclass
class Walk:
    """What was tried and what was wrong with the answers."""

    most: int
    judge: Judge
    pages: set[tuple[Any, ...]] = field(default_factory=set)
    forms: set[tuple[Any, ...]] = field(default_factory=set)
    posted: set[str] = field(default_factory=set)
    wrong: list[str] = field(default_factory=list)
    asked: int = 0

    def __post_init__(self) -> None:
        self._turn = count()

    def visit(self, role: str, client: Client, starts: list[str], each: int = 1) -> None:
        """Walk breadth first, `each` pages of a kind, and try what every new page asks for."""
        waiting, seen, opened = list(starts), set[str](), dict[Any, int]()
        while waiting:
            path = waiting.pop(0)
            kind = kind_of(path)
            if kind is None or path in seen or opened.get(kind, 0) >= each:
                continue
            seen.add(path)
            opened[kind] = opened.get(kind, 0) + 1
            with noted() as names:
                answer = self.ask(role, client, path)
            if answer.status_code != 200 or kind[0] == "account_logout":
                continue
            if kind not in self.pages:
                self.pages.add(kind)
                self._question(role, client, path, sorted(names))
            if "html" in answer.headers["Content-Type"]:
                waiting += self._look(role, client, path, answer.content.decode())

    def press(self, role: str, client: Client, address: str) -> None:
        """Send what scripts send: no page holds the form, and the view itself tells which names it looks for."""
        self._fill(role, client, address, Form(address, "post"), {})

    def _look(self, role: str, client: Client, path: str, page: str) -> list[str]:
        found = read(page)
        for form in found.forms:
            action = urljoin(path, form.action or path)
            kind = kind_of(action)
            buttons = form.buttons or [("", "")]
            for button in buttons:
                print_of = (kind, form.method, *sorted(form.fields), button if len(buttons) < 12 else button[0])
                if kind and form.method == "post" and print_of not in self.forms:
                    self.forms.add(print_of)
                    self._fill(role, client, action, form, dict([button] if button[0] else []))
        return [urljoin(path, link) for link in found.links]

    def _fill(self, role: str, client: Client, action: str, form: Form, button: dict[str, str]) -> None:
        honest = form.plausible(today()) | button
        with noted() as names:
            self.ask(role, client, action, honest)
        self.posted.add(str(kind_of(action)[0]))  # type: ignore[index]
        every = sorted({*honest, *names} - {"csrfmiddlewaretoken"})
        free = [name for name in every if name not in button]
        for word in values.WORDS:
            self.ask(role, client, action, dict.fromkeys(free, word) | button)
        for name in every:
            for word in self._some(values.SINGLE):
                self.ask(role, client, action, {key: said for key, said in (honest | {name: word}).items() if said is not None})

    def _question(self, role: str, client: Client, path: str, names: list[str]) -> None:
        for name in names:
            for word in self._some(values.SINGLE):
                self.ask(role, client, path, query={name: short(word)})
        for word in self._some(values.WORDS) if names else ():
            self.ask(role, client, path, query=dict.fromkeys(names, short(word)))

    def _some(self, words: tuple[Any, ...]) -> Iterator[Any]:
        """The next few, so that a whole walk tries all of them somewhere."""
        most = min(self.most, len(words))
        start = next(self._turn) * most
        return islice((words[(start + at) % len(words)] for at in range(len(words))), most)

    def ask(self, role: str, client: Client, path: str, told: Any = None, query: Any = None) -> Any:
        """One request, undone afterwards, its answer judged."""
        language = LANGUAGES[self.asked % 3]
        self.asked += 1
        client.cookies["language"] = language
        if query:
            path = f"{path.partition('?')[0]}?{urlencode(query)}"
        with self.judge.watched() as watch:
            answer = client.get(path) if told is None else client.post(path, urlencode(told), content_type=FORM)
            body = b"".join(answer.streaming_content) if answer.streaming else answer.content
            faults = list(self.judge.faults(watch, answer, body, language, keeps=path.startswith(KEEPS)))
        if faults:
            said = {name: words[:30] for name, words in (told or {}).items()}
            self.wrong.append(f"{role} {'POST' if told is not None else 'GET'} {path[:150]} {str(said)[:300]}: {'; '.join(faults)}")
        return answer


def short(word: str | bytes | None) -> str | bytes:
    """An address is shorter than a body: servers cut it off at some kilobytes."""
    return (word or "")[:4_000]


def kind_of(address: str) -> tuple[Any, ...] | None:
    """What a page is, whichever object it shows; nothing for other sites and files."""
    parts = urlsplit(address)
    if parts.netloc or parts.scheme not in ("", "http"):
        return None
    try:
        found = resolve(parts.path)
    except Resolver404:
        return None
    return (found.view_name, *(found.kwargs[name] for name in SORTS if name in found.kwargs))


@contextmanager
def noted() -> Iterator[set[str]]:
    """Every name that a view looks for in a form or an address."""
    names: set[str] = set()
    kept = {name: getattr(QueryDict, name) for name in ("get", "getlist", "__getitem__", "__contains__")}

    def noting(original: Any) -> Any:
        def ask(self: QueryDict, key: Any, *more: Any, **told: Any) -> Any:
            names.add(str(key))
            return original(self, key, *more, **told)

        return ask

    for name, original in kept.items():
        setattr(QueryDict, name, noting(original))
    try:
        yield names
    finally:
        for name in kept:
            delattr(QueryDict, name)
