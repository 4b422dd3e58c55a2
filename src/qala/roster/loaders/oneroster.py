"""OneRoster 1.2 CSV: manifest, orgs, academicSessions, classes, users, enrollments, demographics.

Read by the binding's own column names (1EdTech OneRoster 1.2, CSV binding). Only students' enrolments are taken; a
row whose `status` is ``tobedeleted`` is left out. `users.userMasterIdentifier` or an identifier ``{IIN:…}`` is the IIN.
"""

import re
from collections.abc import Mapping
from datetime import date

from django.utils.translation import gettext as _

from qala.kernel.refusals import Refusal
from qala.people.rules import plain
from qala.roster.loaders.plain import Collected
from qala.roster.loaders.tables import Row, day_of, rows_of, text_of
from qala.roster.rules import FIRST_GRADE, LAST_GRADE
from qala.roster.rules.reading import ClassRow, PupilRow, Reading, SeatRow

NEEDED = {
    "manifest": ("propertyName", "value"),
    "orgs": ("sourcedId", "name", "type"),
    "academicsessions": ("sourcedId", "startDate", "endDate"),
    "classes": ("sourcedId", "title", "schoolSourcedId"),
    "users": ("sourcedId", "givenName", "familyName"),
    "enrollments": ("sourcedId", "classSourcedId", "userSourcedId", "role"),
    "demographics": ("sourcedId", "birthDate"),
}
OPTIONAL = (
    "status", "identifier", "grades", "beginDate", "endDate", "middleName", "userIds", "userMasterIdentifier",
    "preferredMiddleName", "termSourcedIds", "schoolYear", "classCode", "classType",
)  # fmt: skip
IIN = re.compile(r"\{\s*IIN\s*:\s*([0-9 -]+)\}", re.IGNORECASE)
TITLE = re.compile(r"^\s*(\d{1,2})\s*[-«\" ]*\s*(\w{1,4})", re.UNICODE)


def is_oneroster(files: Mapping[str, bytes]) -> bool:
    """Tell whether a set of files says it is OneRoster."""
    return "manifest.csv" in files or "enrollments.csv" in files


def read_oneroster(files: Mapping[str, bytes], today: date) -> Reading:
    """Read a OneRoster bundle; raises Refusal where a file is missing or the version is another."""
    tables = {name: _table(files, name) for name in NEEDED}
    _insist_on_version(tables["manifest"])
    found = Collected(today)
    schools = {row.get("sourcedId"): _school_of(row, found) for row in tables["orgs"] if row.get("type") == "school"}
    sessions = {row.get("sourcedId"): row for row in tables["academicsessions"]}
    births = {row.get("sourcedId"): row.get("birthDate") for row in tables["demographics"]}
    found.rows = sum(len(tables[name]) for name in ("classes", "users", "enrollments"))
    wanted = {row.get("userSourcedId") for row in tables["enrollments"] if row.get("role") == "student"}
    starts: dict[str, str] = {}
    for row in tables["classes"]:
        _take_class(row, found, schools)
        term = sessions.get(row.get("termSourcedIds").split(",")[0].strip())
        starts[row.get("sourcedId")] = term.get("startDate") if term else ""
    for row in tables["users"]:
        if row.get("sourcedId") in wanted:
            _take_user(row, found, births)
    taken: set[tuple[str, str, date]] = set()
    for row in tables["enrollments"]:
        if row.get("role") == "student":
            _take_enrolment(row, found, starts, taken)
    return found.reading()


def _table(files: Mapping[str, bytes], name: str) -> list[Row]:
    file = f"{name}.csv"
    if file not in files:
        raise Refusal(_("The OneRoster bundle lacks %(name)s.") % {"name": file}, code="missing_file")
    columns = {column.lower(): column for column in (*NEEDED[name], *OPTIONAL)}
    rows = rows_of(text_of(files[file], file), file, columns, frozenset(NEEDED[name]))
    return [row for row in rows if row.get("status").lower() != "tobedeleted"]


def _insist_on_version(manifest: list[Row]) -> None:
    told = {row.get("propertyName"): row.get("value") for row in manifest}
    if told.get("oneroster.version") != "1.2":
        raise Refusal(_("This is not a OneRoster 1.2 bundle."), code="wrong_version")


def _school_of(row: Row, found: Collected) -> str:
    names = (row.get("sourcedId"), row.get("identifier"), row.get("name"))
    return next((found.schools[name] for name in names if name in found.schools), "")


def _take_class(row: Row, found: Collected, schools: Mapping[str, str]) -> None:
    school = schools.get(row.get("schoolSourcedId"), "")
    told = TITLE.match(row.get("title"))
    grade = row.get("grades").split(",")[0].strip() or (told.group(1) if told else "")
    if not row.is_whole:
        found.refuse(row, "wrong_width", row.get("sourcedId"))
    elif not school:
        found.refuse(row, "unknown_school", row.get("schoolSourcedId"))
    elif told is None or not grade.isdecimal() or not FIRST_GRADE <= int(grade) <= LAST_GRADE:
        found.refuse(row, "wrong_class", row.get("sourcedId"))
    elif row.get("sourcedId") in found.classes:
        found.refuse(row, "duplicate", row.get("sourcedId"))
    else:
        key = row.get("sourcedId")
        found.classes[key] = ClassRow(key, school, int(grade), told.group(2).upper(), line=row.line)


def _take_user(row: Row, found: Collected, births: Mapping[str, str]) -> None:
    key, born = row.get("sourcedId"), day_of(births.get(row.get("sourcedId"), ""))
    named = IIN.search(row.get("userIds"))
    iin = plain(named.group(1) if named else row.get("userMasterIdentifier"))
    if not row.is_whole or born is None:
        found.refuse(row, "wrong_width" if not row.is_whole else "unreadable_day", key)
        return
    if key in found.pupils:
        found.refuse(row, "duplicate", key)
        return
    pupil = PupilRow(key, row.get("familyName"), row.get("givenName"), row.get("middleName"), born, iin, line=row.line)
    if code := found.fault_of(pupil):
        found.refuse(row, code, key)
    else:
        found.pupils[key] = pupil


def _take_enrolment(row: Row, found: Collected, starts: Mapping[str, str], taken: set[tuple[str, str, date]]) -> None:
    pupil, room = row.get("userSourcedId"), row.get("classSourcedId")
    from_on = day_of(row.get("beginDate") or starts.get(room, ""))
    until_on = day_of(row.get("endDate")) if row.get("endDate") else None
    if room not in found.classes:
        found.refuse(row, "unknown_class", room)
    elif pupil not in found.pupils:
        found.refuse(row, "unknown_pupil", pupil)
    elif from_on is None or (row.get("endDate") and until_on is None):
        found.refuse(row, "unreadable_day", row.get("sourcedId"))
    elif (pupil, room, from_on) in taken:
        found.refuse(row, "duplicate", row.get("sourcedId"))
    else:
        taken.add((pupil, room, from_on))
        found.seats.append(SeatRow(pupil, room, from_on, until_on, row.line, row.file))
