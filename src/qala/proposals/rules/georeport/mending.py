"""Importing another city's export: each row is taken, mended by a stated rule, or refused, with its line."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, tzinfo
from enum import StrEnum

from qala.proposals.rules.georeport.answers import read_request
from qala.proposals.rules.georeport.nouns import MAX_DESCRIPTION, Request


class Mend(StrEnum):
    """The stated rules. What they change is told; what they cannot mend is refused."""

    STATUS_IN_CAPITALS = "status_in_capitals"
    ZIPCODE_AS_NUMBER = "zipcode_as_number"
    NO_OFFSET = "no_offset"
    UPDATED_BEFORE_REQUESTED = "updated_before_requested_dropped"
    DESCRIPTION_CUT = "description_cut"


_TIMES = ("requested_datetime", "updated_datetime", "expected_datetime")
#: A file of so many rows with no hour outside 1–12 was written without AM and PM (a day has 24 hours).
ENOUGH_ROWS = 50
LONGEST_NUMBER = 60
EARLIEST_YEAR, LATEST_YEAR = 1970, 2100


@dataclass(frozen=True)
class Line:
    """One row of the export: the request where it could be taken, what was mended, or why it is refused."""

    number: int
    request: Request | None
    mended: tuple[Mend, ...] = ()
    refused: str = ""


def mend_all(rows: Iterable[object], zone: tzinfo = UTC) -> Iterator[Line]:
    """Every row with its number from 1; a number that came before is refused as a duplicate."""
    seen: set[str] = set()
    for number, row in enumerate(rows, start=1):
        line = mend(number, row, zone)
        if line.request and line.request.service_request_id in seen:
            line = Line(number, None, refused="duplicate_id")
        if line.request:
            seen.add(line.request.service_request_id)
        yield line


def hours_are_lost(rows: Sequence[object]) -> bool:
    """Whether AM and PM seem to be lost: many times of receipt, and not one hour outside 1 to 12."""
    hours = [str(row.get(_TIMES[0], ""))[11:13] for row in rows if isinstance(row, Mapping)]
    known = [int(hour) for hour in hours if hour.isascii() and hour.isdigit()]
    return len(known) >= ENOUGH_ROWS and all(1 <= hour <= 12 for hour in known)


def _with_offsets(row: Mapping[str, object], zone: tzinfo) -> dict[str, object]:
    """The row with times of the other city's clock where it said no offset. ValueError where one is unreadable."""
    told = dict(row)
    for name in _TIMES:
        text = str(told.get(name) or "").strip()
        if text and not _has_offset(text):
            told[name] = datetime.fromisoformat(text).replace(tzinfo=zone).isoformat()
    return told


def mend(number: int, row: object, zone: tzinfo = UTC) -> Line:
    """One row by the stated rules; ``zone`` is the clock of times without an offset."""
    if not isinstance(row, Mapping):
        return Line(number, None, refused="not_an_object")
    try:
        request = read_request(_with_offsets(row, zone))
    except (ValueError, OverflowError) as error:
        return Line(number, None, refused=f"unreadable: {error}")
    refused = _refusal(request)
    if refused:
        return Line(number, None, refused=refused)
    mended = []
    if request.status != request.status.lower():
        mended.append(Mend.STATUS_IN_CAPITALS)
    if isinstance(row.get("zipcode"), int | float):
        mended.append(Mend.ZIPCODE_AS_NUMBER)
    if not _has_offset(str(row["requested_datetime"])):
        mended.append(Mend.NO_OFFSET)
    updated = request.updated_datetime
    if updated and updated < request.requested_datetime:
        mended.append(Mend.UPDATED_BEFORE_REQUESTED)
        updated = None
    if len(request.description) > MAX_DESCRIPTION:
        mended.append(Mend.DESCRIPTION_CUT)
    sound = replace(
        request,
        status=request.status.lower(),
        updated_datetime=updated,
        description=request.description[:MAX_DESCRIPTION],
    )
    return Line(number, sound, tuple(mended))


def _has_offset(text: str) -> bool:
    return text.strip().endswith(("Z", "z")) or "+" in text[10:] or "-" in text[10:]


def _refusal(request: Request) -> str:
    if len(request.service_request_id) > LONGEST_NUMBER or not request.service_request_id.isprintable():
        return "number_unreadable"
    times = (request.requested_datetime, request.updated_datetime, request.expected_datetime)
    if not all(EARLIEST_YEAR <= at.year <= LATEST_YEAR for at in times if at):
        return "time_out_of_range"
    if request.status.lower() not in ("open", "closed"):
        return "unknown_status"
    return _refusal_of_place(request)


def _refusal_of_place(request: Request) -> str:
    if request.lat == 0 and request.long == 0:
        return "null_island"
    if (request.lat is None) != (request.long is None):
        return "half_a_point"
    if request.lat is not None and request.long is not None:
        if not (-90 <= request.lat <= 90 and -180 <= request.long <= 180):
            return "point_off_the_earth"
    elif not (request.address or request.address_id):
        return "no_place"
    return ""
