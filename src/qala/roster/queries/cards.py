"""Which card each pupil of a class carries."""

from dataclasses import dataclass
from datetime import date

from qala.roster.models import Enrolment, PupilCard, SchoolClass


@dataclass(frozen=True)
class Carried:
    """A pupil of a class with the card that works now, and those that no longer do, newest first."""

    enrolment: Enrolment
    card: PupilCard | None
    former: list[PupilCard]


def class_cards(room: SchoolClass, day: date) -> list[Carried]:
    """Everybody of a class on a day, in the order of names."""
    seats = Enrolment.objects.in_force(day).filter(school_class=room).select_related("pupil__person", "school_class")
    rows = seats.prefetch_related("pupil__cards").order_by("pupil__person__family", "pupil__person__given", "pk")
    return [_carried(one) for one in rows]


def card_at(room: SchoolClass, pupil: int, day: date) -> Carried | None:
    """One of them by the pupil's number."""
    return next((one for one in class_cards(room, day) if one.enrolment.pupil_id == pupil), None)


def _carried(enrolment: Enrolment) -> Carried:
    cards = sorted(enrolment.pupil.cards.all(), key=lambda one: (one.issued_on, one.pk), reverse=True)
    live = next((one for one in cards if one.withdrawn_on is None), None)
    return Carried(enrolment, live, [one for one in cards if one.withdrawn_on is not None])
