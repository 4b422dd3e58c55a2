"""What may be published of meals, so that nobody can work out a small group: not from a total, not from a sum of money.

Served meals are told as the log tells them (`as_sealed`): whoever reads both has nothing to subtract.

What the log does not tell by school (unpaid, held, left out) is judged here (`publication`). Groups under `least`
children are withheld (primary). A total is withheld too where what remains of it, after everything published below it
is taken away, is a small group or pins one down (secondary). Totals form a tree (city, supplier, school, day), so these
remainders are all that subtraction can ever reach.

A sum of money tells as much as counts by price: with 678.50 and 760.99 tenge nearly every sum has one solution. So each
remainder is judged price by price, and a total is published with its money or not at all.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

Path = tuple[str, ...]
#: School, day, band and price in tiyn, as a header of the log names a meal.
Named = tuple[str, str, str, int]

#: A withheld count that can only be one of fewer values than this is as good as told.
ROOM = 5
#: Older children, who eat free for a reason of their own, are told in whole tens.
TEN = 10


@dataclass(frozen=True)
class Group:
    """Meals of one band at one price under a node. `children` are different ones; `who`: those of a small group."""

    path: Path
    band: str
    price: int
    meals: int
    children: int
    who: frozenset[int] = frozenset()


@dataclass
class Publication:
    """Which groups and which totals are open. `inside` and `open_inside` are what lies below a node, whole and open."""

    shown: list[Group] = field(default_factory=list)
    hidden: list[Group] = field(default_factory=list)
    whole: set[Path] = field(default_factory=set)
    inside: dict[Path, tuple[int, int]] = field(default_factory=dict)
    open_inside: dict[Path, tuple[int, int]] = field(default_factory=dict)

    def is_whole(self, path: Path) -> bool:
        """Whether a total may be told as it is. An empty node hides nothing."""
        return path in self.whole or path not in self.inside

    def told(self, path: Path) -> tuple[int, int]:
        """Meals and money of a node that may be told: all of it, or only its groups that are open."""
        source = self.inside if self.is_whole(path) else self.open_inside
        return source.get(path, (0, 0))


def publication(groups: Iterable[Group], least: int, most_per_child: int = 1) -> Publication:
    """Decide what is open. `most_per_child`: how many meals one child can have within one group."""
    made = Publication()
    remainders: dict[Path, dict[int, list[Group]]] = defaultdict(lambda: defaultdict(list))
    for group in groups:
        is_small = group.children < least
        (made.hidden if is_small else made.shown).append(group)
        if is_small:
            remainders[group.path][group.price].append(group)
        for depth in range(len(group.path) + 1):
            _add(made.inside, group.path[:depth], group)
            if not is_small:
                _add(made.open_inside, group.path[:depth], group)
    for path in sorted(made.inside, key=len, reverse=True):
        remainder = remainders[path]
        if all(is_safe(left, least, most_per_child) for left in remainder.values()):
            made.whole.add(path)
        elif path:
            for price, left in remainder.items():
                remainders[path[:-1]][price] += left
    return made


def as_sealed(groups: Iterable[Group], named: Mapping[Named, int], *, is_priced: bool) -> Publication:
    """Served meals as the log names them: by school, day, band and price; sums of what is named; the city's total.

    What came late, was taken back or hides in no crowd is in the city's total alone, which the log tells to everybody
    (`is_priced`: its money too). A node is whole where the log names all of it.
    """
    made = Publication()
    broken: set[Path] = set()
    for group in groups:
        _supplier, school, day = group.path
        told = replace(group, meals=named.get((school, day, group.band, group.price), 0))
        (made.shown if told.meals else made.hidden).append(told if told.meals else group)
        for depth in range(len(group.path) + 1):
            _add(made.inside, group.path[:depth], group)
            if told.meals:
                _add(made.open_inside, group.path[:depth], told)
            if told.meals != group.meals:
                broken.add(group.path[:depth])
    made.whole = {path for path in made.inside if path not in broken or (not path and is_priced)}
    return made


def _add(sums: dict[Path, tuple[int, int]], path: Path, group: Group) -> None:
    meals, tiyn = sums.get(path, (0, 0))
    sums[path] = meals + group.meals, tiyn + group.meals * group.price


def is_safe(left: list[Group], least: int, most_per_child: int = 1) -> bool:
    """Whether the sum of withheld groups may become known: enough children, and room for other counts."""
    if not left:
        return True
    if len(frozenset().union(*(group.who for group in left))) < least:
        return False
    count, total, most = len(left), sum(group.meals for group in left), (least - 1) * most_per_child
    lowest, highest = max(1, total - most * (count - 1)), min(most, total - (count - 1))
    return highest - lowest + 1 >= ROOM


def few(count: int, least: int) -> int | None:
    """A count of children that may be told: none, or enough of them; None is «fewer than `least`»."""
    return count if count == 0 or count >= least else None


def share(part: int, whole: int, least: int) -> float | None:
    """A share that may be told: whoever knows the whole reads the part out of it.

    In thousandths: an exact share tells its whole too, and in that stand meals that are told nowhere else.
    """
    return round(part / whole, 3) if whole and few(part, least) is not None else None


@dataclass(frozen=True)
class Ages:
    """Children of the free grades, and older ones. How many of the first a school has, everybody knows."""

    young: int = 0
    older: int = 0


NOBODY = Ages()


def told_of(ages: Ages, least: int) -> int | None:
    """A count of children of a school, at least so many; None is a few.

    An older child is in it for a reason that is never told (an orphan, a poor family). Whoever knows the pupils of the
    free grades is left with the older ones, and sees one more or less from month to month: they count in whole tens.
    """
    young = few(ages.young, least) or 0
    return young + _tens(ages.older) or (None if ages.young + ages.older else 0)


def open_total(counts: Mapping[str, Ages], least: int) -> int | None:
    """The sum over schools, each told by `told_of`; None where it tells a small group.

    The older ones of all schools in whole tens too, and never so near the most that all the rests could be that each
    rest is pinned down.
    """
    young = _open_young({name: ages.young for name, ages in counts.items()}, least)
    older = [ages.older for ages in counts.values() if ages.older]
    all_older, floors = _tens(sum(older)), sum(map(_tens, older))
    if all_older - floors > (TEN - 1) * len(older) - ROOM:
        all_older = floors
    if young is None or (older and young + all_older == 0):
        return None
    return young + all_older


def _tens(count: int) -> int:
    return count - count % TEN


def _open_young(counts: Mapping[str, int], least: int) -> int | None:
    groups, numbered = [], 0
    for count in counts.values():
        if count:
            groups.append(Group((), "", 0, count, count, frozenset(range(numbered, numbered + count))))
            numbered += count
    made = publication(groups, least)
    return sum(counts.values()) if made.is_whole(()) else None
