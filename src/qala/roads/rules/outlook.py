"""What becomes of the network: mean condition and backlog at the end of each year, under a plan or without one."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from qala.planning.rules.model import Ints
from qala.roads.rules.columns import FULL, Stretches, Way, decayed
from qala.roads.rules.programme import Programme, Written

TENGE = 100
"""Tiyn in a tenge."""


@dataclass(frozen=True, slots=True)
class Outlook:
    """One entry a year, the state before the first year in front: condition 0…100 by metres, backlog in tiyn.

    ``districts``: the condition of each district's metres at the end.
    """

    condition: tuple[float, ...]
    backlog: tuple[int, ...]
    districts: Mapping[str, float]


def outlook(programme: Programme, steps: Sequence[Sequence[tuple[int, int]]], ways: Sequence[Way]) -> Outlook:
    """Follow every road through its steps (year from 0, way)."""
    roads = programme.stretches()
    length = np.array([road.length for road in programme.roads], dtype=np.int64)
    condition, decay = roads.condition.copy(), roads.decay.copy()
    due: list[dict[int, int]] = [{} for _year in range(programme.horizon.years)]
    for place, own in enumerate(steps):
        for year, way in own:
            due[year][place] = way
    means, backlogs = [mean(condition, length)], [backlog(programme, roads, condition, 0)]
    for year in range(programme.horizon.years):
        for place, way in due[year].items():
            mend = ways[way].treatment
            condition[place] = min(condition[place] + mend.gain, FULL)
            decay[place] = (roads.decay[place] * mend.slow + 50) // 100
        condition = decayed(condition, decay, 1)
        means.append(mean(condition, length))
        backlogs.append(backlog(programme, roads, condition, year))
    return Outlook(tuple(means), tuple(backlogs), by_district(programme, condition, length))


def by_district(programme: Programme, condition: Ints, length: Ints) -> dict[str, float]:
    """Mean condition of a metre in each district; stretches of no district are left out."""
    home = np.array([road.district for road in programme.roads])
    return {str(one): mean(condition[home == one], length[home == one]) for one in np.unique(home) if one}


def mean(condition: Ints, length: Ints) -> float:
    """Mean condition of a metre, 0…100."""
    return round(float((condition * length).sum() / max(1, length.sum())) / 100, 2)


def backlog(programme: Programme, roads: Stretches, condition: Ints, year: int) -> int:
    """What it would cost, at that year's prices, to give each road the heaviest treatment its condition asks for.

    Roads above every window owe nothing. In whole tenge: an estimate needs no tiyn.
    """
    owed = np.zeros(len(condition), dtype=np.int64)
    for mend in sorted(programme.treatments, key=lambda one: one.price):
        asks = (condition >= mend.low) & (condition <= mend.high)
        owed[asks] = programme.horizon.price(mend, year)
    return int((owed * roads.area).sum()) // TENGE * TENGE


def steps_of(plan: Written, chosen: Ints) -> list[tuple[tuple[int, int], ...]]:
    """The steps of every road in a plan."""
    return [plan.taken(column) for column in chosen.tolist()]

