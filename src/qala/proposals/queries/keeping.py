"""Counted once, shown for a while: a figure is kept twenty times as long as it took to count."""

from collections.abc import Callable
from time import perf_counter
from typing import Any, TypeVar

from django.core.cache import cache
from django.db.models import Max

from qala.journal.models import Entry
from qala.kernel.clock import today

WORTH = 20
LONGEST_S = 600.0
T = TypeVar("T")


def kept(name: str, count: Callable[[], T]) -> T:
    """What `count` answers, or its earlier answer while nothing was recorded since or it is still young.

    A quick count is always fresh to the eye; a slow one (a city of millions) is not repeated for every reader.
    """
    last, found = _before(name)
    if found is not None:
        earlier: T = found[0]
        return earlier
    key = _key(name)
    begun = perf_counter()
    answer = count()
    cost = perf_counter() - begun
    cache.set(key, (last, answer), LONGEST_S)
    cache.set(f"{key}:young", 1, min(LONGEST_S, WORTH * cost))
    return answer


def remembered(name: str) -> Any:
    """What `kept` would show without counting, or None where it would count."""
    _last, found = _before(name)
    return found[0] if found else None


def _key(name: str) -> str:
    return f"proposals:{name}:{today()}"


def _before(name: str) -> tuple[int | None, tuple[Any] | None]:
    """The last entry of the journal, and the earlier answer if it may still be shown."""
    last = Entry.objects.aggregate(last=Max("pk"))["last"]
    found = cache.get(_key(name))
    if found is not None and (found[0] == last or cache.get(f"{_key(name)}:young")):
        return last, (found[1],)
    return last, None
