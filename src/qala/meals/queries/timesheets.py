"""A school's month, counted from its meals: who ate on which day, and what it cost. Nothing of it is stored."""

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.db import connection
from django.db.models import Count, Q, Sum

from qala.kernel.clock import today
from qala.meals.models import Meal, ServiceEvent, Timesheet
from qala.meals.queries.holding import holding
from qala.meals.rules.months import last_of
from qala.meals.rules.signs import Sign
from qala.roster.models import Enrolment, Pupil, School, SchoolClass
from qala.roster.queries import open_days
from qala.ui.sorting import kazakh_key

ABSENT = """
SELECT p.pupil_id, p.day FROM roster_presence p JOIN roster_schoolclass c ON c.id = p.school_class_id
WHERE c.school_id = %s AND p.day BETWEEN %s AND %s AND p.state = 'absent'
"""


@dataclass(frozen=True)
class Cell:
    """One child's day: the meals that count, or the sign of why there is none."""

    day: date
    meals: int = 0
    sign: Sign = Sign.NONE


@dataclass(frozen=True)
class Line:
    """One child's month. `number` is a place in the order of opaque keys: it tells nothing of the name."""

    pupil: Pupil
    number: int
    cells: tuple[Cell, ...]
    tiyn: int

    @property
    def meals(self) -> int:
        return sum(cell.meals for cell in self.cells)


@dataclass(frozen=True)
class BandSum:
    """Meals of one band at one price."""

    band: str
    price: int
    meals: int

    @property
    def tiyn(self) -> int:
        return self.price * self.meals


@dataclass(frozen=True)
class ClassSheet:
    """The lines of one class, or of children whom no class of the school knows in this month (None)."""

    school_class: SchoolClass | None
    lines: list[Line]
    bands: list[BandSum]

    @property
    def meals(self) -> int:
        return sum(line.meals for line in self.lines)

    @property
    def tiyn(self) -> int:
        return sum(line.tiyn for line in self.lines)

    @property
    def by_day(self) -> list[int]:
        return [sum(cells) for cells in zip(*([cell.meals for cell in line.cells] for line in self.lines), strict=True)]


@dataclass(frozen=True)
class Billed:
    """Where the month's money stands: on invoices, on none yet, and asked for but taken back since. Meals and tiyn."""

    on_invoices: tuple[int, int]
    on_none: tuple[int, int]
    taken_back: tuple[int, int]


@dataclass(frozen=True)
class Sheet:
    """The timesheet of a school's month: made of served meals that count, of nothing else."""

    month: date
    days: tuple[date, ...]
    open_days: frozenset[date]
    classes: list[ClassSheet]

    @property
    def meals(self) -> int:
        return sum(one.meals for one in self.classes)

    @property
    def tiyn(self) -> int:
        return sum(one.tiyn for one in self.classes)

    @property
    def by_day(self) -> list[int]:
        rows = [one.by_day for one in self.classes]
        return [sum(cells) for cells in zip(*rows, strict=True)] if rows else [0] * len(self.days)

    @property
    def bands(self) -> list[BandSum]:
        sums: Counter[tuple[str, int]] = Counter()
        for one in self.classes:
            sums.update({(row.band, row.price): row.meals for row in one.bands})
        return [BandSum(band, price, meals) for (band, price), meals in sorted(sums.items())]


def timesheet(school: School, month: date) -> Sheet:
    """Count a school's month by class, child and day; children with a voucher who never ate stand there too."""
    facts = _Facts(school, month)
    by_class: dict[int, list[Pupil]] = defaultdict(list)
    for pupil in facts.pupils.values():
        by_class[facts.class_of(pupil.pk)].append(pupil)
    order = {one.pk: place for place, one in enumerate(facts.classes.values())}
    found = [
        facts.sheet_of(facts.classes.get(pk), pupils)
        for pk, pupils in sorted(by_class.items(), key=lambda pair: order.get(pair[0], len(order)))
    ]
    return Sheet(month, facts.days, facts.open_days, found)


def billed(school: School, month: date) -> Billed:
    """What invoices say of the same meals."""
    counts, asked = Q(reversal=None), Q(line__isnull=False)
    told = {"on_invoices": counts & asked, "on_none": counts & ~asked, "taken_back": ~counts & asked}
    rows = Meal.objects.filter(school=school, day__range=(month, last_of(month))).aggregate(
        **{f"{name}_meals": Count("pk", filter=what) for name, what in told.items()},
        **{f"{name}_tiyn": Sum("tiyn", filter=what) for name, what in told.items()},
    )
    return Billed(**{name: (rows[f"{name}_meals"], rows[f"{name}_tiyn"] or 0) for name in told})


@dataclass
class _Facts:
    """What a month's sheet is made of, asked for at once however many children there are."""

    school: School
    month: date
    eaten: dict[tuple[int, date], list[tuple[str, int]]] = field(default_factory=lambda: defaultdict(list))
    signs: dict[tuple[int, date], Sign] = field(default_factory=dict)

    def __post_init__(self) -> None:
        school, days = self.school, (self.month, last_of(self.month))
        self.days = tuple(self.month + timedelta(days=n) for n in range(days[1].day))
        self.open_days = frozenset(open_days(school, *days))
        with connection.cursor() as cursor:
            cursor.execute(ABSENT, [school.pk, *days])
            self.signs |= dict.fromkeys(cursor.fetchall(), Sign.ABSENT)
        waiting = ServiceEvent.objects.filter(provisional__state="opened", pupil__isnull=False)
        waits = list(waiting.filter(school=school, day__range=days).values_list("pupil_id", "day"))
        self.signs |= dict.fromkeys(waits, Sign.WAITS)
        meals = Meal.objects.filter(school=school, day__range=days).annotate(counts=Q(reversal=None))
        told = meals.values_list("pupil_id", "day", "band", "tiyn", "counts").order_by("day", "pk")
        for pupil, day, band, tiyn, counts in told:
            if counts:
                self.eaten[pupil, day].append((band, tiyn))
            else:
                self.signs[pupil, day] = Sign.TAKEN_BACK
        seats = Enrolment.objects.filter(school_class__school=school, from_on__lte=days[1], until_on__gt=days[0])
        self.seats: dict[int, list[Enrolment]] = defaultdict(list)
        for seat in seats.select_related("school_class").order_by("from_on", "pk"):
            self.seats[seat.pupil_id].append(seat)
        named = {one.pupil_id for one in holding(school, self.month)} | {key[0] for key in self.eaten}
        named |= {pupil for pupil, _day in waits} | {key[0] for key, sign in self.signs.items() if sign == "taken_back"}
        self.pupils = Pupil.objects.select_related("person").in_bulk(named)
        classes = {seat.school_class for rows in self.seats.values() for seat in rows}
        self.classes = {one.pk: one for one in sorted(classes, key=lambda one: (one.grade, kazakh_key(one.letter)))}

    def class_of(self, pupil: int) -> int:
        """The child's last class of the month; 0 where the school has none for it."""
        seats = self.seats.get(pupil)
        return seats[-1].school_class_id if seats else 0

    def sheet_of(self, school_class: SchoolClass | None, pupils: list[Pupil]) -> ClassSheet:
        numbers = {one.pk: number for number, one in enumerate(sorted(pupils, key=lambda one: one.key), 1)}
        named = sorted(pupils, key=lambda one: kazakh_key(f"{one.person.family} {one.person.given}"))
        lines = [self._line(one, numbers[one.pk]) for one in named]
        sums = Counter(meal for one in pupils for day in self.days for meal in self.eaten.get((one.pk, day), ()))
        bands = [BandSum(band, price, meals) for (band, price), meals in sorted(sums.items())]
        return ClassSheet(school_class, lines, bands)

    def _line(self, pupil: Pupil, number: int) -> Line:
        eaten = [self.eaten.get((pupil.pk, day), ()) for day in self.days]
        cells = tuple(
            Cell(day, len(meals), Sign.NONE if meals else self._sign(pupil.pk, day))
            for day, meals in zip(self.days, eaten, strict=True)
        )
        return Line(pupil, number, cells, sum(tiyn for meals in eaten for _band, tiyn in meals))

    def _sign(self, pupil: int, day: date) -> Sign:
        if found := self.signs.get((pupil, day)):
            return found
        if day not in self.open_days:
            return Sign.CLOSED
        if day > today():
            return Sign.TO_COME
        is_here = any(seat.from_on <= day < seat.until_on for seat in self.seats.get(pupil, ()))
        return Sign.NONE if is_here else Sign.ELSEWHERE


@dataclass(frozen=True)
class Progress:
    """One school on the way through a month's close."""

    school: School
    state: str
    meals: int
    tiyn: int


def progress(month: date) -> list[Progress]:
    """How far every school's month is, for the department's close."""
    counted: dict[int, tuple[int, int]] = defaultdict(lambda: (0, 0))
    rows = Meal.objects.filter(day__range=(month, last_of(month)), reversal=None).values("school")
    for row in rows.annotate(meals=Count("pk"), tiyn=Sum("tiyn")):
        counted[row["school"]] = (row["meals"], row["tiyn"])
    sheets = Timesheet.objects.filter(month=month).select_related("school__organisation")
    return [Progress(sheet.school, sheet.state, *counted[sheet.school_id]) for sheet in sheets.order_by("school")]
