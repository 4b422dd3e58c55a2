"""Paper sheets: a class to tick, a school's sheets, every sheet of a month for the auditor."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q, QuerySet

from qala.meals.models import PaperSheet, Provisional
from qala.meals.rules.months import last_of
from qala.roster.models import Pupil, School, SchoolClass
from qala.roster.queries import class_roster, classes_of

STATES = ("opened", "confirmed", "rejected", "lapsed")


@dataclass(frozen=True)
class Told:
    """A sheet, what became of its ticks, and the children on it."""

    sheet: PaperSheet
    children: list[Pupil]
    states: dict[str, int]


def sheets_of(school: School) -> QuerySet[PaperSheet]:
    """A school's sheets, the newest day first."""
    return _counted(PaperSheet.objects.filter(school=school))


def sheets_in(month: date) -> QuerySet[PaperSheet]:
    """Every sheet of a month."""
    return _counted(PaperSheet.objects.filter(day__range=(month, last_of(month))))


def _counted(rows: QuerySet[PaperSheet]) -> QuerySet[PaperSheet]:
    def state(slug: str) -> Count:
        there = Q(terminal__events__provisional__state=slug)
        return Count("terminal__events__provisional", filter=there, distinct=True)

    named = rows.select_related("school__organisation", "school_class", "service").annotate(
        children=Count("ticks", distinct=True), waiting=state("opened"), counted=state("confirmed")
    )
    return named.order_by("-day", "school", "number")


def sheet_of(school: School, pk: int) -> PaperSheet | None:
    """One sheet of a school."""
    return sheets_of(school).filter(pk=pk).first()


def told(sheet: PaperSheet) -> Told:
    """A sheet as a page shows it."""
    pupils = Pupil.objects.filter(pk__in=sheet.ticks.values("pupil")).select_related("person")
    rows = Provisional.objects.filter(event__terminal__paper_sheet=sheet)
    states = dict(rows.values_list("state").annotate(n=Count("pk")))
    return Told(
        sheet, list(pupils.order_by("person__family", "person__given")), {one: states.get(one, 0) for one in STATES}
    )


def classes(school: School, day: date) -> list[SchoolClass]:
    """The classes of a day."""
    return list(classes_of(school, day))


def pupils_of_class(school_class: SchoolClass, day: date) -> list[Pupil]:
    """The children to tick."""
    return list(class_roster(school_class, day))
