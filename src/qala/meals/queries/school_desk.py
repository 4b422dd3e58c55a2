"""A school's desk: the list both ways, consents that wait, plates on trust, the day by name."""

import re
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Exists, OuterRef, Q

from qala.meals.models import Dispute, EntitlementList, ListLine, Provisional, ServiceEvent, Timesheet, Voucher
from qala.meals.queries.entitled import entitled_but_not_listed, listed_but_not_entitled
from qala.people.models import Person
from qala.roster.models import Enrolment, Pupil, School
from qala.roster.queries import enrolments_on, present_on

PERSON = re.compile(r"person:[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


@dataclass(frozen=True)
class Desk:
    """What waits at a school in a month."""

    newest: EntitlementList | None
    lines: int
    removed: list[ListLine]
    missing: list[Pupil]
    wrong: list[Pupil]
    waiting: list[Voucher]
    provisional: int
    sheet: Timesheet | None


def desk_of(school: School, month: date) -> Desk:
    """The desk of a school."""
    newest = EntitlementList.objects.filter(school=school, month=month).order_by("-version").first()
    lines = newest.lines.select_related("pupil__person") if newest else ListLine.objects.none()
    missing, wrong = (entitled_but_not_listed(newest), listed_but_not_entitled(newest)) if newest else ([], ())
    named = Pupil.objects.select_related("person").filter(pk__in=[one.pupil for one in missing])
    waiting = Voucher.objects.filter(school=school, state__in=("listed", "notified"), ended_on=None)
    trusted = Provisional.objects.filter(event__school=school, state="opened")
    return Desk(
        newest,
        lines.filter(removed_because="").count(),
        list(lines.exclude(removed_because="")),
        list(named.order_by("person__family", "person__given")),
        [line.pupil for line in wrong],
        list(waiting.select_related("pupil__person").order_by("pupil__person__family", "pupil__person__given")),
        trusted.count(),
        Timesheet.objects.filter(school=school, month=month).first(),
    )


@dataclass(frozen=True)
class OnTrust:
    """A plate somebody must look at, and who stands behind it: who signed its sheet, or set the counter up."""

    row: Provisional
    vouched_by: str
    set_up_by: str


def on_trust(school: School, teacher: Person | None = None) -> list[OnTrust]:
    """Plates somebody of the school must look at, soonest first; to a teacher those of own classes or of nobody."""
    rows = Provisional.objects.filter(event__school=school, state="opened").select_related(
        "event__pupil__person", "event__service", "event__terminal", "event__school__organisation"
    )
    if teacher is not None:
        own = Enrolment.objects.filter(
            pupil=OuterRef("event__pupil"), school_class__teacher=teacher, school_class__school=school,
            from_on__lte=OuterRef("event__day"), until_on__gt=OuterRef("event__day"),
        )  # fmt: skip
        rows = rows.filter(Q(event__pupil=None) | Exists(own))
    found = list(rows.order_by("decide_until", "event__happened_at")[:200])
    names = _names({key for one in found for key in (one.witness, one.event.terminal.enrolled_by)})
    return [OnTrust(one, names.get(one.witness, ""), names.get(one.event.terminal.enrolled_by, "")) for one in found]


def _names(actors: set[str]) -> dict[str, str]:
    """The names of those actors who are persons."""
    keys = [one.removeprefix("person:") for one in actors if PERSON.fullmatch(one)]
    return {row.actor_key: row.name.full for row in Person.objects.filter(pk__in=keys)}


@dataclass(frozen=True)
class Eater:
    """A child on a day: in which class, here or not, and what it had."""

    pupil: Pupil
    title: str
    presence: str
    presses: list[tuple[str, UUID]]
    is_entitled: bool


@dataclass(frozen=True)
class DaySheet:
    """A day by name: who ate, and who is here, entitled, and did not."""

    day: date
    ate: list[Eater]
    hungry: list[Eater]
    is_told: bool


def day_sheet(school: School, day: date) -> DaySheet:
    """The day of a school by name."""
    presence = present_on(school, day)
    seats = list(enrolments_on(day, school).select_related("pupil__person", "school_class"))
    served: dict[int, list[tuple[str, UUID]]] = {}
    events = ServiceEvent.objects.filter(school=school, day=day, pupil__isnull=False).exclude(outcome="duplicate")
    for pupil, service, uid in events.order_by("happened_at").values_list("pupil_id", "service__titles", "uid"):
        served.setdefault(pupil, []).append((str(service), uid))
    vouchers = Voucher.objects.filter(Q(ended_on=None) | Q(ended_on__gt=day), school=school, listed_on__lte=day)
    entitled = set(vouchers.values_list("pupil_id", flat=True))
    eaters = [_eater(seat, presence.state_of(seat.pupil_id), served, entitled) for seat in seats]
    hungry = [one for one in eaters if not one.presses and one.is_entitled and one.presence in ("present", "late")]
    return DaySheet(day, [one for one in eaters if one.presses], hungry, bool(presence.present or presence.absent))


def _eater(seat: Enrolment, state: str, served: dict[int, list[tuple[str, UUID]]], entitled: set[int]) -> Eater:
    presses = served.get(seat.pupil_id, [])
    return Eater(seat.pupil, seat.school_class.title, state, presses, seat.pupil_id in entitled)


def press_at(school: School, uid: UUID) -> ServiceEvent | None:
    """One press at a school with its meal, if it is one."""
    rows = ServiceEvent.objects.select_related(
        "school__organisation", "service", "pupil__person", "meal__reversal", "meal__contract", "meal__voucher"
    )
    return rows.filter(school=school, uid=uid, pupil__isnull=False).first()


def last_dispute(meal: int) -> Dispute | None:
    """What was said of a meal last."""
    return Dispute.objects.filter(meal=meal).order_by("-opened_at").first()


def pupils_at(school: School, day: date, teacher: Person | None = None) -> list[Pupil]:
    """Everybody of a school on a day, or of a teacher's classes there, to say which child was fed."""
    seats = enrolments_on(day, school).select_related("pupil__person").order_by("pupil__person__family")
    return [row.pupil for row in (seats.filter(school_class__teacher=teacher) if teacher else seats)]


def provisional_of(school: School, pk: int, teacher: Person | None = None) -> Provisional | None:
    """One plate on trust of a school that is open, or was decided; to a teacher those of the own classes alone."""
    if teacher is not None:
        return next((one.row for one in on_trust(school, teacher) if one.row.pk == pk), None)
    rows = Provisional.objects.select_related(
        "event__pupil__person", "event__terminal", "event__school__organisation", "event__service"
    )
    return rows.filter(event__school=school, pk=pk).first()
