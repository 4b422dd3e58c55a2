"""Seats at an open meeting, and its page in a calendar (iCalendar, RFC 5545)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

#: More seats than this from one device on one day go to the waiting list: families fit, a flood does not.
SEATS_A_DAY = 5


@dataclass(frozen=True)
class Gathering:
    """What a calendar needs to know of a meeting."""

    uid: str
    title: str
    place: str
    starts_at: datetime
    ends_at: datetime
    address: str
    is_cancelled: bool = False
    revision: int = 0


def free_seats(seats: int, taken: int) -> int:
    return max(seats - taken, 0)


def waits(seats: int, taken: int, *, from_device: int) -> bool:
    """Whether a newcomer goes to the waiting list: no seat is left, or one device has asked for many."""
    return free_seats(seats, taken) == 0 or from_device > SEATS_A_DAY


def calendar(gatherings: Iterable[Gathering], *, name: str, at: datetime) -> str:
    """The meetings as a calendar that phones subscribe to."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Qala//Open meetings//EN", f"X-WR-CALNAME:{_text(name)}"]
    for one in gatherings:
        lines += [
            "BEGIN:VEVENT",
            f"UID:{one.uid}",
            f"DTSTAMP:{_utc(at)}",
            f"DTSTART:{_utc(one.starts_at)}",
            f"DTEND:{_utc(one.ends_at)}",
            f"SUMMARY:{_text(one.title)}",
            f"LOCATION:{_text(one.place)}",
            f"URL:{one.address}",
            f"SEQUENCE:{one.revision}",
            f"STATUS:{'CANCELLED' if one.is_cancelled else 'CONFIRMED'}",
            "END:VEVENT",
        ]
    return "".join(_folded(line) for line in (*lines, "END:VCALENDAR"))


def _utc(at: datetime) -> str:
    return f"{at.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def _text(words: str) -> str:
    escaped = words.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    return escaped.replace("\r\n", "\\n").replace("\n", "\\n")


def _folded(line: str) -> str:
    """Lines of at most 75 octets; a letter is never cut in two."""
    parts, part, room = [], "", 75
    for sign in line:
        if len((part + sign).encode()) > room:
            parts.append(part)
            part, room = "", 74
        part += sign
    return "\r\n ".join((*parts, part)) + "\r\n"
