"""The plans cities make by hand, to stand beside ours: by worth per tenge, and by what each further tenge adds."""

import numpy as np

from qala.planning.rules.model import Floats, Ints, Marks, Model

PASSES = 3
CHUNK = 5_000


class Purse:
    """Limits being used up; only "at most" rows are kept, as whoever sorts a list keeps them."""

    def __init__(self, model: Model) -> None:
        """Begin with the cheapest column of every group."""
        self.model = model
        self.cost = total(model)
        cheapest = np.lexsort((-model.value, self.cost, model.group))
        self.chosen: Ints = cheapest[model.start[:-1]]
        left = (model.ceiling - model.sign * model.charged(self.chosen)).astype(float)
        self.left = np.where(model.sign > 0, left, np.inf)

    def spend(self, columns: Ints, *, once: bool) -> None:
        """Take these columns in their order where limits allow, instead of their groups' present ones.

        ``once``: a group that has changed stays. What fits no more is passed over by the thousand.
        """
        model, changed = self.model, np.zeros(len(self.model.groups), dtype=bool)
        for begin in range(0, len(columns), CHUNK):
            chunk = columns[begin : begin + CHUNK]
            more = (model.load[chunk] - model.load[self.chosen[model.group[chunk]]]).toarray()
            for place in np.flatnonzero((more <= self.left).all(axis=1)).tolist():
                column = int(chunk[place])
                group = int(model.group[column])
                if changed[group] and (once or model.value[column] <= model.value[self.chosen[group]]):
                    continue
                now = more[place] if not changed[group] else self.beyond(column, group)
                if (now <= self.left).all():
                    self.left -= now
                    self.chosen[group], changed[group] = column, True

    def beyond(self, column: int, group: int) -> Floats:
        """What this column charges beyond the group's present one."""
        return np.asarray((self.model.load[[column]] - self.model.load[[self.chosen[group]]]).toarray()[0])


def total(model: Model) -> Floats:
    """What each column charges to all "at most" rows together."""
    return np.asarray((model.load @ (model.sign > 0).astype(float)), dtype=float)


def by_worth_per_cost(model: Model) -> Ints:
    """Greedy: the column of most worth per tenge first, one a group, as long as the money lasts."""
    purse = Purse(model)
    wanted = (model.value > 0) & (purse.cost > 0)
    purse.spend(falling(model.value / np.maximum(purse.cost, 1.0), wanted), once=True)
    return purse.chosen


def by_increment(model: Model) -> Ints:
    """Incremental benefit/cost: step by step the change that adds most worth per further tenge, in three passes."""
    purse = Purse(model)
    for _pass in range(PASSES):
        held = purse.chosen[model.group]
        more = model.value - model.value[held]
        dearer = purse.cost - purse.cost[held]
        purse.spend(falling(more / np.maximum(dearer, 1.0), more > 0), once=False)
    return purse.chosen


def falling(ratio: Floats, wanted: Marks) -> Ints:
    """Positions of what is wanted, the largest ratio first."""
    places = np.flatnonzero(wanted)
    return places[np.argsort(-ratio[places], kind="stable")]
