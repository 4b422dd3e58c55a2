"""The proof of a plan, without the solver: limits, value and bound in whole numbers.

Prices are short decimals, so the bound is an exact fraction. The arithmetic is 64-bit where it provably fits and
Python's unlimited integers where not.
"""

from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from qala.planning.rules.model import LARGEST, Floats, Ints, Model, fits

DIGITS, MOST_PLACES = 8, 15
"""Digits of the highest published price; four cost less than 0.0001 % of the bound (measured in the domain brief)."""


@dataclass(frozen=True, slots=True)
class Certificate:
    """Prices as whole numbers of 1/``per``, one a row, and the bound they prove."""

    prices: tuple[int, ...]
    per: int
    bound: Fraction


class UnsoundPlanError(ValueError):
    """The plan or its proof does not hold."""


def certificate(model: Model, prices: Floats) -> Certificate:
    """Round the prices to short decimals and prove the bound they give."""
    largest = max(prices.tolist(), default=0.0)
    places = DIGITS - 1 - int(np.floor(np.log10(largest))) if largest > 0 else 0
    per = 10 ** min(max(places, 0), MOST_PLACES)
    whole = tuple(round(Fraction(price).limit_denominator(10**18) * per) for price in prices.tolist())
    return Certificate(whole, per, bound(model, whole, per))


def bound(model: Model, prices: tuple[int, ...], per: int) -> Fraction:
    """UB(λ) for λ = prices / per: no plan within the limits is worth more. UnsoundPlanError on a price below 0."""
    best = np.maximum.reduceat(rests(model, prices, per), model.start[:-1])
    rows = sum(price * row.sign * row.limit for price, row in zip(prices, model.rows, strict=True))
    return Fraction(rows + sum(best.tolist()), per)


def rests(model: Model, prices: tuple[int, ...], per: int) -> np.ndarray:
    """What each column is worth less what it charges at these prices, exactly, in 1/``per``."""
    if per < 1 or any(price < 0 for price in prices) or len(prices) != len(model.rows):
        raise UnsoundPlanError("a price is negative or missing")
    dearest = max(prices, default=0)
    heaviest = int(model.charge.data.max()) if model.charge.nnz else 0
    most = int(np.abs(model.value).max(initial=0)) * per + dearest * heaviest * len(model.rows)
    kind: type = np.int64 if most < LARGEST else object
    signed: np.ndarray = np.array([price * row.sign for price, row in zip(prices, model.rows, strict=True)], dtype=kind)
    rest: np.ndarray = model.value.astype(kind) * per
    np.subtract.at(rest, columns_of(model), signed[model.charge.indices] * model.charge.data.astype(kind))
    return rest


def gap(value: int, above: Fraction) -> Fraction:
    """How much of what is possible at most is missing, as a share."""
    return (above - value) / above if above > 0 else Fraction(0)


def columns_of(model: Model) -> Ints:
    """The column of each charge, in the order they are kept."""
    return np.repeat(np.arange(len(model.value)), np.diff(model.charge.indptr))


def check(model: Model, chosen: Ints, value: int, shown: Certificate) -> None:
    """Raise UnsoundPlanError unless the plan is lawful, fits, is worth what it says, and the bound is as shown."""
    if len(chosen) != len(model.groups) or np.any(model.group[chosen] != np.arange(len(model.groups))):
        raise UnsoundPlanError("not exactly one column of every group")
    if not fits(model, chosen):
        over = np.flatnonzero(model.sign * model.charged(chosen) > model.ceiling)
        raise UnsoundPlanError(f"beyond its limit: {', '.join(model.rows[one].key for one in over[:5])}")
    if model.worth(chosen) != value:
        raise UnsoundPlanError("the value is not the sum of the columns")
    if bound(model, shown.prices, shown.per) != shown.bound or shown.bound < value:
        raise UnsoundPlanError("the bound is not what the prices give")
