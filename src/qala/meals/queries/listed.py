"""The lines of a school's newest list, for who forms and who approves it."""

from datetime import date

from django.db.models import OuterRef, QuerySet, Subquery

from qala.meals.models import EntitlementList, ListLine
from qala.roster.models import Enrolment, School


def newest_list(school: School, month: date) -> EntitlementList | None:
    """The newest version of a month's list."""
    return EntitlementList.objects.filter(school=school, month=month).order_by("-version").first()


def lines_of(newest: EntitlementList) -> QuerySet[ListLine]:
    """Every line with the child's class letter on the list's day, grade by grade, in the order of names."""
    seat = Enrolment.objects.filter(pupil=OuterRef("pupil"), school_class__school=newest.school)
    letter = Subquery(seat.order_by("-from_on").values("school_class__letter")[:1])
    rows = newest.lines.select_related("pupil__person").annotate(letter=letter)
    return rows.order_by("grade", "letter", "pupil__person__family", "pupil__person__given", "pk")


def line_of(school: School, pk: int) -> ListLine | None:
    """One line of a list of a school."""
    rows = ListLine.objects.select_related("list__school__organisation", "pupil__person")
    return rows.filter(list__school=school, pk=pk).first()
