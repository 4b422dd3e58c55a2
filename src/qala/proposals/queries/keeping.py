"""Counted once, shown for a while: a figure is kept twenty times as long as it took to count."""

from collections.abc import Callable
from time import perf_counter
from typing import TypeVar

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
    last = Entry.objects.aggregate(last=Max("pk"))["last"]
    key = f"proposals:{name}:{today()}"
    found = cache.get(key)
    if found is not None and (found[0] == last or cache.get(f"{key}:young")):
        earlier: T = found[1]
        return earlier
    begun = perf_counter()
    answer = count()
    cost = perf_counter() - begun
    cache.set(key, (last, answer), LONGEST_S)
    cache.set(f"{key}:young", 1, min(LONGEST_S, WORTH * cost))
    return answer
