"""Names of streets in three languages, and the cases Kazakh and Russian sentences need."""

from collections import Counter
from dataclasses import replace

from qala.demo.city.frame import dice
from qala.demo.city.lexicon import named
from qala.demo.city.shapes import Names, StreetPlan

_KINDS = {
    "avenue": Names("даңғылы", "проспект", "Avenue"),
    "street": Names("көшесі", "улица", "Street"),
    "lane": Names("тұйығы", "переулок", "Lane"),
}
_LOCATIVE = {"даңғылы": "даңғылында", "көшесі": "көшесінде", "тұйығы": "тұйығында"}
_GENITIVE = {"даңғылы": "даңғылының", "көшесі": "көшесінің", "тұйығы": "тұйығының"}
_RU_AT = {"проспект": "на проспекте", "улица": "на улице", "переулок": "в переулке"}
_RU_OF = {"проспект": "проспекта", "улица": "улицы", "переулок": "переулка"}
_LETTERS = "АБВГДЕЖИКЛМН"
_LATIN = ("A", "B", "V", "G", "D", "E", "Zh", "I", "K", "L", "M", "N")


def street_name(stem: Names, kind: str) -> Names:
    """«Абылай хан» as «Абылай хан көшесі», «улица Абылай хана», «Abylai Khan Street»."""
    word = _KINDS[kind]
    return Names(f"{stem.kk} {word.kk}", f"{word.ru} {stem.ru}", f"{stem.en} {word.en}")


def ordinal(number: int) -> str:
    """Give an English ordinal: 1st, 2nd, 3rd, 11th."""
    ending = "th" if number % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{ending}"


def numbered_name(quarter: Names, number: int, kind: str) -> Names:
    """Name a street without a name yet: «Асар шағынауданы, 14-көше», lettered lanes «А тұйығы»."""
    if kind == "lane":
        turn, at = divmod(number, len(_LETTERS))
        letter, latin = (f"{mark}{turn or ''}" for mark in (_LETTERS[at], _LATIN[at]))
        kk, ru, en = f"{letter} тұйығы", f"переулок {letter}", f"{latin} Lane"
        return Names(f"{quarter.kk} шағынауданы, {kk}", f"микрорайон {quarter.ru}, {ru}", f"{quarter.en}, {en}")
    return Names(
        f"{quarter.kk} шағынауданы, {number}-көше",
        f"микрорайон {quarter.ru}, {number}-я улица",
        f"{quarter.en}, {ordinal(number)} Street",
    )


def quarter_names(count: int) -> list[Names]:
    """Give as many quarter names as asked; after the list ends they go on as «Асар-2», «Асар-3»."""
    base = named("quarters")
    found = []
    for index in range(count):
        turn, name = divmod(index, len(base))
        suffix = f"-{turn + 1}" if turn else ""
        found.append(Names(base[name].kk + suffix, base[name].ru + suffix, base[name].en + suffix))
    return found


def _importance(street: StreetPlan) -> int:
    return ("avenue", "street", "lane").index(street.kind)


def streets_named(streets: list[StreetPlan], seed: int) -> list[StreetPlan]:
    """Name every street: avenues first, the longest streets next, the rest of a new quarter by numbers."""
    random = dice(seed, "street names")
    stems = list(named("streets"))
    order = sorted(range(len(streets)), key=lambda i: (_importance(streets[i]), -streets[i].length_m, i))
    heads = sum(street.kind == "avenue" for street in streets)
    tail = stems[heads:]
    random.shuffle(tail)
    given = dict(zip(order, [*stems[:heads], *tail], strict=False))
    quarters = sorted({s.quarter for s in streets})
    titles = dict(zip(quarters, quarter_names(len(quarters)), strict=True))
    numbers: Counter[tuple[int, bool]] = Counter()
    made = []
    for index, street in enumerate(streets):
        if index in given:
            made.append(replace(street, name=street_name(given[index], street.kind)))
            continue
        lane = street.kind == "lane"
        numbers[street.quarter, lane] += 1
        number = numbers[street.quarter, lane] - (1 if lane else 0)
        made.append(replace(street, name=numbered_name(titles[street.quarter], number, street.kind)))
    return made


def at_street(name: Names, language: str) -> str:
    """Say “in this street”: «Жусан көшесінде», «на улице Жусан», “on Wormwood Street”."""
    if language == "en":
        return f"on {name.en}"
    if language == "kk":
        head, _, last = name.kk.rpartition(" ")
        return f"{head} {_LOCATIVE[last]}" if last in _LOCATIVE else f"{name.kk}де"
    first, _, rest = name.ru.partition(" ")
    if first in _RU_AT:
        return f"{_RU_AT[first]} {rest}"
    place, _, rest = name.ru.replace("микрорайон ", "микрорайоне ").partition(", ")
    if rest.startswith("переулок"):
        return f"в {place}, в переулке{rest.removeprefix('переулок')}"
    return f"в {place} на {rest.replace('-я улица', '-й улице')}"


def of_street(name: Names, language: str) -> str:
    """Say “this street's”: «Жусан көшесінің», «улицы Жусан», “Wormwood Street”."""
    if language == "en":
        return name.en
    if language == "kk":
        head, _, last = name.kk.rpartition(" ")
        return f"{head} {_GENITIVE[last]}" if last in _GENITIVE else f"{name.kk}нің"
    first, _, rest = name.ru.partition(" ")
    if first in _RU_OF:
        return f"{_RU_OF[first]} {rest}"
    return name.ru.replace("микрорайон ", "микрорайона ").replace("-я улица", "-й улицы")
