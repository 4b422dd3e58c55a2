"""The best prices of the limits, and with them the bound: Dantzig-Wolfe over blocks of groups.

The groups are dealt into blocks. A little linear problem mixes the blocks' offers and sets prices; at these prices all
columns of all groups are priced, and each block makes its best offer. The bound falls, the mixture rises, and where
they meet nothing better exists (Dantzig and Wolfe 1960). Every round's prices prove a bound: it may be stopped at will.
"""

from dataclasses import dataclass, replace
from time import monotonic

import numpy as np
from scipy import sparse

from qala.planning.rules import door
from qala.planning.rules.model import Floats, Ints, Model
from qala.planning.rules.pricing import Priced, priced, winners
from qala.planning.rules.stages import PRICES, Stage, Tell, silent

BLOCKS = 200
MEET = 1e-7
"""Bound and mixture are the same when they differ by less than this share of the bound."""
ROUNDS = 200


@dataclass(frozen=True, slots=True)
class Offers:
    """What blocks offered so far: worth, charges (rows × offers) and block of each."""

    worth: Floats
    charge: Floats
    block: Ints

    def with_more(self, model: Model, columns: Ints, blocks: Ints) -> "Offers":
        """One more offer of each block: its groups' columns summed."""
        size = int(blocks[-1]) + 1
        worth = np.bincount(blocks, model.value[columns].astype(float), size)
        load = sparse.csr_array((np.ones(len(blocks)), (blocks, np.arange(len(blocks))))) @ model.load[columns]
        return Offers(
            np.concatenate([self.worth, worth]), np.hstack([self.charge, load.toarray().T]),
            np.concatenate([self.block, np.arange(size)]),
        )  # fmt: skip


def best_prices(model: Model, until: float = np.inf, tell: Tell = silent) -> Priced:
    """The prices of the lowest bound found by ``until`` (monotonic)."""
    return settled(model, fines(model), until, tell)[0]


def settled(model: Model, fine: Floats, until: float, tell: Tell) -> tuple[Priced, Floats]:
    """The best prices, and how far each row is passed although passing costs its fine."""
    count = len(model.groups)
    blocks = np.arange(count) * min(BLOCKS, count) // count
    best = priced(model, np.zeros(len(model.rows)))
    offers = Offers(np.empty(0), np.empty((len(model.rows), 0)), np.empty(0, dtype=np.int64))
    offers = offers.with_more(model, winners(model, best), blocks)
    for number in range(ROUNDS):
        master, value = mixed(model, offers, fine)
        seen = priced(model, master.prices)
        best = min(best, seen, key=lambda one: one.bound)
        tell(Stage(PRICES, number + 1, max(0.0, 1 - value / best.bound) if best.bound > 0 else 0.0))
        if best.bound - value <= MEET * max(abs(best.bound), 1.0) or monotonic() > until:
            return best, master.passed
        offers = offers.with_more(model, winners(model, seen), blocks)
    return best, master.passed


def mixed(model: Model, offers: Offers, fine: Floats) -> tuple[door.Solved, float]:
    """The best mixture of offers, and its worth less the fines."""
    order = np.argsort(offers.block, kind="stable")
    task = door.Task(
        offers.worth[order], sparse.csc_array(offers.charge[:, order]), model.ceiling.astype(float),
        offers.block[order], fine,
    )  # fmt: skip
    found = door.solve(task)
    return found, float(task.worth @ found.shares - fine @ found.passed)


def fines(model: Model) -> Floats:
    """A price above what a unit of any row is ever worth: passing a limit never pays."""
    dearest = float(np.abs(model.value).max(initial=1))
    typical = np.array([door.magnitude(model.load.data[model.load.indices == row]) for row in range(len(model.rows))])
    return 100.0 * dearest / typical


def shortfall(model: Model, until: float = np.inf, tell: Tell = silent) -> Floats:
    """How far, at the least, shares of columns must pass each row; nought everywhere where they need not."""
    if not model.groups:
        return np.maximum(-model.ceiling, 0).astype(float)
    blank = replace(model, value=np.zeros_like(model.value))
    size = np.array([door.magnitude(model.load.data[model.load.indices == row]) for row in range(len(model.rows))])
    return settled(blank, 1.0 / size, until, tell)[1]
