"""The lines of a school's newest list, for who forms and who approves it, and the voucher of each child."""

from datetime import date
from uuid import UUID

from django.db.models import F, OuterRef, QuerySet, Subquery

from qala.meals.models import EntitlementList, ListLine, Voucher
from qala.roster.models import Enrolment, School


def newest_list(school: School, month: date) -> EntitlementList | None:
    """The newest version of a month's list."""
    return EntitlementList.objects.filter(school=school, month=month).order_by("-version").first()


def lines_of(newest: EntitlementList) -> QuerySet[ListLine]:
    """Every line with the child's class letter and voucher, grade by grade, in the order of names."""
    seat = Enrolment.objects.filter(pupil=OuterRef("pupil"), school_class__school=newest.school)
    letter = Subquery(seat.order_by("-from_on").values("school_class__letter")[:1])
    vouchers = Voucher.objects.filter(pupil=OuterRef("pupil"), school=newest.school)
    latest = vouchers.order_by(F("ended_on").desc(nulls_first=True), "-pk")
    rows = newest.lines.select_related("pupil__person").annotate(
        letter=letter,
        voucher_key=Subquery(latest.values("key")[:1]),
        voucher_state=Subquery(latest.values("state")[:1]),
    )
    return rows.order_by("grade", "letter", "pupil__person__family", "pupil__person__given", "pk")


def line_of(school: School, pk: int) -> ListLine | None:
    """One line of a list of a school."""
    rows = ListLine.objects.select_related("list__school__organisation", "pupil__person")
    return rows.filter(list__school=school, pk=pk).first()


def voucher_at(school: School, key: UUID) -> Voucher | None:
    """One voucher of a school, living or ended."""
    rows = Voucher.objects.select_related("pupil__person", "school__organisation", "year", "consent")
    return rows.filter(school=school, key=key).first()
