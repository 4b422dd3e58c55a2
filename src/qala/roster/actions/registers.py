"""A register is taken in: what is new is written, what is known stays, what moved is moved.

Loading the same register again changes nothing.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction

from qala.journal.log import record
from qala.kernel.actors import Actor
from qala.kernel.refusals import require
from qala.people.actions import enrol_many as enrol_people
from qala.people.rules import Newcomer
from qala.roster.actions.bulk import Place, Seat, enrol_many, open_classes
from qala.roster.actions.pupils import leave, transfer
from qala.roster.models import Enrolment, LeavingReason, Pupil, SchoolClass, SchoolYear
from qala.roster.policies import may_keep_schools


@dataclass(frozen=True)
class Arrival:
    """A child who is new to the register, with the register's own key."""

    newcomer: Newcomer
    source_id: str
    school_class: str
    from_on: date
    until_on: date | None = None


@dataclass(frozen=True)
class Move:
    """A known pupil: into a class from a day on, out of the one they are in, or both."""

    pupil: int
    enrolment: Enrolment | None
    school_class: str
    on: date


@dataclass(frozen=True)
class Departure:
    """A known enrolment the register ends."""

    enrolment: Enrolment
    until_on: date


@transaction.atomic
def take_register(  # noqa: PLR0913 - what a register changes
    *,
    by: Actor,
    year: SchoolYear,
    places: Sequence[tuple[str, Place]],
    known_classes: dict[str, SchoolClass],
    arrivals: Sequence[Arrival] = (),
    moves: Sequence[Move] = (),
    departures: Sequence[Departure] = (),
) -> SchoolYear:
    """Write what a register says and we did not know: classes, children, seats, moves and ends. All or nothing."""
    require(may_keep_schools(by))
    made = open_classes(by=by, year=year, places=[place for _key, place in places]) if places else []
    rooms = known_classes | {key: room for (key, _place), room in zip(places, made, strict=True)}
    _arrive(by, arrivals, rooms)
    for move in moves:
        room = rooms[move.school_class]
        if move.enrolment is not None:
            transfer(by=by, enrolment=move.enrolment, to=room, on=move.on)
        else:
            person = Pupil.objects.select_related("person").get(pk=move.pupil).person
            enrol_many(by=by, seats=[Seat(person, room, move.on)])
    for gone in departures:
        leave(by=by, enrolment=gone.enrolment, until_on=gone.until_on, reason=LeavingReason.OTHER)
    record(
        by,
        "roster.register.loaded",
        year,
        classes=len(places),
        pupils=len({row.source_id for row in arrivals}),
        moves=len(moves),
        departures=len(departures),
    )
    return year


def _arrive(by: Actor, arrivals: Sequence[Arrival], rooms: dict[str, SchoolClass]) -> None:
    """Enrol new children; one whose file tells of two classes in turn is one person with two seats."""
    if not arrivals:
        return
    first = {row.source_id: row for row in reversed(arrivals)}
    people = enrol_people(by=by, newcomers=[row.newcomer for row in first.values()])
    person_of = dict(zip(first, people, strict=True))
    ended = [row for row in arrivals if row.until_on is not None]
    # A seat lasts until the year is over; one that ends earlier is ended at once, before the next begins.
    for row in ended:
        (place,) = enrol_many(
            by=by, seats=[Seat(person_of[row.source_id], rooms[row.school_class], row.from_on, row.source_id)]
        )
        if row.until_on is not None and row.until_on < place.until_on:
            leave(by=by, enrolment=place, until_on=row.until_on, reason=LeavingReason.OTHER)
    lasting = [row for row in arrivals if row.until_on is None]
    seats = [Seat(person_of[row.source_id], rooms[row.school_class], row.from_on, row.source_id) for row in lasting]
    if seats:
        enrol_many(by=by, seats=seats)
