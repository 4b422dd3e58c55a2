"""The card each part hands in (in its `apps.py`); lower floors collect cards without importing the part."""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from django.apps import apps
from django.utils.module_loading import import_string

from qala.kernel.translated import Translated


@dataclass(frozen=True)
class MenuLine:
    """A line of the menu: where it leads and who sees it (no role: everyone)."""

    title: Translated
    url_name: str
    roles: tuple[str, ...] = ()


@dataclass(frozen=True)
class Reference:
    """What a stranger may know of a part's object."""

    title: str
    address: str
    state: str


@dataclass(frozen=True)
class Card:
    """A part introduces itself. Dotted names are resolved when asked, so that a card imports nothing.

    ``reference``: ``(key, person) -> Reference | None``. ``beside``: ``(place, person) -> list[Reference]``.
    ``about``: ``(keys, person) -> {key: Reference}``, what the part made of things of others that `person` told it of.
    ``indicators``: ``() -> list`` of figures for the report. ``cabinet``: ``(person) -> list[Reference]``.
    ``filler``: the demo's function ``(city, progress)``. ``loaders``: name → dotted name.
    ``warm_up``: ``()``, called before a web worker takes its first visitor: reads what is slow to read, touches no row.
    ``leaves``: number of the source → dotted name of ``(ids) -> iterable of (id, subject, header, record)``, what the
    part's rows become in the transparency log (docs/parts/journal.md tells the contract).
    ``movements``: what the part's transfers are for, by their code. ``account_titles``: ``(codes) -> {code: title}``,
    what people call its accounts.
    ``keeps``: ``(persons) -> keys`` of those whom the part still needs, so that nobody erases them yet.
    ``subjects``: ``(persons) -> keys`` under which the part's leaves of these persons are sealed; their secrets go
    when the persons are erased. Both take and give plain keys.
    """

    slug: str
    title: Translated
    address: str = ""
    menu: tuple[MenuLine, ...] = ()
    journal_sentences: Mapping[str, Translated] = field(default_factory=dict)
    objects: tuple[str, ...] = ()
    reference: str = ""
    beside: str = ""
    about: str = ""
    cabinet: str = ""
    indicators: str = ""
    filler: str = ""
    warm_up: str = ""
    leaves: Mapping[int, str] = field(default_factory=dict)
    movements: Mapping[str, Translated] = field(default_factory=dict)
    account_titles: str = ""
    keeps: str = ""
    subjects: str = ""
    loaders: Mapping[str, str] = field(default_factory=dict)

    def call(self, name: str, *args: Any) -> Any:
        """Call one of the card's dotted functions, or answer None where the part offers none."""
        dotted = getattr(self, name)
        if not dotted:
            return None
        function: Callable[..., Any] = import_string(dotted)
        return function(*args)


@cache
def collect() -> tuple[Card, ...]:
    """Every part's card, in the order of the installed parts."""
    cards = (getattr(config, "card", None) for config in apps.get_app_configs())
    return tuple(card for card in cards if isinstance(card, Card))


@cache
def journal_sentences() -> Mapping[str, Translated]:
    """Every journal verb with its sentence; a verb told by two parts is a mistake."""
    told: dict[str, Translated] = {}
    for card in collect():
        for verb, sentence in card.journal_sentences.items():
            if verb in told:
                raise ValueError(f"{verb} has two sentences")
            told[verb] = sentence
    return told


@cache
def leaf_sources() -> Mapping[int, str]:
    """Every source of the log's leaves by its number; a number given twice is a mistake."""
    found: dict[int, str] = {}
    for card in collect():
        for number, dotted in card.leaves.items():
            if number in found:
                raise ValueError(f"source {number} of the log belongs to two parts")
            found[number] = dotted
    return found


@cache
def movements() -> Mapping[str, Translated]:
    """What each transfer is for, by its code, from every part."""
    return {code: word for card in collect() for code, word in card.movements.items()}


def account_titles(codes: Collection[str]) -> dict[str, str]:
    """What people call these accounts, where a part knows."""
    return {code: title for card in collect() for code, title in (card.call("account_titles", codes) or {}).items()}


def reference(key: str, person: object) -> Reference | None:
    """What `person` may know of the object behind an opaque key, asked from the part that owns it."""
    label = key.partition(":")[0]
    for card in collect():
        if label in card.objects and card.reference:
            found: Reference | None = card.call("reference", key, person)
            return found
    return None


def still_needed(persons: Collection[object]) -> set[object]:
    """Of these persons, by their keys, those whom some part still needs."""
    return {key for card in collect() for key in card.call("keeps", persons) or ()}


def sealed_subjects(persons: Collection[object]) -> list[str]:
    """Under which keys any part's leaves of these persons are sealed."""
    return [key for card in collect() for key in card.call("subjects", persons) or ()]


def beside(place: object, person: object) -> list[Reference]:
    """What every part has at this place, as far as `person` may see."""
    lists: Iterable[list[Reference]] = (card.call("beside", place, person) or [] for card in collect())
    return [found for part in lists for found in part]


def about(keys: Collection[str], person: object) -> dict[str, Reference]:
    """What became, in other parts, of things behind these keys that `person` told the city of."""
    return {key: found for card in collect() for key, found in (card.call("about", keys, person) or {}).items()}
