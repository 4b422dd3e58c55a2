"""What one part tells the others: a row in the same transaction, delivered at least once by a job."""

from collections.abc import Callable
from typing import Any

from django.db import transaction

from qala.kernel.clock import now
from qala.kernel.models import Announcement, Delivery, Words

# kind -> the keys of its payload. Sender and listener agree here and nowhere else. Never for money.
KINDS: dict[str, tuple[str, ...]] = {
    "concern_raised": ("about", "language", "raised_by"),
    "consent_withdrawn": ("person", "purpose"),
    "defect_reported": ("case", "category", "place", "longitude", "latitude", "reported_on"),
    "notice_due": ("about", "person"),  # a person must be told; the words are the letter, its first line the subject
    "segments_succeeded": ("segments",),
    "works_accepted": ("work", "case", "accepted_on"),
}

Listener = Callable[[Announcement], None]
_listeners: dict[str, dict[str, Listener]] = {}


def announce(kind: str, payload: dict[str, Any], words: str = "") -> Announcement:
    """Write an announcement in the sender's transaction. Unknown kinds and keys are refused.

    The payload can never be erased: keys and numbers only. What a person said travels in `words`, an erasable row
    that goes away once every listener has heard it.
    """
    if kind not in KINDS:
        raise ValueError(f"nobody agreed on announcements of kind {kind!r}")
    if set(payload) != set(KINDS[kind]):
        raise ValueError(f"{kind} carries {KINDS[kind]}, not {tuple(payload)}")
    told = Announcement.objects.create(kind=kind, payload=payload)
    if words:
        Words.objects.create(announcement=told, text=words)
    return told


def listens(kind: str, name: str) -> Callable[[Listener], Listener]:
    """Register an idempotent listener, in the part's `apps.ready()`."""
    if kind not in KINDS:
        raise ValueError(f"nobody agreed on announcements of kind {kind!r}")

    def register(listener: Listener) -> Listener:
        _listeners.setdefault(kind, {})[name] = listener
        return listener

    return register


def deliver_waiting(limit: int = 500) -> int:
    """Hand each waiting announcement to each listener once more; a listener that fails keeps it waiting.

    Returns how many deliveries were made. One without a listener waits, visibly.
    """
    made = 0
    for kind, listeners in _listeners.items():
        for name, listener in listeners.items():
            heard = Delivery.objects.filter(listener=name).values("announcement_id")
            waiting = Announcement.objects.filter(kind=kind).exclude(pk__in=heard).order_by("pk")[:limit]
            for announcement in waiting:
                made += _deliver(announcement, name, listener)
    return made


def _deliver(announcement: Announcement, name: str, listener: Listener) -> int:
    with transaction.atomic():
        _row, fresh = Delivery.objects.get_or_create(
            announcement=announcement, listener=name, defaults={"delivered_at": now()}
        )
        if fresh:
            listener(announcement)
        if announcement.deliveries.count() >= len(_listeners[announcement.kind]):
            Words.objects.filter(announcement=announcement).delete()
    return int(fresh)
