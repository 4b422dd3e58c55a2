"""Why nothing fits: the smallest set of demands that contradict each other.

QuickXplain (Junker, AAAI 2004) finds a set that cannot be reduced; sets of one and two demands are tried outright, so
that what is named is the smallest there is whenever one or two demands suffice.
"""

from collections.abc import Callable, Collection, Sequence
from itertools import combinations

Possible = Callable[[Sequence[str]], bool]

FEW = 40
"""Up to so many demands all pairs are tried."""


def smallest_conflict(
    demands: Sequence[str], possible: Possible, sure: Collection[str] = frozenset()
) -> tuple[str, ...]:
    """A smallest set of demands that cannot be met together; empty where all can. ``sure`` ones are possible alone."""
    if possible(demands):
        return ()
    if not possible(()):
        raise ValueError("not possible even without these demands")
    for one in demands:
        if one not in sure and not possible((one,)):
            return (one,)
    found = tuple(reduced((), (), tuple(demands), possible))
    if len(found) > 2 and len(demands) <= FEW:
        for pair in combinations(demands, 2):
            if not possible(pair):
                return pair
    return tuple(one for one in demands if one in found)


def reduced(
    base: tuple[str, ...], added: tuple[str, ...], demands: tuple[str, ...], possible: Possible
) -> list[str]:
    """A subset of ``demands`` that contradicts ``base`` (``added`` to it last) and of which nothing can be left out."""
    if added and not possible(base):
        return []
    if len(demands) == 1:
        return list(demands)
    half = len(demands) // 2
    first, second = demands[:half], demands[half:]
    of_second = reduced(base + first, first, second, possible)
    of_first = reduced(base + tuple(of_second), tuple(of_second), first, possible)
    return [*of_first, *of_second]
