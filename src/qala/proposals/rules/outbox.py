"""When a letter is tried again, when it is given up, and when nobody's phone may ring."""

from datetime import datetime, timedelta

#: The first wait, and the longest one. Eight tries span about a day (assumption, as mail servers do).
FIRST_WAIT, LONGEST_WAIT = timedelta(minutes=1), timedelta(hours=8)
MOST_TRIES = 8
#: A letter that is being sent belongs to one sender for so long; if it dies, another takes over.
LEASE = timedelta(minutes=10)
#: Digits and questions that came too late help nobody.
STALE = {"one_time_code": timedelta(minutes=15), "confirm_address": timedelta(days=3)}


def wait_after(tries: int, asked: float | None = None) -> timedelta:
    """How long to wait after the `tries`-th failure: four times longer each time, never less than was asked."""
    waits: timedelta = FIRST_WAIT * (4 ** min(max(tries - 1, 0), 10))
    return max(min(waits, LONGEST_WAIT), timedelta(seconds=min(asked or 0, 86_400)))


def is_given_up(tries: int) -> bool:
    return tries >= MOST_TRIES


def is_stale(template: str, queued_at: datetime, at: datetime) -> bool:
    """Whether nobody needs this letter any more."""
    keeps = STALE.get(template)
    return keeps is not None and at - queued_at > keeps


def is_quiet(local: datetime, hours: tuple[int, int]) -> bool:
    """Whether phones are left alone at this moment of the city's clock; the hours may wrap midnight."""
    start, end = hours
    if start == end:
        return False
    return start <= local.hour < end if start < end else local.hour >= start or local.hour < end


def seen_in_part(address: str) -> str:
    """An address as a desk may see it: enough to recognise, too little to write to."""
    name, at, place = address.partition("@")
    if at:
        return f"{name[:1]}…@{place}"
    return f"…{address[-3:]}" if address else ""
