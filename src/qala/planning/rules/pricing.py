"""What columns are worth once the limits have prices, and the bound that any prices give.

For every price list λ ≥ 0 no plan within the limits is worth more than

    UB(λ) = Σ_r λ_r b_r + Σ_g max_{j in g} (v_j − Σ_r λ_r a_rj)

(Lagrange relaxation of the shared rows: Everett 1963, Geoffrion 1974). Bad prices only loosen it: whoever checks the
bound needs to believe neither the solver nor the prices.
"""

from dataclasses import dataclass

import numpy as np

from qala.planning.rules.model import Floats, Ints, Marks, Model


@dataclass(frozen=True, slots=True)
class Priced:
    """All columns at one price list: ``rest`` is value less what charges cost, ``best`` the largest of each group."""

    prices: Floats
    rest: Floats
    best: Floats
    bound: float


def priced(model: Model, prices: Floats) -> Priced:
    """Price every column of every group."""
    rest = model.value - model.load @ prices
    best = np.maximum.reduceat(rest, model.start[:-1])
    return Priced(prices, rest, best, float(prices @ model.ceiling + best.sum()))


def winners(model: Model, seen: Priced) -> Ints:
    """The first best column of each group."""
    at_best = np.flatnonzero(seen.rest >= seen.best[model.group])
    _groups, first = np.unique(model.group[at_best], return_index=True)
    return at_best[first]


def lead(model: Model, seen: Priced) -> Floats:
    """How far each group's best column stands above its second: large where the prices leave no doubt."""
    rest = seen.rest.copy()
    rest[winners(model, seen)] = -np.inf
    return seen.best - np.maximum.reduceat(rest, model.start[:-1])


def within(model: Model, seen: Priced, distance: float) -> Marks:
    """The columns that stand less than ``distance`` below the best of their group."""
    return np.asarray(seen.rest >= seen.best[model.group] - distance)
