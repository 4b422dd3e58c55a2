"""Importing another city's export: each row is taken, mended by a stated rule, or refused, with its line."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

from qala.proposals.rules.georeport.answers import read_request
from qala.proposals.rules.georeport.nouns import MAX_DESCRIPTION, Request


class Mend(StrEnum):
    """The stated rules. What they change is told; what they cannot mend is refused."""

    STATUS_IN_CAPITALS = "status_in_capitals"
    ZIPCODE_AS_NUMBER = "zipcode_as_number"
    NO_OFFSET = "no_offset_taken_as_utc"
    UPDATED_BEFORE_REQUESTED = "updated_before_requested_dropped"
    DESCRIPTION_CUT = "description_cut"


@dataclass(frozen=True)
class Line:
    """One row of the export: the request where it could be taken, what was mended, or why it is refused."""

    number: int
    request: Request | None
    mended: tuple[Mend, ...] = ()
    refused: str = ""


def mend_all(rows: Iterable[object]) -> Iterator[Line]:
    """Every row with its number from 1; a number that came before is refused as a duplicate."""
    seen: set[str] = set()
    for number, row in enumerate(rows, start=1):
        line = mend(number, row)
        if line.request and line.request.service_request_id in seen:
            line = Line(number, None, refused="duplicate_id")
        if line.request:
            seen.add(line.request.service_request_id)
        yield line


def mend(number: int, row: object) -> Line:
    """One row by the stated rules."""
    if not isinstance(row, Mapping):
        return Line(number, None, refused="not_an_object")
    try:
        request = read_request(row)
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
    if request.status.lower() not in ("open", "closed"):
        return "unknown_status"
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
