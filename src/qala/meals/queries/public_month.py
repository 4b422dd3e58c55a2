"""The public page of a month: a line for each school and its supplier, sums above them, and what is left unsaid."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from itertools import groupby

from qala.ledger.queries.crowds import told_before
from qala.meals.queries import published
from qala.meals.queries.published import Counted, LeftOut
from qala.meals.queries.settings import setting
from qala.meals.rules.withholding import Ages, Group, Path, Publication, open_total, share, told_of


@dataclass(frozen=True)
class Money:
    """Meals and money of a node. `is_whole`: nothing small stands withheld in it; None: it may not be told."""

    meals: int
    tiyn: int
    is_whole: bool
    paid: int | None
    returned: int | None


@dataclass(frozen=True)
class SchoolMonth:
    """One line: a school, who cooks there, who was left out, the money, the questions."""

    slug: str
    name: str
    supplier: str
    supplier_name: str
    entitled: int | None
    unlisted: int | None
    unserved: int | None
    money: Money
    counted: Counted
    is_over_cap: bool
    provisional: float | None
    paper: float | None


class PublicMonth:
    """A month of the whole city, read once, in about ten statements however many meals it has."""

    def __init__(self, month: date) -> None:
        self.month, self.least = month, setting("small_group")
        self.cap = setting("provisional_cap_permille") / 1000
        told = told_before()
        self.groups = published.served(month, told, self.least)
        self.served = published.published(self.groups, month, told)
        self.unpaid = published.unpaid(month, told, self.least)
        self.held, self.closed = published.held(month, self.least)
        self.left_out = published.left_out(month, told)
        self.counted = published.counted(month, told)
        self.cooks = published.suppliers_at(month)

    def money(self, path: Path = ()) -> Money:
        """What may be told of a node of the tree: the city, a supplier, a supplier at a school."""
        meals, tiyn = self.served.told(path)
        is_whole = self.served.is_whole(path)
        paid = returned = None
        if is_whole and self.unpaid.is_whole(path):
            paid = tiyn - self.unpaid.told(path)[1]
        if is_whole and self.held.is_whole(path) and path in self.closed:
            returned = self.held.told(path)[1] - tiyn
        return Money(meals, tiyn, is_whole, paid, returned)

    @cached_property
    def pairs(self) -> list[tuple[str, str]]:
        """Every supplier and school of the month: where meals were counted, and where somebody is entitled."""
        ate = {(one.path[0], one.path[1]) for one in self.groups}
        quiet = set(self.left_out) - {school for _supplier, school in ate}
        return sorted(ate | {(self.cooks.get(school, ""), school) for school in quiet}, key=lambda pair: pair[::-1])

    @cached_property
    def names(self) -> dict[str, str]:
        return published.names(slug for pair in self.pairs for slug in pair)

    @cached_property
    def schools(self) -> list[SchoolMonth]:
        return [self._line(supplier, school) for supplier, school in self.pairs]

    def _line(self, supplier: str, school: str) -> SchoolMonth:
        left, counted = self.left_out.get(school, LeftOut()), self.counted.get(school, Counted())
        return SchoolMonth(
            school,
            self.names.get(school, school),
            supplier,
            self.names.get(supplier, ""),
            told_of(left.entitled, self.least),
            told_of(left.unlisted, self.least),
            told_of(left.unserved, self.least),
            self.money((supplier, school)),
            counted,
            (counted.provisional_share or 0) > self.cap,
            share(counted.provisional, counted.presses, self.least),
            share(counted.paper, counted.presses, self.least),
        )

    @cached_property
    def suppliers(self) -> list[tuple[str, str, int, Money]]:
        """Each supplier with the number of its schools and its sums."""
        slugs = sorted({supplier for supplier, _school in self.pairs if supplier})
        schools = {slug: sum(supplier == slug for supplier, _school in self.pairs) for slug in slugs}
        return [(slug, self.names.get(slug, slug), schools[slug], self.money((slug,))) for slug in slugs]

    def city(self, what: str) -> int | None:
        """A count of children over all schools; None where it would tell a small one."""
        counts: Mapping[str, Ages] = {slug: getattr(left, what) for slug, left in self.left_out.items()}
        return open_total(counts, self.least)

    @property
    def entitled(self) -> int | None:
        return self.city("entitled")

    @property
    def unlisted(self) -> int | None:
        return self.city("unlisted")

    @property
    def unserved(self) -> int | None:
        return self.city("unserved")

    @cached_property
    def questions(self) -> Counted:
        """Presses and flags of the whole city."""
        told = self.counted.values()
        return Counted(
            *(
                sum(getattr(one, name) for one in told)
                for name in ("presses", "provisional", "flags", "flags_open", "flags_explained", "paper")
            )
        )


@dataclass(frozen=True)
class PublicDay:
    """A day of a school: what may be told of it, and the bands told. A small group is not even mentioned."""

    day: date
    meals: int
    tiyn: int
    bands: tuple[tuple[str, int], ...]


def days_of(month: date, school: str) -> list[PublicDay]:
    """The days of one school, from the same groups and the same withholding as the whole month."""
    before = told_before()
    groups = published.served(month, before, setting("small_group"), school)
    made = published.published(groups, month, before)
    return list(days_told(made).get(school, ()))


def days_told(made: Publication) -> dict[str, list[PublicDay]]:
    """The days of every school from the groups that may be told, and from nothing else."""
    found: dict[str, list[PublicDay]] = defaultdict(list)
    for path, groups in groupby(sorted(made.shown, key=_by_day), key=lambda one: one.path):
        here = list(groups)
        sums = sum(one.meals for one in here), sum(one.meals * one.price for one in here)
        bands = tuple((one.band, one.meals) for one in here)
        found[path[1]].append(PublicDay(date.fromisoformat(path[2]), *sums, bands))
    return found


def _by_day(one: Group) -> tuple[str, str, str, str, int]:
    supplier, school, day = one.path
    return school, day, supplier, one.band, one.price
