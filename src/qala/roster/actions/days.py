"""Days are marked in the school calendar, and attendance is handed in. Both only ever add a row."""

from collections.abc import Collection
from datetime import date

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from qala.journal.log import record
from qala.kernel.actors import Actor
from qala.kernel.clock import today
from qala.kernel.refusals import Refusal, require
from qala.people.refusing import unstorable
from qala.people.rules import clean_text
from qala.roster.models import (
    Attendance,
    DayKind,
    DayReason,
    Enrolment,
    School,
    SchoolClass,
    SchoolDay,
    SchoolDayNote,
)
from qala.roster.policies import may_mark_day, may_submit
from qala.roster.queries.days import is_open

LONGEST_NOTE = 300


@transaction.atomic
def mark_day(  # noqa: PLR0913 - a mark says where, when, what, why
    *, by: Actor, school: School | None, day: date, kind: str, reason: str, note: str = ""
) -> SchoolDay:
    """Say what a day is at one school, or at all where `school` is None. An earlier mark stays and no longer holds."""
    require(may_mark_day(by, school))
    if kind not in DayKind.values or reason not in DayReason.values:
        raise Refusal(_("Say what the day is and why."), code="wrong_day", fields={"reason": _("Choose one.")})
    mark = SchoolDay.objects.create(school=school, day=day, kind=kind, reason=reason, marked_by=by.actor_key)
    if text := clean_text(note)[:LONGEST_NOTE]:
        SchoolDayNote.objects.create(school_day=mark, text=text)
    record(by, "roster.day.marked", mark, school=school.pk if school else None, day=day, kind=kind, reason=reason)
    return mark


def _insist_on_lists(school_class: SchoolClass, day: date, named: list[int]) -> None:
    if day > today():
        raise Refusal(_("Attendance is handed in for today or a past day."), code="future_day")
    if not is_open(school_class.school, day):
        raise Refusal(_("There are no lessons on this day."), code="closed_day")
    roster = set(Enrolment.objects.in_force(day).filter(school_class=school_class).values_list("pupil", flat=True))
    if sorted(named) != sorted(roster):
        raise Refusal(_("The list names each pupil of the class once. Open it again."), code="wrong_list")


@transaction.atomic
def submit_attendance(  # noqa: PLR0913 - a list is three groups of a class on a day
    *,
    by: Actor,
    school_class: SchoolClass,
    day: date,
    present: Collection[int],
    late: Collection[int] = (),
    absent: Collection[int] = (),
) -> Attendance:
    """Hand in a class for a lesson day as a whole, by pupils' numbers; handed in again, it corrects what was said."""
    require(may_submit(by, school_class))
    _insist_on_lists(school_class, day, [*present, *late, *absent])
    earlier = Attendance.objects.filter(school_class=school_class, day=day).aggregate(last=Max("version"))["last"]
    said = Attendance(
        school_class=school_class,
        day=day,
        version=(earlier or 0) + 1,
        present=sorted(present),
        late=sorted(late),
        absent=sorted(absent),
        submitted_by=by.actor_key,
    )
    with unstorable("one_attendance_per_version", _("A colleague handed it in just now. Look again."), "told_twice"):
        said.save(force_insert=True)
    record(
        by,
        "roster.attendance.submitted",
        said,
        school_class=school_class.pk,
        day=day,
        version=said.version,
        present=len(said.present),
        late=len(said.late),
        absent=len(said.absent),
    )
    return said
