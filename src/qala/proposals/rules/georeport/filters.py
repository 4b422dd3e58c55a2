"""What a client asks for with GET: ids override all; at most 90 days or 1,000 requests."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from qala.kernel.clock import CITY
from qala.proposals.rules.georeport.nouns import Problem

LONGEST = timedelta(days=90)
MAX_ROWS = 1000
STATUSES = ("open", "closed")


@dataclass(frozen=True)
class RequestFilter:
    """Which requests to list; with ``ids`` nothing else counts. Times are aware, ends included."""

    ids: tuple[str, ...] = ()
    codes: tuple[str, ...] = ()
    statuses: tuple[str, ...] = ()
    start: datetime | None = None
    end: datetime | None = None
    page: int = 1
    page_size: int = MAX_ROWS
    extensions: bool = False

    @property
    def offset(self) -> int:
        return (self.page - 1) * self.page_size


class _Wrong(ValueError):
    """One argument that cannot be read; its message is for the client."""


def read_moment(text: str) -> datetime:
    """A W3C time; without an offset it is the city's time. A `+` that arrived as a space is put back."""
    mended = re.sub(r" (\d\d:?\d\d)$", r"+\1", text.strip())
    try:
        moment = datetime.fromisoformat(mended)
    except ValueError:
        raise _Wrong(f"{text[:40]!r} is not a date like 2026-11-23T00:00:00+05:00.") from None
    aware = moment if moment.tzinfo else moment.replace(tzinfo=CITY)
    try:
        return aware.astimezone(UTC)  # databases know no offset like -21:40
    except OverflowError:
        raise _Wrong("the dates are out of any calendar.") from None


def _listed(text: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(part.strip() for part in text.split(",") if part.strip()))


def read_filter(given: Mapping[str, str], now: datetime) -> RequestFilter | list[Problem]:
    """The filter, or what is wrong. An empty argument is as one that was not sent (specification)."""
    extensions = given.get("extensions", "").lower() == "true"
    try:
        page = _whole(given, "page", 1, 1_000_000)
        size = _whole(given, "page_size", MAX_ROWS, MAX_ROWS)
        ids = _listed(given.get("service_request_id", ""))
        if ids:
            return RequestFilter(ids=ids[:MAX_ROWS], page=page, page_size=size, extensions=extensions)
        start, end = _span(given, now)
        statuses = _statuses(given.get("status", ""))
    except _Wrong as wrong:
        return [Problem(400, str(wrong))]
    codes = _listed(given.get("service_code", ""))
    return RequestFilter((), codes, statuses, start, end, page, size, extensions)


def _statuses(text: str) -> tuple[str, ...]:
    found = _listed(text.lower())
    if not set(found) <= set(STATUSES):
        raise _Wrong("status must be open, closed or both.")
    return found


def _whole(given: Mapping[str, str], name: str, default: int, limit: int) -> int:
    text = given.get(name, "").strip()
    if not text:
        return default
    if not re.fullmatch(r"[0-9]{1,9}", text) or not 1 <= int(text) <= limit:
        raise _Wrong(f"{name} must be a number from 1 to {limit}.")
    return int(text)


def _span(given: Mapping[str, str], now: datetime) -> tuple[datetime, datetime]:
    """The asked span; what is missing is filled up to 90 days, ending now where no end is known."""
    first, last = given.get("start_date", "").strip(), given.get("end_date", "").strip()
    start = read_moment(first) if first else None
    end = read_moment(last) if last else None
    try:
        if start is None:
            end = end or now
            start = end - LONGEST
        end = end or start + LONGEST
    except OverflowError:
        raise _Wrong("the dates are out of any calendar.") from None
    if end < start:
        raise _Wrong("end_date lies before start_date.")
    if end - start > LONGEST:
        raise _Wrong("start_date and end_date may span at most 90 days.")
    return start, end


def unknown_jurisdiction(given: str, ours: str) -> list[Problem]:
    """Optional for one city; another city's id is not found here."""
    if given and given != ours:
        return [Problem(404, f"jurisdiction_id {given[:100]!r} was not found.")]
    return []
