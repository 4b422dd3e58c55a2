"""A school's month, counted from its meals: who ate on which day, what it cost, and whether all entitled ate."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Count, Sum

from qala.meals.models import Meal, Timesheet
from qala.meals.queries.holding import holding
from qala.meals.rules.months import last_of
from qala.roster.models import Pupil, School
from qala.roster.queries import open_days


@dataclass
class Row:
    """One child's month: the days it ate, and what that cost in tiyn."""

    pupil: Pupil
    days: set[date] = field(default_factory=set)
    meals: int = 0
    tiyn: int = 0


@dataclass(frozen=True)
class Grid:
    """The timesheet of a school's month. Nothing of it is stored."""

    month: date
    days: tuple[date, ...]
    rows: list[Row]
    never_ate: list[Pupil]

    @property
    def meals(self) -> int:
        return sum(row.meals for row in self.rows)

    @property
    def tiyn(self) -> int:
        return sum(row.tiyn for row in self.rows)


def timesheet(school: School, month: date) -> Grid:
    """Count a school's month by child and day. Children with a voucher who never ate are named too."""
    rows: dict[int, Row] = {}
    meals = Meal.objects.filter(school=school, day__range=(month, last_of(month)), reversal=None)
    for meal in meals.select_related("pupil__person").order_by("pupil__person__family", "pupil__person__given", "day"):
        row = rows.setdefault(meal.pupil_id, Row(meal.pupil))
        row.days.add(meal.day)
        row.meals += 1
        row.tiyn += meal.tiyn
    never = [one.pupil for one in holding(school, month) if one.pupil_id not in rows]
    return Grid(month, open_days(school, month, last_of(month)), list(rows.values()), never)


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
