"""What a part asks the ledger for. An order is made where the event happened, with a key made there.

Money leaves the account that is credited and comes to the account that is debited; a balance is debits less credits.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import lru_cache
from hashlib import sha256
from typing import Required, TypedDict, Unpack
from uuid import UUID

PLAIN, HOLD, DRAW, CLOSE, RELEASE = "plain", "hold", "draw", "close", "release"
PHASES = (PLAIN, HOLD, DRAW, CLOSE, RELEASE)

LARGEST = 2**53 - 1
"""The most one order may move, in tiyn: every program reads such a number exactly, in JSON too."""
SINCE, UNTIL = datetime(2000, 1, 1, tzinfo=UTC), datetime(2100, 1, 1, tzinfo=UTC)
"""When things happen: a clock that says something else is broken."""

Header = Mapping[str, str | int | bool | None]
_SORTED = json.JSONEncoder(sort_keys=True)
_BODY = "\x1f".join(["%s"] * 12)


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """One movement of money, as it is asked for. Accounts are numbers of rows; None is filled in by the door.

    ``tiyn``: whole tiyn above zero; None for a close (the rest) and a reversal (as much as the original).
    ``hold``: key of the hold a draw, a close or a release belongs to. ``reverses``: key of the transfer taken back.
    ``event``: orders of one event in one call stand or fall together. ``day``: the accounting day; None takes the
    city's day of ``happened_at``, or the first open day when that day is closed. ``subject``: opaque key of whom the
    log's secret belongs to. ``header``: the open part of the leaf in the public log.
    """

    key: UUID
    code: str
    happened_at: datetime
    phase: str = PLAIN
    debit: int | None = None
    credit: int | None = None
    tiyn: int | None = None
    hold: UUID | None = None
    reverses: UUID | None = None
    event: UUID | None = None
    day: date | None = None
    subject: str = ""
    header: Header | None = None

    def __post_init__(self) -> None:
        if isinstance(self.tiyn, bool | float) or isinstance(self.debit, bool) or isinstance(self.credit, bool):
            raise TypeError("money is whole tiyn, accounts are numbers of rows")
        if self.happened_at.tzinfo is None:
            raise ValueError("when it happened needs a zone")


class Asked(TypedDict, total=False):
    """What every order says, and what it may say beside: see `Order`."""

    key: Required[UUID]
    code: Required[str]
    happened_at: Required[datetime]
    event: UUID | None
    day: date | None
    subject: str
    header: Header | None


def move(*, credit: int, debit: int, tiyn: int, **asked: Unpack[Asked]) -> Order:
    """Ask to move `tiyn` from the account `credit` to the account `debit`."""
    return Order(credit=credit, debit=debit, tiyn=tiyn, **asked)


def hold(*, credit: int, held: int, tiyn: int, **asked: Unpack[Asked]) -> Order:
    """Ask to set `tiyn` of `credit` (a contract's commitment) aside on `held`, an account of kind "held"."""
    return Order(phase=HOLD, credit=credit, debit=held, tiyn=tiyn, **asked)


def draw(*, hold: UUID, debit: int, tiyn: int, **asked: Unpack[Asked]) -> Order:
    """Ask to move `tiyn` of an open hold on to `debit` (a supplier's payable). The held account is the hold's own."""
    return Order(phase=DRAW, hold=hold, debit=debit, tiyn=tiyn, **asked)


def close(*, hold: UUID, **asked: Unpack[Asked]) -> Order:
    """Ask to close a hold: whatever is left returns to where the hold came from."""
    return Order(phase=CLOSE, hold=hold, **asked)


def release(*, hold: UUID, tiyn: int, **asked: Unpack[Asked]) -> Order:
    """Ask to return a part of a hold before its end, or what a reversed draw put back after the close."""
    return Order(phase=RELEASE, hold=hold, tiyn=tiyn, **asked)


def reversal(*, reverses: UUID, **asked: Unpack[Asked]) -> Order:
    """Ask to take a plain transfer or a draw back, whole: the same accounts swapped, the same amount."""
    return Order(reverses=reverses, **asked)


def digest(order: Order) -> bytes:
    """SHA-256 over the body as it was asked for: the same key must always come with the same body."""
    at = order.happened_at
    body = _BODY % (
        order.code, order.phase, order.debit, order.credit, order.tiyn, order.hold, order.reverses, order.event,
        (at if at.tzinfo is UTC else at.astimezone(UTC)).isoformat(), order.day, order.subject,
        "" if order.header is None else spelt(order.header),
    )  # fmt: skip
    return sha256(body.encode()).digest()


def spelt(header: Header) -> str:
    """A header as JSON with sorted keys. A batch says few headers many times: those of texts alone are kept."""
    told = tuple(header.items())
    # 1, 1.0 and True are one key of a cache and three texts, so only headers of texts go there.
    return _kept(told) if all(type(value) is str for _name, value in told) else _SORTED.encode(dict(header))


@lru_cache(maxsize=1_024)
def _kept(told: tuple[tuple[str, object], ...]) -> str:
    return _SORTED.encode(dict(told))
