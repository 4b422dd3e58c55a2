"""Rows that may be right but look wrong: adverts among schools, one place under two names, crowded points.

A doubt never refuses by itself. The loader shows it and leaves the row out until somebody answers for it.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from difflib import SequenceMatcher

from qala.kernel.translated import Translated
from qala.places.rules.faults import near_pairs
from qala.places.rules.names import folded

ADVERT_WORDS = ("reklama", "advert", "zharnama", "jarnama", "prodam", "arenda", "sale")
OTHER_TRADE = {
    "school": tuple(
        folded(words)
        for words in (
            "курс",
            "kurs",
            "courses",
            "учебный центр",
            "оқу орталығы",
            "bilim beru ortalygy",
            "toefl",
            "ielts",
            "детский сад",
            "балабақша",
        )
    )
}
SAME_NAME = 0.8


@dataclass(frozen=True, slots=True)
class Doubt:
    """What looks wrong about a row, and which other row it resembles."""

    code: str
    sentence: Translated
    other: str = ""


ADVERT = Translated(
    kk="Атауы орынды емес, жарнаманы атайды.",
    ru="Название говорит о рекламе, а не о месте.",
    en="The name is an advert, not a place.",
)
NOT_THIS_KIND = Translated(
    kk="Атауына қарағанда бұл басқа мекеме.",
    ru="Судя по названию, это другое учреждение.",
    en="The name speaks of another kind of place.",
)
SAME_TWICE = Translated(
    kk="Бір орын екі атаумен жазылған сияқты.",
    ru="Похоже, одно место записано под двумя названиями.",
    en="This looks like one place under two names.",
)
CROWDED = Translated(
    kk="Бір нүктеде бірнеше түрлі орын тұр: мекенжай дәл табылмаған.",
    ru="В одной точке стоят разные места: адрес найден неточно.",
    en="Different places share one point: the address was not found exactly.",
)
STRAY_QUOTE = Translated(
    kk="Атауында жұпсыз тырнақша бар.",
    ru="В названии непарная кавычка.",
    en="The name holds an unpaired quote.",
)


@dataclass(frozen=True, slots=True)
class Point:
    """What the checks look at: a row's own key, its kind, its name, and where it stands."""

    key: str
    kind: str
    name: str
    lon: float
    lat: float


def doubts_of(points: Iterable[Point]) -> dict[str, list[Doubt]]:
    """Every doubtful row by its key; rows without doubt are absent."""
    rows = list(points)
    found: dict[str, list[Doubt]] = {}
    for row in rows:
        for doubt in _doubts_of_name(row):
            found.setdefault(row.key, []).append(doubt)
    for first, second in near_pairs([(row.lon, row.lat) for row in rows]):
        one, other = rows[first], rows[second]
        if one.kind != other.kind:
            continue  # a playground may stand in the very middle of its park
        if same_name(one.name, other.name):
            found.setdefault(other.key, []).append(Doubt("same_twice", SAME_TWICE, one.key))
        else:
            found.setdefault(one.key, []).append(Doubt("crowded", CROWDED, other.key))
            found.setdefault(other.key, []).append(Doubt("crowded", CROWDED, one.key))
    return found


def same_name(one: str, other: str) -> bool:
    """Whether two names say the same across scripts and endings: ALEM мектебі, Алем мектеп."""
    left, right = folded(one), folded(other)
    return left == right or SequenceMatcher(None, left, right).ratio() >= SAME_NAME


def _doubts_of_name(row: Point) -> Iterable[Doubt]:
    plain = folded(row.name)
    if any(word in plain.split() for word in ADVERT_WORDS):
        yield Doubt("advert", ADVERT)
    if any(re.search(rf"\b{trade}", plain) for trade in OTHER_TRADE.get(row.kind, ())):
        yield Doubt("not_this_kind", NOT_THIS_KIND)
    if row.name.count('"') % 2 or row.name.count("«") != row.name.count("»"):
        yield Doubt("stray_quote", STRAY_QUOTE)
