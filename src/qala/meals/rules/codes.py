"""The dynamic code on a parent's phone: compact text, two kinds, nothing in it that names a child.

Online  ``Q1.<payload>.<signature>``: the city signed (voucher, day, service, issued, lasts, nonce) a moment ago.
Offline ``Q2.<card>.<signature>.<payload>.<signature>``: the city vouched for the phone's key for a school week (card),
and the phone signed (day, service, time step, nonce). Parts are base64url without padding, signatures ECDSA P-256 with
SHA-256, r and s of 32 bytes each. Each kind of message is signed under its own prefix, so none passes for another.

A screenshot passed on works until the code's time is over, once: whoever shows it first eats on that voucher, and the
child's own meal then counts as a second one. It cannot be used at another service, on another day, or twice.
Source: `meals.md`, section 7.
"""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from struct import Struct
from uuid import UUID

ONLINE, OFFLINE = "Q1", "Q2"
PREFIX = {"city": b"qala/v1/code\0", "card": b"qala/v1/phone\0", "step": b"qala/v1/step\0"}
STEP = timedelta(seconds=60)
NONCE, SIGNATURE = 8, 64
LONGEST = 600
_CITY, _CARD, _STEP = Struct(">16sHIH8s"), Struct(">16sHH65s"), Struct(">HI8s")
_EPOCH = date(1970, 1, 1)

#: Tells whether a key (65 bytes, uncompressed) signed a message; the key `None` stands for the city.
Check = Callable[[bytes | None, bytes, bytes], bool]
Sign = Callable[[bytes], bytes]


class Unreadable(ValueError):
    """A text that is no code of ours."""


@dataclass(frozen=True)
class Seal:
    """One signature within a code: by the city (`key` is None) or by the phone."""

    key: bytes | None
    message: bytes
    signature: bytes


@dataclass(frozen=True)
class Code:
    """What a code says, before anybody believes it."""

    voucher: UUID
    day: date
    service: str
    nonce: bytes
    begins: datetime
    ends: datetime
    seals: tuple[Seal, ...]
    week: tuple[date, date] | None = None

    @property
    def is_offline(self) -> bool:
        return self.week is not None

    def is_genuine(self, check: Check) -> bool:
        """Every signature in it holds."""
        return all(check(seal.key, seal.message, seal.signature) for seal in self.seals)

    def fits(self, day: date, service: str, at: datetime, skew: timedelta) -> bool:
        """It speaks for this day and service, and the press happened while it was shown, give or take the skew."""
        in_week = self.week is None or self.week[0] <= day <= self.week[1]
        in_time = self.begins - skew <= at <= self.ends + skew
        return self.day == day and self.service == service and in_week and in_time


def online(  # noqa: PLR0913 - the fields of a code
    sign: Sign, *, voucher: UUID, day: date, service: str, issued: datetime, lasts: timedelta, nonce: bytes
) -> str:
    """A code signed by the city, to be shown for `lasts`."""
    head = _CITY.pack(voucher.bytes, _days(day), int(issued.timestamp()), int(lasts.total_seconds()), nonce)
    payload = head + service.encode()
    return ".".join((ONLINE, coded(payload), coded(sign(PREFIX["city"] + payload))))


def card(sign: Sign, *, voucher: UUID, first: date, last: date, key: bytes) -> str:
    """The city's word that a phone's key speaks for a voucher from the first to the last day: ``card.signature``."""
    payload = _CARD.pack(voucher.bytes, _days(first), _days(last), key)
    return f"{coded(payload)}.{coded(sign(PREFIX['card'] + payload))}"


def offline(  # noqa: PLR0913 - the fields of a code
    sign: Sign, *, card: str, day: date, service: str, at: datetime, nonce: bytes
) -> str:
    """A code signed by the phone itself. The browser does the same in `code.js`; this one is for tests and the demo."""
    payload = _STEP.pack(_days(day), int(at.timestamp() // STEP.total_seconds()), nonce) + service.encode()
    return ".".join((OFFLINE, card, coded(payload), coded(sign(PREFIX["step"] + payload))))


def read(text: str) -> Code:
    """Take a code apart. Raises Unreadable for anything else."""
    parts = text.split(".")
    try:
        if len(text) <= LONGEST and parts[0] == ONLINE and len(parts) == 3:
            return _online(*(decoded(part) for part in parts[1:]))
        if len(text) <= LONGEST and parts[0] == OFFLINE and len(parts) == 5:
            return _offline(*(decoded(part) for part in parts[1:]))
    except (ValueError, ArithmeticError, OSError) as wrong:
        raise Unreadable(str(wrong)) from None
    raise Unreadable("no code of ours")


def _online(payload: bytes, signature: bytes) -> Code:
    voucher, day, issued, lasts, nonce = _CITY.unpack(payload[: _CITY.size])
    begins = datetime.fromtimestamp(issued, UTC)
    return Code(
        UUID(bytes=voucher), _day(day), payload[_CITY.size :].decode("ascii"), nonce,
        begins, begins + timedelta(seconds=lasts), (_seal(None, "city", payload, signature),),
    )  # fmt: skip


def _offline(phone: bytes, vouched: bytes, payload: bytes, signature: bytes) -> Code:
    voucher, first, last, key = _CARD.unpack(phone)
    day, step, nonce = _STEP.unpack(payload[: _STEP.size])
    begins = datetime.fromtimestamp(step * STEP.total_seconds(), UTC)
    return Code(
        UUID(bytes=voucher), _day(day), payload[_STEP.size :].decode("ascii"), nonce, begins, begins + STEP,
        (_seal(None, "card", phone, vouched), _seal(key, "step", payload, signature)),
        week=(_day(first), _day(last)),
    )  # fmt: skip


def _seal(key: bytes | None, kind: str, payload: bytes, signature: bytes) -> Seal:
    if len(signature) != SIGNATURE:
        raise ValueError("a signature has 64 bytes")
    return Seal(key, PREFIX[kind] + payload, signature)


def coded(raw: bytes) -> str:
    """Base64url without padding."""
    return urlsafe_b64encode(raw).rstrip(b"=").decode()


def decoded(text: str) -> bytes:
    """The bytes of a base64url text; the one spelling only, so that a code has no twins."""
    raw = urlsafe_b64decode(text + "=" * (-len(text) % 4))
    if coded(raw) != text:
        raise ValueError("not base64url as we write it")
    return raw


def school_week(day: date) -> tuple[date, date]:
    """Monday to Sunday of a day's week: some schools learn on Saturday."""
    monday = day - timedelta(days=day.weekday())
    return monday, monday + timedelta(days=6)


def _days(day: date) -> int:
    return (day - _EPOCH).days


def _day(days: int) -> date:
    return _EPOCH + timedelta(days=days)
