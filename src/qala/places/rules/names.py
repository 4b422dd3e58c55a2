"""Names of places across three languages and two scripts: one skeleton for search, kinds of streets."""

import re
import unicodedata
from enum import StrEnum
from typing import Final

from qala.kernel.translated import Translated

LETTERS: Final = str.maketrans(
    {
        **dict(zip("абвгдезийклмнопрстуфыэ", "abvgdeziiklmnoprstufye", strict=True)),
        "ё": "e",
        "ж": "zh",
        "х": "h",
        "ц": "ts",
        "ч": "ch",
        "ш": "sh",
        "щ": "sh",
        "ъ": "",
        "ь": "",
        "ю": "yu",
        "я": "ya",
        "ә": "a",
        "ғ": "g",
        "қ": "k",
        "ң": "n",
        "ө": "o",
        "ұ": "u",
        "ү": "u",
        "һ": "h",
        "і": "i",
        "ı": "y",
        "ş": "sh",
        "ç": "ch",
        "ğ": "g",
        "ñ": "n",
        "ø": "o",
        "ß": "ss",
    }
)
SPELLINGS: Final = (("kh", "h"), ("q", "k"), ("w", "u"), ("j", "zh"), ("yi", "i"), ("iy", "i"), ("x", "h"))
NOT_A_LETTER: Final = re.compile(r"[^a-z0-9]+")


def folded(text: str) -> str:
    """A skeleton in plain Latin letters: Тәуке хан, Тауке хан and Tauke khan become one word pair."""
    low = text.lower().translate(LETTERS)
    plain = "".join(c for c in unicodedata.normalize("NFKD", low) if not unicodedata.combining(c))
    for written, heard in SPELLINGS:
        plain = plain.replace(written, heard)
    return NOT_A_LETTER.sub(" ", plain).strip()


def search_text(names: Translated) -> str:
    """Every name of a place, folded, without repeating a word group; what the trigram index holds."""
    return " ".join(dict.fromkeys(folded(name) for name in (names.kk, names.ru, names.en) if name))


class StreetKind(StrEnum):
    """Kinds in the street register."""

    STREET = "street"
    AVENUE = "avenue"
    LANE = "lane"
    HIGHWAY = "highway"
    SQUARE = "square"
    EMBANKMENT = "embankment"
    BOULEVARD = "boulevard"
    PASSAGE = "passage"
    QUARTER = "quarter"


KIND_WORDS: Final = {
    StreetKind.AVENUE: ("даңғыл", "проспект", "пр-т", "пр.", "avenue"),
    StreetKind.LANE: ("тұйық көше", "тұйығы", "қиылыс", "переулок", "пер.", "lane"),
    StreetKind.HIGHWAY: ("тас жол", "шоссе", "тракт", "highway"),
    StreetKind.SQUARE: ("алаң", "площадь", "пл.", "square", "platz"),
    StreetKind.EMBANKMENT: ("жағалау", "набережная", "embankment"),
    StreetKind.BOULEVARD: ("бульвар", "желекжол", "boulevard"),
    StreetKind.PASSAGE: ("өткел", "проезд", "passage"),
    StreetKind.QUARTER: ("шағынаудан", "мкр", "мкрн", "микрорайон", "тұрғын алабы", "ж/м"),
}


def street_kind(names: Translated) -> StreetKind:
    """The kind that a name itself says; a plain street where it says nothing."""
    words = f"{names.kk} {names.ru} {names.en}".lower()
    for kind, told in KIND_WORDS.items():
        if any(re.search(rf"(^|\s){re.escape(word)}", words) for word in told):
            return kind
    return StreetKind.STREET
