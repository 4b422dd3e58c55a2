"""What a programme was asked: years, money, promises; read from JSON, refused with the field that is wrong."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from qala.planning.rules.model import Sense
from qala.roads.rules.columns import Horizon
from qala.roads.rules.programme import Budget, Promise

FEWEST, MOST_YEARS = 1, 20
RICHEST = 10**17
"""A yearly budget of more than 10^15 tenge is a slip of the pen."""


class UnsoundAskingError(ValueError):
    """A figure that cannot be planned with; ``field`` names it."""

    def __init__(self, field: str, why: str) -> None:
        super().__init__(why)
        self.field = field


@dataclass(frozen=True, slots=True)
class Wish:
    """What one stretch is held to: not before ``first``, not after ``last``, and mended by ``fixed`` steps for sure."""

    key: str
    first: int | None = None
    last: int | None = None
    fixed: tuple[tuple[int, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Asked:
    """Years, money, promises, wishes. ``keep_years``: steps of the plan in force that stand in the first years."""

    horizon: Horizon
    budgets: tuple[Budget, ...]
    promises: tuple[Promise, ...] = ()
    keep_years: int = 0
    wishes: tuple[Wish, ...] = ()

    def told(self) -> dict[str, Any]:
        """The same as JSON."""
        horizon = self.horizon
        return {
            "start": horizon.start, "years": horizon.years, "growth": horizon.growth,
            "most": horizon.most, "apart": horizon.apart, "keep_years": self.keep_years,
            "budgets": [[one.year, one.source, one.tiyn] for one in self.budgets],
            "promises": [[one.field, one.value, one.tiyn, str(one.sense)] for one in self.promises],
            "wishes": [
                [one.key, one.first, one.last, [list(step) for step in one.fixed]] for one in self.wishes
            ],
        }  # fmt: skip

    def scaled(self, percent: int) -> "Asked":
        """The same with so many percent of the money; promises to districts shrink or grow alike."""
        budgets = tuple(Budget(one.year, one.source, one.tiyn * percent // 100) for one in self.budgets)
        promises = tuple(
            Promise(one.field, one.value, one.tiyn * percent // 100, one.sense) for one in self.promises
        )
        return replace(self, budgets=budgets, promises=promises)

    def with_floors(self, percent: int, shares: Mapping[str, float]) -> "Asked":
        """The same, each district owed at least so many percent of its share of all the money.

        What is promised to a district already stands where it is more.
        """
        money = sum(one.tiyn for one in self.budgets)
        promised = {one.value: one for one in self.promises if one.field == "district"}
        for district, share in shares.items():
            floor = Promise("district", district, int(money * share * percent) // 100)
            if floor.tiyn > (promised[district].tiyn if district in promised else 0):
                promised[district] = floor
        others = tuple(one for one in self.promises if one.field != "district")
        return replace(self, promises=(*promised.values(), *others))


def asked_of(told: Mapping[str, Any]) -> Asked:
    """Read and judge. Raises UnsoundAskingError."""
    years = between(told, "years", FEWEST, MOST_YEARS)
    start = between(told, "start", 2000, 2200)
    horizon = Horizon(
        start, years, between(told, "growth", 0, 1_000_000), between(told, "most", 1, 4), between(told, "apart", 1, 20)
    )
    budgets = tuple(Budget(int(year), str(source), money(tiyn, "budgets")) for year, source, tiyn in told["budgets"])
    if not budgets or len({one.key for one in budgets}) != len(budgets):
        raise UnsoundAskingError("budgets", "a budget is missing or named twice")
    sources = {one.source for one in budgets}
    if {(one.year, one.source) for one in budgets} != {(start + at, own) for at in range(years) for own in sources}:
        raise UnsoundAskingError("budgets", "a source has no budget in some year")
    promises = tuple(
        Promise(str(field), str(value), money(tiyn, "promises"), Sense(sense))
        for field, value, tiyn, sense in told.get("promises", ())
    )
    wishes = merged(wish_of(horizon, one) for one in told.get("wishes", ()))
    return Asked(horizon, budgets, promises, between(told, "keep_years", 0, years), wishes)


def wish_of(horizon: Horizon, told: Sequence[Any]) -> Wish:
    """One wish; its years lie within the horizon."""
    key, first, last, fixed = told
    steps = tuple((year, str(kind)) for year, kind in fixed)
    years = [year for year in (first, last, *(year for year, _kind in steps)) if year is not None]
    if any(not horizon.start <= year < horizon.start + horizon.years for year in years):
        raise UnsoundAskingError("wishes", "a year lies outside the years planned")
    return Wish(str(key), first, last, steps)


def merged(wishes: Iterable[Wish]) -> tuple[Wish, ...]:
    """One wish a stretch: all that is asked of it holds together. Raises UnsoundAskingError where it cannot."""
    told: dict[str, Wish] = {}
    for one in wishes:
        before = told.get(one.key, Wish(one.key))
        first = max((year for year in (before.first, one.first) if year is not None), default=None)
        last = min((year for year in (before.last, one.last) if year is not None), default=None)
        told[one.key] = Wish(one.key, first, last, tuple(sorted({*before.fixed, *one.fixed})))
    for wish in told.values():
        years = [year for year, _kind in wish.fixed]
        if len(set(years)) < len(years):
            raise UnsoundAskingError("wishes", "two repairs of one stretch in one year")
        course = [year for year in (wish.first, *years, wish.last) if year is not None]
        if course != sorted(course):
            raise UnsoundAskingError("wishes", "a year lies before the earliest or after the latest")
    return tuple(told.values())


def between(told: Mapping[str, Any], field: str, least: int, most: int) -> int:
    """A whole number within its limits."""
    number = told.get(field, least)
    if isinstance(number, bool) or not isinstance(number, int) or not least <= number <= most:
        raise UnsoundAskingError(field, f"not between {least} and {most}")
    return number


def money(tiyn: object, field: str) -> int:
    """An amount that is not negative."""
    if isinstance(tiyn, bool) or not isinstance(tiyn, int) or not 0 <= tiyn <= RICHEST:
        raise UnsoundAskingError(field, "an amount is negative, too large or no whole number")
    return tiyn


def evenly(start: int, years: int, each: Mapping[str, int]) -> Sequence[tuple[int, str, int]]:
    """The same money of each source in every year."""
    return [(start + at, source, tiyn) for at in range(years) for source, tiyn in each.items()]
