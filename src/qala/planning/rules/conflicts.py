"""Why nothing fits: demands that contradict each other, and as few of them as there are.

QuickXplain (Junker, AAAI 2004) finds a set of which none can be left out. A set of fewer may exist beside it, and is
looked for by its size. Of every set that can be met and to which nothing can be added, each contradiction holds a
demand that was left over. So the fewest demands with one of every such rest are tried; if they can be met after all,
they teach one more rest (Ignatiev, Previti, Liffiton, Marques-Silva, CP 2015).
"""

from collections.abc import Callable, Sequence
from time import monotonic

Possible = Callable[[Sequence[str]], bool]
Demands = tuple[str, ...]


def irreducible(demands: Sequence[str], possible: Possible) -> Demands:
    """Demands that cannot be met together, of which none can be left out; empty where all can be met."""
    if possible(demands):
        return ()
    if not possible(()):
        raise ValueError("not possible even without these demands")
    found = reduced((), (), tuple(demands), possible)
    return tuple(one for one in demands if one in found)


def reduced(base: Demands, added: Demands, demands: Demands, possible: Possible) -> list[str]:
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


def smallest(demands: Sequence[str], found: Demands, possible: Possible, until: float) -> Demands:
    """The fewest demands that cannot be met together: ``found``, such a set, where no fewer do or the time is over."""
    rests: list[Demands] = []
    try:
        while len(found) > 1 and (tried := touching(rests, len(found) - 1, until)) is not None:
            if not possible(tried):
                return tuple(one for one in demands if one in tried)
            rests.append(left_over(demands, tried, possible))
    except TimeoutError:
        pass
    return found


def touching(rests: Sequence[Demands], most: int, until: float) -> Demands | None:
    """The fewest demands with one of every rest; None where more than ``most`` are needed."""
    sizes = range(most + 1)
    return next((tried for size in sizes if (tried := touched(rests, size, until)) is not None), None)


def touched(rests: Sequence[Demands], size: int, until: float) -> Demands | None:
    """At most so many demands with one of every rest. Raises TimeoutError."""
    if monotonic() > until:
        raise TimeoutError
    if not rests:
        return ()
    for one in min(rests, key=len) if size else ():
        others = touched([rest for rest in rests if one not in rest], size - 1, until)
        if others is not None:
            return (one, *others)
    return None


def left_over(demands: Sequence[str], kept: Demands, possible: Possible) -> Demands:
    """What cannot be met beside ``kept``, once all that can be is added to it."""
    left: list[str] = []
    waiting = [tuple(one for one in demands if one not in kept)]
    while waiting:
        part = waiting.pop()
        if possible((*kept, *part)):
            kept = (*kept, *part)
        elif len(part) == 1:
            left += part
        else:
            half = len(part) // 2
            waiting += [part[half:], part[:half]]
    return tuple(left)
