"""What of many transfers may be told to everybody, so that no difference of what is told leaves a small group.

A crowd is a group of transfers alike in header, amount and day with at least `enough` different subjects. The others
tell neither header nor place; but their number is known, because leaves can be counted. So what is left of one amount
must itself be nothing or many: where it is few, the smallest crowd of that amount goes silent with it. Where there is
no such crowd, the amount is not told either, and what is left of all amounts together must be many.
"""

from collections import defaultdict
from collections.abc import Collection, Hashable
from dataclasses import dataclass, field

#: A number that can only be one of fewer values than this is as good as told.
ROOM = 5


@dataclass(frozen=True)
class Alike:
    """Transfers alike. `subjects`: how many different ones; `who`: which, where they are few."""

    key: Hashable
    tiyn: int
    count: int
    subjects: int
    who: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Told:
    """What may be told: whole headers of the `crowds`, amounts of all but the `silent`."""

    crowds: set[Hashable] = field(default_factory=set)
    silent: set[Hashable] = field(default_factory=set)


def told_of(alike: Collection[Alike], enough: int) -> Told:
    """Decide for all transfers of one kind and month that became known on the same day."""
    told = Told()
    by_amount: dict[int, list[Alike]] = defaultdict(list)
    for one in alike:
        by_amount[one.tiyn].append(one)
    silent: list[Alike] = []
    crowds: list[Alike] = []
    for group in by_amount.values():
        left, shown = _set_apart(group, enough)
        crowds += shown
        if not is_many(left, enough):
            silent += left
    for one in sorted(crowds, key=_size):
        if is_many(silent, enough):
            break
        crowds.remove(one)
        silent.append(one)
    told.crowds.update(one.key for one in crowds)
    told.silent.update(one.key for one in silent)
    return told


def _set_apart(group: list[Alike], enough: int) -> tuple[list[Alike], list[Alike]]:
    """Of one amount: what goes untold, made many by the smallest crowds where it can be; and what is told."""
    left = [one for one in group if one.subjects < enough]
    shown = sorted((one for one in group if one.subjects >= enough), key=_size)
    while shown and not is_many(left, enough):
        left.append(shown.pop(0))
    return left, shown


def is_many(left: list[Alike], enough: int) -> bool:
    """Whether the number of these may become known: nothing, or many subjects with room for other numbers."""
    if not left:
        return True
    few = [one for one in left if one.subjects < enough]
    many = [one for one in left if one.subjects >= enough]
    subjects = max([len(frozenset().union(*(one.who for one in few))), *(one.subjects for one in many)])
    spare = sum(one.count for one in left) - enough * len(many) - (len(few) - 1)
    return subjects >= enough and (not few or (min(spare, enough - 1) >= ROOM and _is_loose(few, many, enough)))


def _is_loose(few: list[Alike], many: list[Alike], enough: int) -> bool:
    """Full small groups pin each other down: eighteen in two groups under ten are nine and nine."""
    return bool(many) or (enough - 1) * len(few) - sum(one.count for one in few) >= ROOM - 1


def _size(one: Alike) -> tuple[int, str]:
    return one.count, str(one.key)
