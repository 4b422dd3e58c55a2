"""How repair lists are usually made: the worst road first, year by year, as long as the money lasts."""

import numpy as np

from qala.planning.rules.model import Ints
from qala.roads.rules.columns import decayed
from qala.roads.rules.programme import Programme, Written


def worst_first(programme: Programme, plan: Written) -> Ints:
    """Columns of a plan that mends, each year, the roads in the worst condition with the heaviest lawful treatment.

    A road is mended once; what is committed stands and is paid for first. Promises to districts are not looked at: this
    is what a list sorted by condition gives.
    """
    model, roads = plan.model, programme.stretches()
    single = np.flatnonzero(np.array([len(steps) == 1 for steps in plan.steps])[plan.course])
    year = np.array([steps[0][0] if steps else 0 for steps in plan.steps])[plan.course[single]]
    budgets = len(programme.budgets)
    load = model.load[single][:, list(range(budgets))].tocsr()
    row, cost = load.indices, load.data
    chosen = model.start[:-1].copy()
    left = (model.ceiling - model.charged(chosen))[:budgets].astype(float)
    untouched = np.array([not road.committed for road in programme.roads], dtype=bool)
    for now in range(programme.horizon.years):
        own = np.flatnonzero((year == now) & untouched[model.group[single]])
        worst = decayed(roads.condition, roads.decay, now)[model.group[single[own]]]
        for place in own[np.lexsort((-cost[own], worst))].tolist():
            group = model.group[single[place]]
            if untouched[group] and cost[place] <= left[row[place]]:
                left[row[place]] -= cost[place]
                chosen[group], untouched[group] = single[place], False
    return chosen
