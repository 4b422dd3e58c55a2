"""What a register's file says, row by row, before anything is written: people, classes and places in them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date


@dataclass(frozen=True, slots=True)
class Refused:
    """A row that cannot be taken: its file and line, the reason as a slug, and what it was about."""

    file: str
    line: int
    code: str
    about: str = ""


@dataclass(frozen=True, slots=True)
class ClassRow:
    """A class as a file names it. `key` is the file's own key of it."""

    key: str
    school: str
    grade: int
    letter: str
    language: str = "kk"
    shift: int = 1
    line: int = 0


@dataclass(frozen=True, slots=True)
class PupilRow:
    """A child as a file names them. `key` is the register's own key of the child: the same in the next file."""

    key: str
    family: str
    given: str
    patronymic: str
    born_on: date
    iin: str = ""
    language: str = "kk"
    line: int = 0


@dataclass(frozen=True, slots=True)
class SeatRow:
    """A child in a class from a day on; `until_on` is the first day the child is not in it, where the file says so."""

    pupil: str
    school_class: str
    from_on: date
    until_on: date | None = None
    line: int = 0
    file: str = ""


@dataclass(frozen=True)
class Reading:
    """Everything good in a file, and every row that is refused."""

    classes: Mapping[str, ClassRow] = field(default_factory=dict)
    pupils: Mapping[str, PupilRow] = field(default_factory=dict)
    seats: tuple[SeatRow, ...] = ()
    refused: tuple[Refused, ...] = ()
    rows: int = 0

    @property
    def is_refused(self) -> bool:
        """A file with nothing good in it, or with more than one bad row in twenty, is refused as a whole."""
        return not self.seats or len(self.refused) * 20 > max(self.rows, 1)


def overlapping(seats: list[SeatRow]) -> list[SeatRow]:
    """Return the seats that take a child into a second class at once; the earlier row stands."""
    bad = []
    last: dict[str, date | None] = {}
    for seat in sorted(seats, key=lambda row: (row.pupil, row.from_on, row.line)):
        if seat.pupil in last:
            ends = last[seat.pupil]
            if ends is None or seat.from_on < ends:
                bad.append(seat)
                continue
        last[seat.pupil] = seat.until_on
    return bad
