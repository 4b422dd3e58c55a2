"""A synthetic network for the planner: the figures of the domain brief, section 7; nothing of a real city."""

import numpy as np

from qala.roads.rules.columns import Horizon, Treatment
from qala.roads.rules.programme import Budget, Programme, Road

LOCAL = ("local",)
TREATMENTS = (
    Treatment("seal", 600, 150, 6_500, 9_500, 80, LOCAL),
    Treatment("thin_overlay", 1_500, 500, 5_000, 8_500, 75, LOCAL),
    Treatment("overlay", 3_000, 1_400, 3_500, 7_000, 90, LOCAL),
    Treatment("mill_and_overlay", 5_500, 3_000, 2_000, 5_500, 90, LOCAL),
    Treatment("rebuild", 10_000, 6_500, 0, 4_500, 85, LOCAL),
)
NEED = ([0, 4_500, 5_500, 7_000, 8_500, 9_500, 10_000], [6_500, 6_500, 3_000, 1_400, 500, 150, 0])
"""Price of a m² by condition: what the whole network needs today is its backlog."""
SHARE = 0.025
START = 2027


def network(count: int, *, most: int, seed: int = 1) -> Programme:
    """``count`` stretches, ten years, each year 2.5 % of the backlog; at most so many treatments of a stretch."""
    chance = np.random.default_rng(seed)
    length = np.clip(np.round(chance.lognormal(4.6, 0.6, count)), 20, 2_000).astype(int)
    area = length * chance.choice([5, 6, 7, 8, 10, 14], count)
    users = np.clip(np.round(chance.lognormal(1.2, 0.9, count)), 1, 60).astype(int)
    condition = np.clip(np.round(chance.normal(6_200, 2_200, count)), 0, 10_000).astype(int)
    decay = np.round(chance.uniform(150, 400, count)).astype(int)
    first = START + np.where(chance.random(count) < 0.1, chance.integers(1, 5, count), 0)
    district = chance.integers(0, 5, count)
    horizon = Horizon(START, most=most)
    year = int((area * np.interp(condition, *NEED)).sum() * SHARE)
    columns = (length, area, users, condition, decay, district, first)
    roads = tuple(
        Road(f"stretch:{number}", *one[:5], district=f"district:{one[5]}", first=one[6])
        for number, one in enumerate(zip(*(column.tolist() for column in columns), strict=True))
    )
    return Programme(horizon, TREATMENTS, tuple(Budget(START + at, "local", year) for at in range(10)), roads)
