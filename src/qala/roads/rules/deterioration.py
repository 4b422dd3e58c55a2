"""How fast roads wear, learnt from their own surveys: points a year by level, corrected for cracks seen, with a spread.

Maintenance is taken out first: a pair of surveys that got better, or with works between, teaches no wear.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from statistics import mean
from typing import Any, NamedTuple

import numpy as np

from qala.roads.rules.panel import Pair

SHRINKAGE = 20.0  # points: a group of pairs with few points lost is pulled to what its level loses
LONG = 3  # years: spreads are read for gaps of 1, 2, and this many or more
SPREAD = (10, 90)  # percentiles shown with every forecast
REHEARSALS = 5  # the last years before the newest survey, each taken as if it were the last one known
LEAST_PAIRS = 30
LEAST_OF_LEVEL = 10
"""A level seen more seldom wears as the nearest one that was not."""


class Scale(NamedTuple):
    """The scale of a rating: its worst and best value, the width of a level, and whether only whole values occur."""

    worst: float
    best: float
    level: float = 1.0
    whole: bool = True


TEN = Scale(1, 10)
HUNDRED = Scale(0, 100, 10.0, whole=False)


class Forecast(NamedTuple):
    """What to expect of a road nobody mends: the mean, the value the survey is likely to write down, and the two ends
    between which rehearsals found eight of ten.
    """

    expected: float
    written: float
    low: float
    high: float


@dataclass(frozen=True)
class Wear:
    """Fitted wear. `slopes`: points a year by level; `cracks`: a factor by (level, sub-score); `misses`: percentiles
    of (fact − expected) by years ahead, never narrower for more years; `surfaces`: those it was learnt on, where told.
    """

    scale: Scale
    slopes: Mapping[int, float]
    cracks: Mapping[tuple[int, int], float] = field(default_factory=dict)
    misses: Mapping[int, tuple[float, float]] = field(default_factory=dict)
    pairs: int = 0
    surfaces: tuple[str, ...] = ()

    def told(self) -> dict[str, Any]:
        """The same as JSON, without the count of pairs."""
        return {
            "surfaces": list(self.surfaces),
            "slopes": [[level, slope] for level, slope in self.slopes.items()],
            "cracks": [[level, cracks, factor] for (level, cracks), factor in self.cracks.items()],
            "misses": [[years, low, high] for years, (low, high) in self.misses.items()],
        }

    def expected(self, score: float, years: float, cracks: int | None = None) -> float:
        """The mean after so many years: year by year, each at the slope of the level reached, the last one in part."""
        value, left = score, max(0.0, years)
        while left > 0:
            value = max(self.scale.worst, value - min(1.0, left) * self.slope_at(value))
            left -= 1
        factor = 1.0 if cracks is None else self.cracks.get((level_of(score, self.scale), cracks), 1.0)
        return max(self.scale.worst, score - (score - value) * factor)

    def knows(self, score: float) -> bool:
        """Whether this level itself was learnt from."""
        return level_of(score, self.scale) in self.slopes

    def slope_at(self, score: float) -> float:
        """Points a year at this score: those of its level, or of the nearest level learnt, the lower one of two."""
        here = level_of(score, self.scale)
        return self.slopes[min(self.slopes, key=lambda level: (abs(level - here), level))] if self.slopes else 0.0

    def forecast(self, score: float, years: float, cracks: int | None = None) -> Forecast:
        """The mean, the written value and the spread; the spread never promises a road that mends itself."""
        value = self.expected(score, years, cracks)
        below, above = self.misses_at(round(years)) if years > 0 else (0.0, 0.0)
        return Forecast(
            value,
            float(round(value)) if self.scale.whole else value,
            max(self.scale.worst, value + below),
            min(score, value + above),
        )


    def misses_at(self, years: int) -> tuple[float, float]:
        """The spread so many years ahead: that of the longest time known not above it, else of the shortest known."""
        known = [one for one in self.misses if one <= years] or sorted(self.misses)[:1]
        return self.misses[max(known)] if known else (0.0, 0.0)


def level_of(score: float, scale: Scale) -> int:
    """The level whose slope holds, half to even."""
    return round(score / scale.level)


def taught(pairs: Iterable[Pair], until: int, since_works: Mapping[str, Sequence[int]] | None = None) -> list[Pair]:
    """Pairs that wear can be learnt from: seen by `until`, not improved, no recorded works between the visits."""
    works = since_works or {}
    return [
        pair
        for pair in pairs
        if pair.after.year <= until
        and not pair.is_improved
        and not any(pair.before.year <= year <= pair.after.year for year in works.get(pair.block, ()))
    ]


def slopes_of(pairs: Iterable[Pair], scale: Scale) -> dict[int, float]:
    """d_s = Σ drop / Σ years over pairs that start at level s, if they are enough. The worst level cannot fall."""
    lost: dict[int, float] = {}
    years: dict[int, int] = {}
    count: dict[int, int] = {}
    for pair in pairs:
        if pair.before.score > scale.worst:
            level = level_of(pair.before.score, scale)
            lost[level] = lost.get(level, 0.0) + pair.drop
            years[level] = years.get(level, 0) + pair.years
            count[level] = count.get(level, 0) + 1
    often = [level for level in lost if count[level] >= LEAST_OF_LEVEL] or lost
    return {level: lost[level] / years[level] for level in sorted(often) if years[level]}


def fit(pairs: Sequence[Pair], scale: Scale = TEN) -> Wear:
    """Learn wear from pairs that `taught` let through. ValueError where there are too few of them.

    The spread comes from rehearsals, fitted to an earlier year and judged on the later ones: what a fit misses on its
    own pairs is less. Only where a history is too short for any are its own misses taken.
    """
    if len(pairs) < LEAST_PAIRS:
        raise ValueError(f"{len(pairs)} pairs of surveys teach no wear; {LEAST_PAIRS} do")
    wear = _without_spread(pairs, scale)
    misses = rehearsed(pairs, scale) or _missed(pairs, wear)
    return Wear(scale, wear.slopes, wear.cracks, _spread(misses), len(pairs))


def _without_spread(pairs: Sequence[Pair], scale: Scale) -> Wear:
    plain = Wear(scale, slopes_of(pairs, scale), pairs=len(pairs))
    return Wear(scale, plain.slopes, _factors(pairs, plain), pairs=len(pairs))


def rehearsed(pairs: Sequence[Pair], scale: Scale) -> dict[int, list[float]]:
    """What forecasts of earlier years missed, by years ahead: fitted to a year, judged on pairs that ended after it."""
    newest, gathered = max(pair.after.year for pair in pairs), dict[int, list[float]]()
    for year in range(newest - REHEARSALS, newest):
        known = [pair for pair in pairs if pair.after.year <= year]
        later = [pair for pair in pairs if pair.before.year <= year + 1 and pair.after.year > year]
        if min(len(known), len(later)) >= LEAST_PAIRS:
            for years, missed in _missed(later, _without_spread(known, scale)).items():
                gathered.setdefault(years, []).extend(missed)
    return gathered


def _factors(pairs: Iterable[Pair], plain: Wear) -> dict[tuple[int, int], float]:
    """How many times faster than its level a road with these cracks loses points; few points pull it to 1."""
    lost: dict[tuple[int, int], float] = {}
    due: dict[tuple[int, int], float] = {}
    for pair in pairs:
        if pair.before.cracks is not None:
            key = level_of(pair.before.score, plain.scale), pair.before.cracks
            lost[key] = lost.get(key, 0.0) + pair.drop
            due[key] = due.get(key, 0.0) + pair.before.score - plain.expected(pair.before.score, pair.years)
    return {key: (lost[key] + SHRINKAGE) / (due[key] + SHRINKAGE) for key in sorted(lost)}


def _missed(pairs: Iterable[Pair], wear: Wear) -> dict[int, list[float]]:
    gathered: dict[int, list[float]] = {}
    for pair in pairs:
        told = wear.expected(pair.before.score, pair.years, pair.before.cracks)
        gathered.setdefault(min(LONG, max(1, pair.years)), []).append(pair.after.score - told)
    return gathered


def _spread(missed: Mapping[int, Sequence[float]]) -> dict[int, tuple[float, float]]:
    """Percentiles by years ahead; a farther year is never surer than a nearer one."""
    low = high = 0.0
    found: dict[int, tuple[float, float]] = {}
    for years in sorted(missed):
        below, above = np.percentile(missed[years], SPREAD)
        low, high = min(low, float(below)), max(high, float(above))
        found[years] = low, high
    return found


def resampled_slopes(
    pairs: Sequence[Pair], scale: Scale = TEN, times: int = 200, seed: int = 6433
) -> dict[int, tuple[float, float]]:
    """2.5 and 97.5 percentiles of every slope when whole blocks are drawn again with replacement."""
    blocks = sorted({pair.block for pair in pairs})
    at = {block: number for number, block in enumerate(blocks)}
    moving = [pair for pair in pairs if pair.before.score > scale.worst]
    owner = np.array([at[pair.block] for pair in moving])
    level = np.array([level_of(pair.before.score, scale) for pair in moving])
    drop, years = np.array([pair.drop for pair in moving]), np.array([pair.years for pair in moving])
    draws = np.random.default_rng(seed)
    found: dict[int, list[float]] = {int(one): [] for one in np.unique(level)}
    for _ in range(times):
        weight = np.bincount(draws.integers(len(blocks), size=len(blocks)), minlength=len(blocks))[owner]
        for one, slopes in found.items():
            here = weight * (level == one)
            if total := float((here * years).sum()):
                slopes.append(float((here * drop).sum()) / total)
    return {one: (float(np.percentile(s, 2.5)), float(np.percentile(s, 97.5))) for one, s in found.items() if s}


@dataclass(frozen=True, slots=True)
class Reference:
    """Wear assumed where a city has no history: points a year, and how far off it may be (share of the slope)."""

    surface: str
    slope: float
    doubt: float
    source: str

    def forecast(self, score: float, years: float) -> Forecast:
        """A straight line with a wide spread."""
        drop = self.slope * max(0.0, years)
        told = [max(0.0, score - drop * share) for share in (1.0, 1 + self.doubt, 1 - self.doubt)]
        return Forecast(told[0], told[0], told[1], told[2])


def one_slope(pairs: Sequence[Pair]) -> float:
    """Points a year over all pairs, whatever their level: a baseline."""
    return mean(pair.drop for pair in pairs) / mean(pair.years for pair in pairs)
