"""Our own CSV: one line for each child in a class.

Columns (English, Kazakh or Russian headers): pupil_key, family, given, patronymic, birth_date, iin, language, school,
grade, letter, shift, class_language, from, until. `school` is the school's short name, number or key.
"""

from dataclasses import dataclass, field
from datetime import date

from qala.people.rules import fault_of, plain
from qala.roster.loaders.tables import Row, day_of, rows_of, text_of
from qala.roster.models import School, TeachingLanguage
from qala.roster.rules import FIRST_GRADE, LAST_GRADE
from qala.roster.rules.reading import ClassRow, PupilRow, Reading, Refused, SeatRow, overlapping

_HEADERS = {
    "pupil_key": ("оқушы_кілті", "ключ_ученика"),
    "family": ("тегі", "фамилия"),
    "given": ("аты", "имя"),
    "patronymic": ("әкесінің аты", "отчество"),
    "birth_date": ("туған күні", "дата рождения"),
    "iin": ("жсн", "иин"),
    "language": ("тілі", "язык"),
    "school": ("мектеп", "школа"),
    "grade": ("сынып", "класс"),
    "letter": ("әріп", "буква"),
    "shift": ("ауысым", "смена"),
    "class_language": ("оқыту тілі", "язык обучения"),
    "from": ("бастап", "с"),
    "until": ("дейін", "до"),
}
COLUMNS = {word: column for column, others in _HEADERS.items() for word in (column, *others)}
NEEDED = frozenset({"pupil_key", "family", "given", "birth_date", "school", "grade", "letter", "from"})


def schools_by_key() -> dict[str, str]:
    """Every way a file may name a school → its short name; a number that two schools share names neither."""
    found: dict[str, str] = {}
    numbers: dict[str, set[str]] = {}
    for slug, number, source in School.objects.values_list("organisation__slug", "number", "source_id"):
        found |= {key: slug for key in (slug, source) if key}
        numbers.setdefault(number, set()).add(slug)
    alone = {number: next(iter(slugs)) for number, slugs in numbers.items() if number and len(slugs) == 1}
    return alone | found


@dataclass
class Collected:
    """Rows gathered line by line, for either format."""

    today: date
    schools: dict[str, str] = field(default_factory=schools_by_key)
    classes: dict[str, ClassRow] = field(default_factory=dict)
    pupils: dict[str, PupilRow] = field(default_factory=dict)
    seats: list[SeatRow] = field(default_factory=list)
    refused: list[Refused] = field(default_factory=list)
    iins: dict[str, str] = field(default_factory=dict)
    rows: int = 0

    def refuse(self, row: Row, code: str, about: str = "") -> None:
        self.refused.append(Refused(row.file, row.line, code, about))

    def fault_of(self, pupil: PupilRow) -> str:
        """Why this child cannot be taken, as a slug: by people's own rules, or because two rows disagree."""
        if pupil.born_on > self.today:
            return "born_in_the_future"
        if not (pupil.key and (pupil.family or pupil.given)):
            return "no_name"
        if pupil.iin and fault_of(pupil.iin):
            return f"iin_{fault_of(pupil.iin)}"
        if pupil.iin and self.iins.setdefault(pupil.iin, pupil.key) != pupil.key:
            return "iin_of_another"
        return ""

    def reading(self) -> Reading:
        bad = overlapping(self.seats)
        self.refused += [Refused(seat.file, seat.line, "enrolment_overlaps", seat.pupil) for seat in bad]
        dropped = set(bad)
        seats = tuple(seat for seat in self.seats if seat not in dropped)
        refused = tuple(sorted(self.refused, key=lambda row: (row.file, row.line)))
        return Reading(self.classes, self.pupils, seats, refused, self.rows)


def read_plain(octets: bytes, name: str, today: date) -> Reading:
    """Read our own CSV; raises Refusal where the file as a whole cannot be read."""
    found = Collected(today)
    seen: set[tuple[str, str, str]] = set()
    for row in rows_of(text_of(octets, name), name, COLUMNS, NEEDED):
        found.rows += 1
        _take(row, found, seen)
    return found.reading()


def _take(row: Row, found: Collected, seen: set[tuple[str, str, str]]) -> None:
    room, code = _class_of(row, found)
    pupil = _pupil_of(row)
    from_on = day_of(row.get("from"))
    until_on = day_of(row.get("until"))
    if not row.is_whole:
        code = "wrong_width"
    elif pupil is None or from_on is None or (row.get("until") and until_on is None):
        code = "unreadable_day"
    elif not code:
        code = found.fault_of(pupil)
    if not code and until_on and from_on and until_on <= from_on:
        code = "ends_before_it_begins"
    known = found.pupils.get(pupil.key) if pupil else None
    if not code and known and pupil and _same(known) != _same(pupil):
        code = "pupil_told_twice"
    if not code and (row.get("pupil_key"), room.key if room else "", row.get("from")) in seen:
        code = "duplicate"
    if code or room is None or pupil is None or from_on is None:
        found.refuse(row, code, row.get("pupil_key"))
        return
    seen.add((pupil.key, room.key, row.get("from")))
    found.classes.setdefault(room.key, room)
    found.pupils.setdefault(pupil.key, pupil)
    found.seats.append(SeatRow(pupil.key, room.key, from_on, until_on, row.line, row.file))


def _same(pupil: PupilRow) -> tuple[object, ...]:
    return (pupil.family, pupil.given, pupil.patronymic, pupil.born_on, pupil.iin)


def _pupil_of(row: Row) -> PupilRow | None:
    born = day_of(row.get("birth_date"))
    if born is None:
        return None
    language = row.get("language") if row.get("language") in {"kk", "ru", "en"} else "kk"
    names = (row.get("family"), row.get("given"), row.get("patronymic"))
    return PupilRow(row.get("pupil_key"), *names, born, plain(row.get("iin")), language, row.line)


def _class_of(row: Row, found: Collected) -> tuple[ClassRow | None, str]:
    slug = found.schools.get(row.get("school"))
    if slug is None:
        return None, "unknown_school"
    grade, shift = row.get("grade"), row.get("shift") or "1"
    letter = row.get("letter").upper()
    if not grade.isdecimal() or not FIRST_GRADE <= int(grade) <= LAST_GRADE or not 1 <= len(letter) <= 4:
        return None, "wrong_class"
    if shift not in {"1", "2", "3"}:
        return None, "wrong_shift"
    language = row.get("class_language") or "kk"
    if language not in TeachingLanguage.values:
        return None, "wrong_language"
    return ClassRow(f"{slug}/{int(grade)}{letter}", slug, int(grade), letter, language, int(shift), row.line), ""
