"""A school's desk: the list both ways, consents that wait, plates on trust, the day by name."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Q

from qala.meals.models import Dispute, EntitlementList, ListLine, Provisional, ServiceEvent, Timesheet, Voucher
from qala.meals.queries.entitled import entitled_but_not_listed, listed_but_not_entitled
from qala.roster.models import Enrolment, Pupil, School
from qala.roster.queries import enrolments_on, present_on


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


def on_trust(school: School) -> list[Provisional]:
    """Plates that somebody of the school must look at, the soonest first."""
    rows = Provisional.objects.filter(event__school=school, state="opened")
    return list(
        rows.select_related("event__pupil__person", "event__service", "event__terminal", "event__school__organisation")
        .order_by("decide_until", "event__happened_at")[:200]
    )  # fmt: skip


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


def pupils_at(school: School, day: date) -> list[Pupil]:
    """Everybody of a school on a day, to say which child was fed."""
    return [
        row.pupil
        for row in enrolments_on(day, school).select_related("pupil__person").order_by("pupil__person__family")
    ]


def provisional_of(school: School, pk: int) -> Provisional | None:
    """One plate on trust of a school."""
    rows = Provisional.objects.select_related(
        "event__pupil__person", "event__terminal", "event__school__organisation", "event__service"
    )
    return rows.filter(event__school=school, pk=pk).first()
