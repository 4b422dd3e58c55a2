"""Who stands on no list, since when and why; and what became of a parent's appeal."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from qala.kernel import cards
from qala.kernel.cards import Reference
from qala.kernel.clock import today
from qala.kernel.keys import key_of
from qala.meals.models import Appeal, ListLine, Voucher
from qala.meals.queries.entitled import voucher_on
from qala.people.models import Person
from qala.roster.models import Pupil, School
from qala.roster.queries import enrolment_on

NEVER_LISTED = "not_listed"


@dataclass(frozen=True)
class OffList:
    """A child without a living voucher: the school, since when, and the reason slug."""

    school: School
    since: date
    reason: str


@dataclass(frozen=True)
class Asked:
    """A parent's appeal: when it was sent, and the case it became, once the city has read it in."""

    at: datetime
    against: OffList
    case: Reference | None


def off_list(pupil: Pupil) -> OffList | None:
    """Why a child stands on no list today; None where a voucher lives or the child is at no school."""
    day = today()
    if voucher_on(pupil.pk, day) is not None:
        return None
    return _taken_off(pupil) or _ended(pupil) or _never_listed(pupil, day)


def _taken_off(pupil: Pupil) -> OffList | None:
    """By the newest list in force that names the child; of two schools' lists, the one that keeps it speaks."""
    rows = ListLine.objects.filter(pupil=pupil, list__state="in_force").select_related("list__school__organisation")
    line = rows.order_by("-list__month", "removed_because").first()
    return OffList(line.list.school, line.list.month, line.removed_because) if line and line.removed_because else None


def _ended(pupil: Pupil) -> OffList | None:
    rows = Voucher.objects.filter(pupil=pupil, state="revoked").select_related("school__organisation")
    row = rows.order_by("-ended_on").first()
    return OffList(row.school, row.ended_on, row.ended_because) if row and row.ended_on else None


def _never_listed(pupil: Pupil, day: date) -> OffList | None:
    seat = enrolment_on(pupil, day)
    return OffList(seat.school_class.school, day.replace(day=1), NEVER_LISTED) if seat else None


def asked_by(person: Person, pupil: Pupil) -> list[Asked]:
    """This parent's appeals for a child, the newest first."""
    rows = list(Appeal.objects.filter(pupil=pupil, by=person).select_related("school"))
    cases = cards.about([key_of(row) for row in rows], person) if rows else {}
    return [Asked(row.at, OffList(row.school, row.off_since, row.reason), cases.get(key_of(row))) for row in rows]


def appealed(school: School, pupils: Collection[int]) -> dict[int, date]:
    """Of these children of a school, those somebody appealed for, and the day of the latest appeal."""
    rows = Appeal.objects.filter(school=school, pupil__in=pupils).order_by("at")
    return {row.pupil_id: row.at.date() for row in rows}
