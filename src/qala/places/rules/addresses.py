"""House numbers: which street a mapped one stands on, what a person means by «Абай 12», when two are the same."""

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import shapely

from qala.kernel.translated import Translated
from qala.places.rules.entries import AddressEntry, StreetEntry
from qala.places.rules.faults import WRONG_VALUE, Fault
from qala.places.rules.geometry import plane_near
from qala.places.rules.names import KIND_WORDS, folded

#: A house stands at most this far from its own street (assumption: a yard behind a yard).
NEAR_M = 300.0
LONGEST = 20
NO_STREET_NAMED = Fault(
    "no_street_named",
    Translated(
        kk="Үй нөмірінде көше аталмаған.",
        ru="У номера дома не названа улица.",
        en="The house number names no street.",
    ),
)
NO_SUCH_STREET = Fault(
    "no_such_street",
    Translated(
        kk="Мұндай атаулы көше файлда жоқ.",
        ru="Улицы с таким названием в файле нет.",
        en="No street of this name is in the file.",
    ),
)
STREET_TOO_FAR = Fault(
    "street_too_far",
    Translated(
        kk="Мұндай атаулы көше үйден 300 метрден алыс.",
        ru="Улица с таким названием дальше 300 метров от дома.",
        en="The street of this name is more than 300 metres away.",
    ),
)
KINDS = frozenset(
    word for words in KIND_WORDS.values() for told in words for word in folded(told).split()
) | frozenset(map(folded, ("көшесі", "көше", "улица", "ул", "street", "даңғылы", "пр", "тұйығы", "шағынауданы")))
ASKED = re.compile(
    r"^(?P<street>.*?\D)[\s,]+(?:үй|дом|д\.|house|№)?\s*(?P<number>\d{1,4}(?:\s?[^\W\d_]{1,2})?(?:[/-]\d{1,4}[^\W\d_]?)?)$"
)


@dataclass(frozen=True, slots=True)
class House:
    """A house number as a map gives it: where it stands in the file, the names of its street, a point."""

    line: str
    key: str
    streets: tuple[str, ...]
    number: str
    lon: float
    lat: float


def same_number(number: str) -> str:
    """A number as it is compared: «12 А» and «12a» are one."""
    return re.sub(r"\s+", "", "".join(c if c in "/-" else folded(c) or " " for c in number))


def asked_house(text: str) -> tuple[str, str] | None:
    """The street and the number that a person typed, «Тәуке хан даңғылы, 12а»; None where no number ends it."""
    found = ASKED.match(text.strip())
    return (found["street"].strip(" ,"), found["number"]) if found else None


def bare(name: str) -> str:
    """A street's own name without the word for its kind, so that «ул. Абая» is «улица Абая»."""
    words = folded(name).split()
    return " ".join(word for word in words if word not in KINDS) or " ".join(words)


class _Streets:
    """Named streets by their names, and how far each is."""

    def __init__(self, streets: Iterable[StreetEntry]) -> None:
        self._named = [street for street in streets if street.names]
        self._by_name: dict[str, list[int]] = defaultdict(list)
        for at, street in enumerate(self._named):
            told = {name for name in (street.names.kk, street.names.ru, street.names.en) if name}
            for word in {folded(name) for name in told} | {f"~{bare(name)}" for name in told}:
                self._by_name[word].append(at)
        every = [part.line for street in self._named for part in street.segments]
        self._plane = plane_near(shapely.GeometryCollection(every)) if every else None
        self._flat: dict[int, shapely.Geometry] = {}

    def found(self, house: House) -> StreetEntry | Fault:
        """The nearest street of that name; names as they are go before names without the word for their kind."""
        if not house.streets:
            return NO_STREET_NAMED
        exact = {at for name in house.streets for at in self._by_name.get(folded(name), ())}
        alike = {at for name in house.streets for at in self._by_name.get(f"~{bare(name)}", ())}
        for candidates in (exact, alike):
            away, nearest = min(((self._away(at, house), at) for at in candidates), default=(NEAR_M + 1, -1))
            if away <= NEAR_M:
                return self._named[nearest]
        return STREET_TOO_FAR if alike else NO_SUCH_STREET

    def _away(self, at: int, house: House) -> float:
        assert self._plane is not None
        if at not in self._flat:
            lines = shapely.MultiLineString([part.line for part in self._named[at].segments])
            self._flat[at] = self._plane.metres(lines)
        return float(self._flat[at].distance(self._plane.point(house.lon, house.lat)))


@dataclass(frozen=True, slots=True)
class Matched:
    """House numbers on their streets, those that fit none, and how many repeat one that is there."""

    entries: tuple[AddressEntry, ...]
    faults: tuple[tuple[str, Fault], ...]
    repeated: int


def on_their_streets(source: str, houses: Sequence[House], streets: Iterable[StreetEntry]) -> Matched:
    """Match each number to the street it names that lies nearest. Of one number mapped twice the building stays."""
    known, entries, bad = _Streets(streets), dict[tuple[str, str], AddressEntry](), list[tuple[str, Fault]]()
    repeated = 0
    for house in sorted(houses, key=lambda one: ("wrn".find(one.key[:1]), len(one.key), one.key)):
        street = known.found(house)
        if isinstance(street, Fault):
            bad.append((house.line, street))
            continue
        for place, number in enumerate(_numbers(house.number)):
            if not number or len(number) > LONGEST or not same_number(number):
                bad.append((house.line, WRONG_VALUE))
            elif (spot := (street.source_id, same_number(number))) in entries:
                repeated += 1
            else:
                key = house.key if not place else f"{house.key}/{place}"
                entries[spot] = AddressEntry(source, key, street.source_id, number, house.lon, house.lat)
    return Matched(tuple(entries.values()), tuple(bad), repeated)


def _numbers(text: str) -> list[str]:
    """«12;14» is two houses; «12-16» and «12/1» are what people wrote on one."""
    return [part.strip() for part in re.split(r"[;,]", text)]
