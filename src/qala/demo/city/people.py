"""Invented residents and officials: names in two scripts, numbers that belong to nobody living."""

from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache
from random import Random

from qala.demo.city.frame import dice
from qala.demo.city.lexicon import rows
from qala.demo.city.shapes import Names, PersonPlan
from qala.demo.city.spelling import to_latin
from qala.people.rules.numbers import check_digit

RESIDENTS = {"small": 960, "city": 16000}
STAFF = 90
"""People with a lower index than this are officials, the others residents."""

# The residents of the demo page have the names its sentences call them by: index, given name, woman?
_CALLED = {STAFF: ("Айгерім", True), STAFF + 1: ("Болат", False)}
_VOWELS = "аәеёиіоөуұүыэюя"


def patronymic(father: Names, *, female: bool) -> Names:
    """Form a patronymic: «Серікқызы», «Серикович», “Serikuly” by the father's name."""
    kk = father.kk + ("қызы" if female else "ұлы")
    stem, last = father.ru, father.ru[-1]
    if last == "ь" or (last == "й" and stem[-2] in _VOWELS):
        base = stem[:-1] + "е"
    elif last in "иыаяу":
        base = stem + "е"
    else:
        base = stem + "о"
    ru = base + ("вна" if female else "вич")
    return Names(kk, ru, to_latin(kk))


def family_name(row: tuple[str, ...], *, female: bool) -> Names:
    kk, ru = row
    if female and kk.endswith(("ов", "ев", "ин")):
        kk, ru = kk + "а", ru + "а"
    return Names(kk, ru, to_latin(ru))


def iin(born_on: date, random: Random, *, female: bool) -> str:
    """Make a number with a right check digit whose century digit (1 or 2) says 18xx: nobody living has it."""
    while True:
        base = f"{born_on:%y%m%d}{2 if female else 1}{random.randrange(10000):04}"
        last = check_digit(base)
        if last is not None:
            return f"{base}{last}"


@cache
def given_names(*, female: bool) -> tuple[Names, ...]:
    return tuple(Names(kk, ru, to_latin(ru)) for kk, ru in rows("given_female" if female else "given_male"))


def _language(random: Random) -> str:
    return random.choices(("kk", "ru", "en"), weights=(58, 40, 2))[0]


def people(scale: str, houses: int, seed: int) -> Iterator[PersonPlan]:
    """Give officials first, then residents with an address; no two share a full name and birthday."""
    random = dice(seed, "people")
    fathers = given_names(female=False)
    numbers: set[str] = set()
    for index in range(STAFF + RESIDENTS[scale]):
        female = random.random() < 0.53 if index not in _CALLED else _CALLED[index][1]
        born = date(1946, 1, 1) + timedelta(days=int(random.triangular(0, 22800, 14500)))
        if index < STAFF:
            born = date(1966, 1, 1) + timedelta(days=random.randrange(11700))
        number = iin(born, random, female=female)
        while number in numbers:
            number = iin(born, random, female=female)
        numbers.add(number)
        family = family_name(random.choice(rows("families")), female=female)
        given = random.choice(given_names(female=female))
        if index in _CALLED:
            given = next(name for name in given_names(female=female) if name.kk == _CALLED[index][0])
        slug = f"{to_latin(given.ru)}.{to_latin(family.ru)}.{index}".lower().replace("'", "")
        mail = (
            f"{slug}@{'qala' if index < STAFF else 'mail'}.example" if index < STAFF or random.random() < 0.55 else ""
        )
        # +7 700 000 xx xx is a block of ours; the demo never sends to a real gateway.
        phone = f"+7700000{index % 10000:04}" if random.random() < 0.8 else ""
        yield PersonPlan(
            index, slug, family, given, patronymic(random.choice(fathers), female=female), female, born, number,
            _language(random), None if index < STAFF else random.randrange(houses), mail, phone,
        )  # fmt: skip
