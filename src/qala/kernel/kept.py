"""Answers that a process may give again for a moment: terms and working days change once a year, messages come by the
hundred a second.
"""

from collections.abc import Callable
from functools import wraps
from time import monotonic
from typing import TypeVar

from django.conf import settings

T = TypeVar("T")


def kept(read: Callable[[], T]) -> Callable[[], T]:
    """Decorate a reading without arguments: it is read anew where the last one is older than `settings.KEPT_S` seconds.

    A change in the register is in force in every process after so long.
    """
    last: list[tuple[float, T]] = []

    @wraps(read)
    def answer() -> T:
        at = monotonic()
        if not last or at - last[0][0] >= settings.KEPT_S:
            last[:] = [(at, read())]
        return last[0][1]

    return answer
