"""Invented schools: classes, children with their parents, and who was there on each day of the term."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from qala.demo.city.frame import dice
from qala.demo.city.lexicon import rows
from qala.demo.city.people import family_name, given_names, patronymic
from qala.demo.city.shapes import CityPlan, LandmarkPlan, Names

FIRST, LAST = date(2026, 9, 1), date(2027, 8, 31)
TERMS = (
    (date(2026, 9, 1), date(2026, 10, 25)),
    (date(2026, 11, 2), date(2026, 12, 29)),
    (date(2027, 1, 11), date(2027, 3, 18)),
    (date(2027, 3, 30), date(2027, 5, 25)),
)
TOLD_UNTIL = date(2026, 11, 20)
"""The last day the demo knows of: tomorrow is a weekend, then today."""
SCHOOLS = {"small": 8, "city": 300}
PARALLELS = {"small": (1, 1), "city": (4, 3)}
"""Classes of a grade: in grades 1-4, and above. A young city has more first-graders than leavers."""
YOUNG = 4
SIZES = {"small": (15, 21), "city": (20, 27)}
GRADES = range(1, 12)
LETTERS = "АӘБВГҒ"
PRIVATE_EACH, SIX_DAYS_EACH = 8, 4
QUARANTINE = (date(2026, 10, 12), date(2026, 10, 16))
FROST = date(2026, 11, 13)
QUARANTINED_SCHOOL = 2


@dataclass(frozen=True, slots=True)
class FamilyMember:
    """A child or a parent: names as written in the language of the class, and the birth date."""

    family: str
    given: str
    patronymic: str
    born_on: date
    language: str
    home: int
    """Which family of the school it belongs to."""


@dataclass(frozen=True, slots=True)
class ClassPlan:
    grade: int
    letter: str
    shift: int
    language: str
    children: tuple[FamilyMember, ...]


@dataclass(frozen=True, slots=True)
class SchoolPlan:
    """A school at a landmark; `parents[n]` answers for the children whose `home` is n."""

    index: int
    landmark: LandmarkPlan
    private: bool
    shifts: int
    days_a_week: int
    classes: tuple[ClassPlan, ...]
    parents: tuple[FamilyMember, ...]

    @property
    def pupils(self) -> int:
        return sum(len(room.children) for room in self.classes)

    @property
    def capacity(self) -> int:
        """What it was built for; schools of the south hold more children than that, in shifts."""
        return max(60, self.pupils * 10 // (7 * self.shifts) // 10 * 10)


def schools(plan: CityPlan, which: range | None = None) -> Iterator[SchoolPlan]:
    """Plan these schools of the city, or every one, each at its landmark."""
    places = [place for place in plan.landmarks if place.kind == "school"]
    for index in which if which is not None else range(min(SCHOOLS[plan.scale], len(places))):
        yield _school(plan, index, places[index])


def _school(plan: CityPlan, index: int, place: LandmarkPlan) -> SchoolPlan:
    random = dice(plan.seed, "school", place.key)
    private = index % PRIVATE_EACH == PRIVATE_EACH - 1
    shifts = 1 if private else 2
    families = _Families(random)
    rooms = []
    for grade in GRADES:
        count = PARALLELS[plan.scale][grade > YOUNG]
        for parallel in range(count):
            language = ("kk", "ru", "kk", "kk")[parallel] if count > 1 else ("kk", "ru")[index % 3 == 1]
            size = random.randint(*SIZES[plan.scale])
            shift = 2 if shifts == 2 and grade in (2, 3, 6, 7, 8) else 1
            children = tuple(families.child(grade, language) for _ in range(size))
            rooms.append(ClassPlan(grade, LETTERS[parallel], shift, language, children))
    six = 6 if index % SIX_DAYS_EACH == 0 and not private else 5
    return SchoolPlan(index, place, private, shifts, six, tuple(rooms), tuple(families.parents))


class _Families:
    """Children come one by one; nearly a third have a brother or a sister in another class."""

    def __init__(self, random: Random) -> None:
        self.random = random
        self.parents: list[FamilyMember] = []
        self.homes: list[tuple[Names, Names, set[int], str]] = []

    def _home(self, grade: int, language: str) -> int:
        if self.homes and self.random.random() < 0.3:
            home = self.random.randrange(len(self.homes))
            if grade not in self.homes[home][2] and self.homes[home][3] == language and len(self.homes[home][2]) < 4:
                self.homes[home][2].add(grade)
                return home
        random = self.random
        row = random.choice(rows("families"))
        father, mother = random.random() < 0.2, random.choice(given_names(female=False))
        who = random.choice(given_names(female=not father))
        name, of = family_name(row, female=not father), patronymic(mother, female=not father)
        born = date(1979, 1, 1) + timedelta(days=random.randrange(3900))
        self.homes.append((Names(row[0], row[1], row[1]), random.choice(given_names(female=False)), {grade}, language))
        self.parents.append(
            FamilyMember(
                name.get(language), who.get(language), of.get(language), born, language, len(self.parents)
            )
        )
        return len(self.parents) - 1

    def child(self, grade: int, language: str) -> FamilyMember:
        home = self._home(grade, language)
        row, father, _grades, _language = self.homes[home]
        girl = self.random.random() < 0.49
        born = date(FIRST.year - 5 - grade, 1, 1) + timedelta(days=self.random.randrange(365))
        return FamilyMember(
            family_name((row.kk, row.ru), female=girl).get(language),
            self.random.choice(given_names(female=girl)).get(language),
            patronymic(father, female=girl).get(language),
            born,
            language,
            home,
        )


@dataclass(frozen=True, slots=True)
class DayTold:
    """A class on a day: which of its children, by their place in the class, were absent or late."""

    room: int
    day: date
    absent: tuple[int, ...]
    late: tuple[int, ...]


def days_told(school: SchoolPlan, days: Sequence[date], seed: int) -> Iterator[DayTold]:
    """Tell each class on each lesson day. A class in forty is forgotten: its day stays unknown.

    Colds come in waves: one child in forty in September, one in fourteen in the middle of November.
    """
    random = dice(seed, "attendance", school.index)
    for day in days:
        ill = 0.025 + 0.045 * min(1.0, (day - FIRST).days / 75)
        for number, room in enumerate(school.classes):
            if random.random() < 0.025:
                continue
            absent = tuple(n for n in range(len(room.children)) if random.random() < ill)
            late = tuple(n for n in range(len(room.children)) if n not in absent and random.random() < 0.012)
            yield DayTold(number, day, absent, late)
