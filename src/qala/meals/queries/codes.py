"""Dynamic codes from a parent's phone: what a token says and whether it may be believed."""

import secrets
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from qala.kernel.clock import local, now, today
from qala.meals.keys import is_signed, sign
from qala.meals.models import PhoneKey, Service, SpentNonce, Voucher
from qala.meals.queries.settings import hours, setting
from qala.meals.rules.codes import NONCE, Code, Unreadable, card, online, read, school_week
from qala.meals.rules.events import SKEW, Event


@dataclass(frozen=True)
class Token:
    """A code as it was read at the counter: the voucher it speaks for, and whether its signatures and day are right."""

    voucher: UUID
    nonce: bytes
    is_good: bool


def tokens_of(events: Sequence[Event]) -> dict[UUID, Token]:
    """The codes among a batch of events by the event's uid. Of two that show one code only the first may be believed.

    A text that is no code of ours, or that the city never signed, is left out: it names nobody.
    """
    found: dict[UUID, Code] = {}
    for event in events:
        code = _believable(event) if event.who == "token" else None
        if code is not None:
            found[event.uid] = code
    spent = _spent(found.values()) if found else set()
    tokens = {}
    for event in events:
        if code := found.get(event.uid):
            shown = (code.voucher, code.nonce)
            good = code.fits(event.day, event.service, event.at, SKEW) and shown not in spent
            tokens[event.uid] = Token(*shown, good)
            if good:
                spent.add(shown)
    return tokens


def _spent(codes: Iterable[Code]) -> set[tuple[UUID, bytes]]:
    rows = SpentNonce.objects.filter(voucher__in={code.voucher for code in codes})
    return {(voucher, bytes(nonce)) for voucher, nonce in rows.values_list("voucher", "nonce")}


def _believable(event: Event) -> Code | None:
    try:
        code = read(event.identifier)
    except Unreadable:
        return None
    return code if code.is_genuine(is_signed) else None


def code_to_show(voucher: Voucher, service: Service) -> str:
    """A code for the next minute, signed by the city."""
    return online(
        sign,
        voucher=voucher.key,
        day=today(),
        service=service.slug,
        issued=now(),
        lasts=timedelta(seconds=setting("qr_seconds")),
        nonce=secrets.token_bytes(NONCE),
    )


def service_at(services: Iterable[Service], at: datetime) -> Service | None:
    """The service that is open, else the next to open today, else the last one."""
    here = local(at)
    listed = sorted(((hours(one, here.date()), one) for one in services), key=lambda told: told[0])
    ahead = (one for (_opens, closes), one in listed if here.time() <= closes)
    return next(ahead, listed[-1][1] if listed else None)


def card_of_phone(key: PhoneKey) -> str:
    """The city's word for a phone, as the phone keeps it."""
    return card(sign, voucher=key.voucher.key, first=key.from_on, last=key.until_on, key=bytes(key.public_key))


def week_to_come(day: date | None = None) -> tuple[date, date]:
    """The school week a phone is vouched for today: from Saturday on the next one."""
    return school_week((day or today()) + timedelta(days=2))
