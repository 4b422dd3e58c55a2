"""What a terminal signs: one press at the counter, chained to the press before it.

The body is JSON with sorted ASCII keys, exactly as the terminal stored it; its digest is SHA-256 over those bytes, the
signature ECDSA P-256 with SHA-256 over the same bytes (r and s, 32 bytes each, as WebCrypto gives them).
"""

import json
import re
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256
from typing import NamedTuple
from uuid import UUID

NO_EVENT = bytes(32)
_WRITTEN = json.JSONEncoder(sort_keys=True, separators=(",", ":"))
WHO = ("card", "pupil", "token", "mark", "nobody")
HOW = ("card", "qr", "qr_offline", "vendor", "teacher", "paper")
LONGEST = 2_000
_REASON = re.compile(r"[a-z_]{0,40}")
_SERVICE = re.compile(r"[a-z0-9_-]{1,20}")
_PLACE = re.compile(r"(-?\d{1,3}\.\d{1,5} -?\d{1,2}\.\d{1,5} \d{1,6})?", re.ASCII)
_PLAIN = re.compile(r"[ -~]{0,600}")
#: A phone's clock may be wrong; more than this is shown and asked about, never refused.
SKEW = timedelta(minutes=10)


class Unreadable(ValueError):
    """A body that no terminal of ours writes."""


class Event(NamedTuple):
    """A body as it was read. `who` names the kind of identifier, `identifier` its value."""

    uid: UUID
    terminal: UUID
    sequence: int
    previous: bytes
    at: datetime
    day: date
    service: str
    how: str
    who: str
    identifier: str
    reason: str
    digest: bytes


def read(body: bytes) -> Event:
    """Take a body apart; anything that is not exactly a body is unreadable."""
    if len(body) > LONGEST:
        raise Unreadable("too long")
    try:
        told = json.loads(body)
        who, identifier = _who(told["who"])
        event = Event(
            uid=UUID(told["uid"]),
            terminal=UUID(told["terminal"]),
            sequence=_natural(told["sequence"]),
            previous=bytes.fromhex(told["previous"]),
            at=_instant(told["at"]),
            day=date.fromisoformat(told["day"]),
            service=_spelt(told["service"], _SERVICE),
            how=_one_of(told["how"], HOW),
            who=who,
            identifier=identifier,
            reason=_spelt(told.get("reason", ""), _REASON),
            digest=sha256(body).digest(),
        )
        _spelt(told.get("place", ""), _PLACE)  # longitude, latitude, metres of error; kept in the body alone
    except (KeyError, TypeError, ValueError, AttributeError, OverflowError, RecursionError) as wrong:
        raise Unreadable(str(wrong)) from None
    if len(event.previous) != len(NO_EVENT):
        raise Unreadable("no event of ours")
    return event


def written(**told: object) -> bytes:
    """A body as a terminal of the city itself writes it."""
    return _WRITTEN.encode(told).encode()


def _who(told: object) -> tuple[str, str]:
    if not isinstance(told, dict) or len(told) != 1:
        raise ValueError("who is one identifier")
    (kind, value), = told.items()
    return _one_of(kind, WHO), _spelt(value, _PLAIN)


def _spelt(value: object, letters: re.Pattern[str]) -> str:
    if not isinstance(value, str) or not letters.fullmatch(value):
        raise ValueError("not spelt as we spell it")
    return value


def _instant(value: str) -> datetime:
    told = datetime.fromisoformat(value)
    if told.tzinfo is None:
        raise ValueError("an instant without its zone")
    return told.astimezone(UTC)


def _natural(value: object) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or not 1 <= value < 2**31:
        raise ValueError("a sequence counts from one")
    return value


def _one_of(value: object, known: tuple[str, ...]) -> str:
    if value not in known:
        raise ValueError(f"{value!r} is not among {known}")
    return str(value)
