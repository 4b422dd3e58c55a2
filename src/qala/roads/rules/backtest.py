"""What the forecasts were worth: fitted up to a year, judged on what was seen after it.

Judged: the later visit after the year, the earlier one no later than a year after it. MAE and bias (forecast − fact).
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from qala.roads.rules.deterioration import LONG, TEN, Scale, Wear, fit, one_slope, slopes_of, taught
from qala.roads.rules.panel import Pair

Model = Callable[[Pair], float]


@dataclass(frozen=True, slots=True)
class Score:
    """MAE with its 95 % interval (whole blocks resampled), and bias, on worn pairs; then on all pairs."""

    model: str
    mae: float
    interval: tuple[float, float]
    bias: float
    mae_with_improved: float
    bias_with_improved: float


@dataclass(frozen=True, slots=True)
class Held:
    """How many outcomes lay between the two ends of our band, so many years ahead ("3" is 3 and more, "all" is all)."""

    years: str
    pairs: int
    share: float
    pairs_with_improved: int
    share_with_improved: float


@dataclass(frozen=True, slots=True)
class Verdict:
    """A whole back-test."""

    ratings: int
    pairs: int
    train: int
    test: int
    test_with_improved: int
    slope: float
    unfiltered_slope: float
    wear: Wear
    scores: tuple[Score, ...]
    band: tuple[Held, ...]


def judged(pairs: Sequence[Pair], until: int) -> list[Pair]:
    """Pairs whose later visit nobody had seen at the end of `until`."""
    return [pair for pair in pairs if pair.after.year > until and pair.before.year <= until + 1]


def models(train: Sequence[Pair], scale: Scale) -> tuple[dict[str, Model], Wear]:
    """Baselines and ours, all fitted on the same pairs."""
    slope, wear, plain = one_slope(train), fit(train, scale), Wear(scale, slopes_of(train, scale))

    def straight(pair: Pair) -> float:
        return pair.before.score - slope * pair.years  # not kept on the scale: so the published baseline was reckoned

    def by_level(pair: Pair) -> float:
        return plain.expected(pair.before.score, pair.years)

    def with_cracks(pair: Pair) -> float:
        return wear.expected(pair.before.score, pair.years, pair.before.cracks)

    return {
        "persistence": lambda pair: pair.before.score,
        "one slope": straight,
        "one slope, whole": lambda pair: float(round(straight(pair))),
        "by level": by_level,
        "by level, whole": lambda pair: float(round(by_level(pair))),
        "by level and cracks": with_cracks,
        "ours": lambda pair: wear.forecast(pair.before.score, pair.years, pair.before.cracks).written,
    }, wear


def backtest(pairs: Sequence[Pair], ratings: int, until: int = 2010, scale: Scale = TEN) -> Verdict:
    """Fit up to `until`, judge after it. ValueError where there is nothing to learn from or to judge by."""
    train, later = taught(pairs, until), judged(pairs, until)
    test = [pair for pair in later if not pair.is_improved]
    if not test:
        raise ValueError(f"nothing was surveyed after {until}")
    rivals, wear = models(train, scale)
    scores = tuple(_score(name, model, test, later) for name, model in rivals.items())
    everything = [pair for pair in pairs if pair.after.year <= until]
    return Verdict(
        ratings, len(pairs), len(train), len(test), len(later), one_slope(train), one_slope(everything), wear, scores,
        held(wear, later),
    )  # fmt: skip


def held(wear: Wear, later: Sequence[Pair]) -> tuple[Held, ...]:
    """How often the band held, by years ahead and in all; on pairs that did not improve, then on all."""
    groups: dict[str, list[tuple[bool, bool]]] = {}
    for pair in later:
        told = wear.forecast(pair.before.score, pair.years, pair.before.cracks)
        inside = told.low <= pair.after.score <= told.high
        for name in (str(min(LONG, max(1, pair.years))), "all"):
            groups.setdefault(name, []).append((inside, pair.is_improved))
    return tuple(_held(name, told) for name, told in sorted(groups.items()))


def _held(name: str, told: Sequence[tuple[bool, bool]]) -> Held:
    worn, every = [inside for inside, improved in told if not improved], [inside for inside, _improved in told]
    return Held(name, len(worn), float(np.mean(worn)) if worn else 0.0, len(every), float(np.mean(every)))


def _score(name: str, model: Model, test: Sequence[Pair], later: Sequence[Pair]) -> Score:
    off, off_all = _errors(model, test), _errors(model, later)
    return Score(
        name,
        float(np.abs(off).mean()),
        mae_interval(off, [pair.block for pair in test]),
        float(off.mean()),
        float(np.abs(off_all).mean()),
        float(off_all.mean()),
    )


def _errors(model: Model, pairs: Sequence[Pair]) -> npt.NDArray[np.float64]:
    return np.array([model(pair) - pair.after.score for pair in pairs])


def mae_interval(
    errors: npt.NDArray[np.float64], blocks: Sequence[str], times: int = 500, seed: int = 2010
) -> tuple[float, float]:
    """2.5 and 97.5 percentiles of the MAE when whole blocks are drawn again with replacement."""
    _names, owner = np.unique(np.array(blocks), return_inverse=True)
    total, count = np.bincount(owner, np.abs(errors)), np.bincount(owner)
    draws = np.random.default_rng(seed).integers(len(count), size=(times, len(count)))
    found = total[draws].sum(axis=1) / count[draws].sum(axis=1)
    low, high = np.percentile(found, (2.5, 97.5))
    return float(low), float(high)
