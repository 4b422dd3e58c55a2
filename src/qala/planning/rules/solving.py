"""From the linear plan to a whole one: keep what is sure, free what is in doubt, solve that little problem whole.

A basic linear optimum splits at most as many groups as there are rows (Dantzig 1957 for one row; the multiple-choice
case by Sinha and Zoltners 1979): of 25,000 segments under ten budgets, ten. The split ones and those whose best and
second columns are closest go to the solver once more with the rest of the limits; everything else stands.
"""

from dataclasses import dataclass
from fractions import Fraction
from time import monotonic

import numpy as np
from scipy import sparse

from qala.planning.rules import door
from qala.planning.rules.dual import best_prices
from qala.planning.rules.model import Ints, Marks, Model, fits
from qala.planning.rules.pricing import Priced, lead, winners
from qala.planning.rules.proof import Certificate, certificate, gap
from qala.planning.rules.rivals import Purse, by_worth_per_cost
from qala.planning.rules.stages import WHOLE, Stage, Tell, silent

FREED = 1_000
MOSTLY = 0.5
CHOICES = 8
"""Columns a freed group brings: its best at the prices."""


@dataclass(frozen=True, slots=True)
class Answer:
    """A plan: the column chosen in each group, what proves how good it is, and whether time cut it short."""

    chosen: Ints
    value: int
    certificate: Certificate
    late: bool

    @property
    def gap(self) -> Fraction:
        """The share of the bound this plan misses: nothing better by more than this exists."""
        return gap(self.value, self.certificate.bound)


class NoPlanError(ValueError):
    """No whole plan within the limits was found. ``proved``: there is none at all."""

    def __init__(self, *, proved: bool) -> None:
        super().__init__("no plan stays within the limits" if proved else "no plan was found in the time")
        self.proved = proved


@dataclass(frozen=True, slots=True)
class Effort:
    """How long to try: seconds in all and for the last step, groups freed in it, and the share good ``enough`` to stop.

    A city that must come out the same on every machine stops by ``enough``, not by the clock.
    """

    seconds: float = 60.0
    whole_seconds: float = 10.0
    freed: int = FREED
    enough: float = 1e-7


def solve(model: Model, effort: Effort = Effort(), tell: Tell = silent) -> Answer:
    """The best plan found with this effort, with its certificate. Raises NoPlanError."""
    if not model.groups:
        return nothing_to_choose(model)
    until, freed = monotonic() + effort.seconds, effort.freed
    seen = best_prices(model, until - effort.whole_seconds, tell)
    while True:
        tell(Stage(WHOLE))
        seconds = min(effort.whole_seconds, until - monotonic())
        chosen, done = settled(model, seen, doubtful(model, seen, freed), seconds, effort.enough)
        if chosen is not None:
            return Answer(chosen, model.worth(chosen), certificate(model, seen.prices), not done)
        if freed >= len(model.groups) or monotonic() > until:
            chosen = in_hand(model)
            if chosen is None:
                raise NoPlanError(proved=done and freed >= len(model.groups))
            return Answer(chosen, model.worth(chosen), certificate(model, seen.prices), late=True)
        freed = min(len(model.groups), freed * 4)


def in_hand(model: Model) -> Ints | None:
    """The better of the list by worth per cost and of doing the least; None where neither stays within the limits."""
    lawful = [chosen for chosen in (by_worth_per_cost(model), Purse(model).chosen) if fits(model, chosen)]
    return max(lawful, key=model.worth, default=None)


def nothing_to_choose(model: Model) -> Answer:
    """The plan of no groups; NoPlanError where something was promised all the same."""
    chosen = model.start[:-1].copy()
    if not fits(model, chosen):
        raise NoPlanError(proved=True)
    return Answer(chosen, 0, certificate(model, np.zeros(len(model.rows))), late=False)


def doubtful(model: Model, seen: Priced, freed: int) -> Ints:
    """The groups whose best two columns are closest at the prices."""
    return np.sort(np.argsort(lead(model, seen), kind="stable")[:freed])


def settled(
    model: Model, seen: Priced, free: Ints, seconds: float, enough: float
) -> tuple[Ints | None, bool]:
    """Columns for all groups: the best at the prices where they leave no doubt, the solver's whole ones elsewhere."""
    chosen = winners(model, seen)
    is_free = np.zeros(len(model.groups), dtype=bool)
    is_free[free] = True
    candidates = nearest(model, seen, is_free)
    left = (model.ceiling - model.sign * model.charged(chosen[~is_free])).astype(float)
    task = door.Task(
        model.value[candidates].astype(float), sparse.csc_array(model.load[candidates].T), left,
        np.searchsorted(free, model.group[candidates]),
    )  # fmt: skip
    found = door.solve(task, whole=True, seconds=seconds, gap=enough)
    taken = candidates[found.shares > MOSTLY] if len(found.shares) else candidates[:0]
    if len(taken) != len(free):
        return None, found.state == door.INFEASIBLE
    chosen[model.group[taken]] = taken
    return (chosen, found.state == door.OPTIMAL) if fits(model, chosen) else (None, False)


def met_whole(model: Model, seconds: float) -> bool:
    """Whether one column of each group meets every row. Only what is proved impossible is no; time says yes."""
    nothing = np.zeros(len(model.value))
    task = door.Task(nothing, sparse.csc_array(model.load.T), model.ceiling.astype(float), model.group)
    return door.solve(task, whole=True, seconds=seconds).state != door.INFEASIBLE


def nearest(model: Model, seen: Priced, free: Marks) -> Ints:
    """The free groups' best columns at the prices, and the one of each that takes least."""
    columns = np.flatnonzero(free[model.group])
    own = model.group[columns]
    first = np.searchsorted(own, own)
    by_rest = columns[np.lexsort((-seen.rest[columns], own))]
    burden = np.asarray(model.load[columns].sum(axis=1)).reshape(-1)
    by_burden = columns[np.lexsort((burden, own))]
    rank = np.arange(len(columns)) - first
    return np.union1d(by_rest[rank < CHOICES], by_burden[rank < 1])
