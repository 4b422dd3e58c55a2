"""The public copy of a text: numbers, addresses and names that point at a private person are hidden.

Hides any run of twelve digits, whether or not it is a valid IIN, since a mistyped IIN still names somebody. Names are
found by custom (patronymics, "my name is"), so the author sees a preview and an officer may hide more by hand.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from qala.kernel.translated import Translated
from qala.proposals.rules import masking_patterns as patterns


class Hidden(StrEnum):
    """What a hidden passage was."""

    IIN = "iin"
    CARD = "card"
    NUMBER = "number"
    PHONE = "phone"
    EMAIL = "email"
    HANDLE = "handle"
    FLAT = "flat"
    PLATE = "plate"
    NAME = "name"
    BY_HAND = "by_hand"


HIDDEN_WORDS = {
    Hidden.IIN: Translated(kk="ЖСН", ru="ИИН", en="personal number"),
    Hidden.CARD: Translated(kk="банк картасы", ru="банковская карта", en="bank card"),
    Hidden.NUMBER: Translated(kk="ұзын нөмір", ru="длинный номер", en="long number"),
    Hidden.PHONE: Translated(kk="телефон", ru="телефон", en="phone"),
    Hidden.EMAIL: Translated(kk="электрондық пошта", ru="электронная почта", en="e-mail"),
    Hidden.HANDLE: Translated(kk="желідегі есім", ru="имя в сети", en="account name"),
    Hidden.FLAT: Translated(kk="пәтер", ru="квартира", en="flat number"),
    Hidden.PLATE: Translated(kk="көлік нөмірі", ru="номер машины", en="number plate"),
    Hidden.NAME: Translated(kk="адамның аты", ru="имя человека", en="name"),
    Hidden.BY_HAND: Translated(kk="қолмен жасырылды", ru="скрыто вручную", en="hidden by hand"),
}


@dataclass(frozen=True, order=True)
class Span:
    """A hidden passage of the original text, from ``start`` to before ``end``."""

    start: int
    end: int
    kind: Hidden


@dataclass(frozen=True)
class Masked:
    """The public copy and what was hidden, with places in the original for the preview."""

    text: str
    spans: tuple[Span, ...]

    @property
    def kinds(self) -> tuple[Hidden, ...]:
        return tuple(dict.fromkeys(span.kind for span in self.spans))


def passes_luhn(digits: str) -> bool:
    """Whether the check digit of a card number holds (ISO/IEC 7812-1, annex B)."""
    total = 0
    for place, char in enumerate(reversed(digits)):
        value = int(char) * (1 + place % 2)
        total += value - 9 if value > 9 else value
    return total % 10 == 0


def mask(text: str, by_hand: Iterable[tuple[int, int]] = ()) -> Masked:
    """Hide what points at a private person; ``by_hand`` adds an officer's marks. Masking twice changes nothing."""
    spans = merged([*(Span(a, b, Hidden.BY_HAND) for a, b in _inside(by_hand, len(text))), *_spans(text)])
    while found := list(_spans(_blotted(text, spans))):
        spans = merged([*spans, *found])
    return Masked(_with_marks(text, spans), tuple(spans))


def _inside(passages: Iterable[tuple[int, int]], length: int) -> Iterator[tuple[int, int]]:
    for start, end in passages:
        if 0 <= start < min(end, length):
            yield start, min(end, length)


def merged(spans: Iterable[Span]) -> list[Span]:
    """Overlapping passages as one; the earlier pattern gives the name."""
    kept: list[Span] = []
    for span in spans:
        touching = [one for one in kept if one.start < span.end and span.start < one.end]
        kind = touching[0].kind if touching else span.kind
        kept = [one for one in kept if one not in touching]
        together = [span, *touching]
        kept.append(Span(min(one.start for one in together), max(one.end for one in together), kind))
    return sorted(kept)


def _blotted(text: str, spans: Iterable[Span]) -> str:
    """The text with hidden passages blotted out in place, so that positions stay."""
    chars = list(text)
    for span in spans:
        chars[span.start : span.end] = "•" * (span.end - span.start)
    return "".join(chars)


def _with_marks(text: str, spans: Iterable[Span]) -> str:
    parts, at = [], 0
    for span in spans:
        parts += [text[at : span.start], patterns.HIDDEN]
        at = span.end
    return "".join([*parts, text[at:]])


def _spans(text: str) -> Iterator[Span]:
    """Every passage to hide, in the order in which a pattern may name it."""
    yield from _of(Hidden.EMAIL, text, patterns.EMAIL)
    yield from _of(Hidden.HANDLE, text, patterns.HANDLE)
    yield from _numbers(text)
    yield from _of(Hidden.PHONE, text, *patterns.PHONES)
    yield from _of(Hidden.PLATE, text, *patterns.PLATES)
    yield from _of(Hidden.FLAT, text, *patterns.FLATS)
    for span in _of(Hidden.NAME, text, *patterns.NAMES):
        if not _is_place(text, span):
            yield span


def _of(kind: Hidden, text: str, *expressions: re.Pattern[str]) -> Iterator[Span]:
    for expression in expressions:
        for match in expression.finditer(text):
            yield Span(*match.span(expression.groups and 1), kind)


def _numbers(text: str) -> Iterator[Span]:
    for expression in (patterns.RUN, patterns.GROUPED_CARD, patterns.GROUPED_IIN):
        for match in expression.finditer(text):
            digits = "".join(char for char in match[0] if char.isdecimal())
            yield Span(match.start(), match.end(), _kind_of(digits))


def _kind_of(digits: str) -> Hidden:
    if len(digits) == 12:
        return Hidden.IIN
    if 13 <= len(digits) <= 19 and passes_luhn(digits):
        return Hidden.CARD
    return Hidden.NUMBER


def _is_place(text: str, span: Span) -> bool:
    before, after = text[max(0, span.start - 60) : span.start], text[span.end : span.end + 60]
    return bool(patterns.PLACE_BEFORE.search(before) or patterns.PLACE_AFTER.search(after))
