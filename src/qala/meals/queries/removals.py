"""Who stands on no list, since when and why; and what became of a parent's appeal."""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date, datetime

from qala.kernel import cards
from qala.kernel.cards import Reference
from qala.kernel.clock import local, today
from qala.kernel.keys import key_of
from qala.meals.models import Appeal, ListLine, Voucher
from qala.meals.queries.entitled import voucher_on
from qala.meals.rules.bases import WITHDRAWN
from qala.people.models import Person
from qala.roster.models import Pupil, School
from qala.roster.queries import enrolment_on

NEVER_LISTED = "not_listed"


@dataclass(frozen=True)
class OffList:
    """A child whose meals are not paid: the school, since when, the reason slug, and what became of the voucher.

    `what` is "off" (on no list), "ended" or "paused".
    """

    school: School
    since: date
    reason: str
    what: str = field(default="off", compare=False)


@dataclass(frozen=True)
class Asked:
    """A parent's appeal: when it was sent, and the case it became, once the city has read it in."""

    at: datetime
    against: OffList
    case: Reference | None


def off_list(pupil: Pupil) -> OffList | None:
    """Why a child's meals are not paid today: on no list, voucher ended or paused.

    None where a voucher works or waits for a parent, or the child is at no school.
    """
    day = today()
    voucher = voucher_on(pupil.pk, day)
    if voucher is not None:
        return _paused(voucher)
    return _taken_off(pupil) or _ended(pupil) or _never_listed(pupil, day)


def _taken_off(pupil: Pupil) -> OffList | None:
    """By the newest list in force that names the child; of two schools' lists, the one that keeps it speaks."""
    rows = ListLine.objects.filter(pupil=pupil, list__state="in_force").select_related("list__school__organisation")
    line = rows.order_by("-list__month", "removed_because").first()
    return OffList(line.list.school, line.list.month, line.removed_because) if line and line.removed_because else None


def _paused(voucher: Voucher) -> OffList | None:
    """A rest that somebody of the school or the department began; the parent's own is none."""
    rests = voucher.pauses.filter(until_on=None).exclude(reason=WITHDRAWN) if voucher.state == "suspended" else ()
    return next((OffList(voucher.school, one.from_on, one.reason, "paused") for one in rests), None)


def _ended(pupil: Pupil) -> OffList | None:
    rows = Voucher.objects.filter(pupil=pupil, state="revoked").select_related("school__organisation")
    row = rows.order_by("-ended_on").first()
    return OffList(row.school, row.ended_on, row.ended_because, "ended") if row and row.ended_on else None


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
    return {row.pupil_id: local(row.at).date() for row in rows}
