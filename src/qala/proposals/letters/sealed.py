"""Addresses that only the reader of a letter knows: they open one subscription or one seat, and nothing else."""

from dataclasses import dataclass

from django.conf import settings
from django.core import signing
from django.urls import reverse

from qala.proposals.models import Registration, Subscription

CONFIRM, END, SEAT, SEAT_MAIL = (f"proposals.{use}" for use in ("confirm", "end", "seat", "seat-mail"))
CONFIRM_DAYS = 7


@dataclass(frozen=True)
class Reader:
    """Whoever opened the sealed address of a letter. The key names the row, never a person."""

    subscription: int = 0
    seat: int = 0

    @property
    def actor_key(self) -> str:
        return f"reader:{self.subscription}" if self.subscription else f"seat:{self.seat}"


def confirm_address(subscription: int) -> str:
    return _public("proposals:confirm_following", signing.dumps(subscription, salt=CONFIRM))


def end_address(subscription: int) -> str:
    return _public("proposals:end_following", signing.dumps(subscription, salt=END))


def seat_address(seat: int, *, mailed: bool = False) -> str:
    """Where a seat is seen and given back; `mailed` proves that the reader owns the mailbox it was sent to."""
    return _public("proposals:seat", seat_token(seat, mailed=mailed))


def seat_token(seat: int, *, mailed: bool = False) -> str:
    return signing.dumps(seat, salt=SEAT_MAIL if mailed else SEAT)


def subscription_of(token: str, use: str) -> tuple[Subscription, Reader] | None:
    """The subscription of a confirming or an ending address and its reader, or None."""
    row = _opened(token, use, CONFIRM_DAYS * 86_400 if use == CONFIRM else None)
    found = Subscription.objects.select_related("proposal").filter(pk=row).first() if row else None
    return (found, Reader(subscription=found.pk)) if found else None


def seat_of(token: str) -> tuple[Registration, Reader, bool] | None:
    """The seat of an address, its reader, and whether the address came by letter."""
    for use in (SEAT, SEAT_MAIL):
        row = _opened(token, use)
        found = Registration.objects.select_related("meeting", "proposal").filter(pk=row).first() if row else None
        if found:
            return found, Reader(seat=found.pk), use == SEAT_MAIL
    return None


def _opened(token: str, use: str, max_age: int | None = None) -> int:
    try:
        return int(signing.loads(token, salt=use, max_age=max_age))
    except (signing.BadSignature, TypeError, ValueError):
        return 0


def _public(name: str, token: str) -> str:
    return settings.PUBLIC_URL.rstrip("/") + reverse(name, args=[token])
