"""A reading against what the city knows: the difference, and taking it in through the actions."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.utils.translation import gettext as _

from qala.kernel.actors import Actor
from qala.kernel.refusals import Refusal
from qala.people.queries import person_by_iin
from qala.people.rules import Name, Newcomer
from qala.roster.actions.bulk import Place
from qala.roster.actions.registers import Arrival, Departure, Move, take_register
from qala.roster.models import Enrolment, Pupil, School, SchoolClass, SchoolYear
from qala.roster.queries.schools import year_on
from qala.roster.rules.reading import ClassRow, PupilRow, Reading, Refused, SeatRow


@dataclass
class Difference:
    """What a register would change. `gone` are pupils of its schools it does not name: shown, never removed."""

    places: list[tuple[str, Place]] = field(default_factory=list)
    arrivals: list[Arrival] = field(default_factory=list)
    moves: list[Move] = field(default_factory=list)
    departures: list[Departure] = field(default_factory=list)
    refused: list[Refused] = field(default_factory=list)
    known_classes: dict[str, SchoolClass] = field(default_factory=dict)
    same: int = 0
    gone: int = 0

    @property
    def is_empty(self) -> bool:
        return not (self.places or self.arrivals or self.moves or self.departures)

    @property
    def counts(self) -> dict[str, int]:
        """How much of each, for a table on the screen."""
        return {
            "new classes": len(self.places),
            "new pupils": len({row.source_id for row in self.arrivals}),
            "moved": len(self.moves),
            "left": len(self.departures),
            "same": self.same,
            "not in the file": self.gone,
        }


def load(by: Actor, reading: Reading, on: date) -> Difference:
    """Take a reading in; raises Refusal where the file as a whole is refused."""
    if reading.is_refused:
        raise Refusal(_("The file is refused: too many of its rows are bad, or none is good."), code="refused_file")
    year = _year(on)
    found = difference_of(reading, year)
    if not found.is_empty:
        take_register(
            by=by,
            year=year,
            places=found.places,
            known_classes=found.known_classes,
            arrivals=found.arrivals,
            moves=found.moves,
            departures=found.departures,
        )
    return found


def _year(on: date) -> SchoolYear:
    year = year_on(on)
    if year is None:
        raise Refusal(_("There is no school year on this day. Open it first."), code="no_year")
    return year


def difference_of(reading: Reading, year: SchoolYear) -> Difference:
    """Compare a reading with the register of a year, changing nothing."""
    found = Difference()
    schools = {row.organisation.slug: row for row in School.objects.select_related("organisation")}
    _compare_classes(reading.classes, schools, year, found)
    pupils = {row.source_id: row for row in Pupil.objects.filter(source_id__in=list(reading.pupils))}
    places = _places_of([row.pk for row in pupils.values()], year)
    for seat in reading.seats:
        _compare_seat(seat, reading.pupils[seat.pupil], pupils.get(seat.pupil), places, year, found)
    told = {row.pk for row in pupils.values()}
    ours = Enrolment.objects.filter(
        school_class__year=year,
        school_class__school__in=[schools[row.school] for row in reading.classes.values()],
        left_reason="",
    )
    found.gone = len(set(ours.values_list("pupil", flat=True)) - told)
    return found


def _compare_classes(
    rows: Mapping[str, ClassRow], schools: Mapping[str, School], year: SchoolYear, found: Difference
) -> None:
    known = {
        (row.school.organisation.slug, row.grade, row.letter): row
        for row in SchoolClass.objects.filter(year=year).select_related("school__organisation", "year")
    }
    planned: dict[tuple[str, int, str], str] = {}
    for key, row in rows.items():
        named = (row.school, row.grade, row.letter)
        if named in known:
            found.known_classes[key] = known[named]
        elif named in planned:
            found.refused.append(Refused("", row.line, "duplicate", key))
        else:
            planned[named] = key
            place = Place(schools[row.school], row.grade, row.letter, row.language, row.shift)
            found.places.append((key, place))


def _places_of(pupils: list[int], year: SchoolYear) -> dict[int, list[Enrolment]]:
    found: dict[int, list[Enrolment]] = {}
    rows = Enrolment.objects.filter(pupil__in=pupils, until_on__gt=year.first_on, from_on__lte=year.last_on)
    rows = rows.select_related("pupil", "school_class__school__organisation", "school_class__year")
    for row in rows.order_by("from_on"):
        found.setdefault(row.pupil_id, []).append(row)
    return found


def _compare_seat(  # noqa: PLR0913, PLR0917 - a row, the child, and what is known of both
    seat: SeatRow,
    child: PupilRow,
    pupil: Pupil | None,
    places: Mapping[int, list[Enrolment]],
    year: SchoolYear,
    found: Difference,
) -> None:
    if not year.first_on <= seat.from_on <= year.last_on or seat.school_class not in {
        *found.known_classes,
        *(key for key, _place in found.places),
    }:
        found.refused.append(Refused(seat.file, seat.line, "outside_the_year", seat.pupil))
        return
    if pupil is None:
        _arrival(seat, child, found)
        return
    room = found.known_classes.get(seat.school_class)
    mine = places.get(pupil.pk, [])
    here = next((row for row in mine if room is not None and row.school_class_id == room.pk), None)
    until_on = seat.until_on or year.last_on + timedelta(days=1)
    if here is not None:
        if until_on < here.until_on and not here.left_reason:
            found.departures.append(Departure(here, until_on))
        else:
            found.same += 1
        return
    there = next((row for row in mine if row.from_on <= seat.from_on < row.until_on), None)
    if any(row.from_on >= seat.from_on for row in mine if row is not there):
        found.refused.append(Refused(seat.file, seat.line, "enrolment_overlaps", seat.pupil))
        return
    found.moves.append(Move(pupil.pk, there, seat.school_class, seat.from_on))


def _arrival(seat: SeatRow, child: PupilRow, found: Difference) -> None:
    known = person_by_iin(child.iin) if child.iin else None
    if known is not None:
        found.refused.append(Refused(seat.file, seat.line, "iin_of_another", seat.pupil))
        return
    newcomer = Newcomer(
        name=Name(child.family, child.given, child.patronymic),
        language=child.language,
        birth_on=child.born_on,
        iin=child.iin,
        iin_confirmed=bool(child.iin),
    )
    found.arrivals.append(Arrival(newcomer, child.key, seat.school_class, seat.from_on, seat.until_on))
