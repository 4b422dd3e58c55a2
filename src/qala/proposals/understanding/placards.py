"""What the kind of placard alone says about the category: a factor on each category's odds.

Assumed, not measured (the gold set carries no placards): moderate numbers that give way to staff corrections,
see `learned`. A kind or category not named here has the factor 1.
"""

from collections import Counter
from collections.abc import Iterable

import numpy as np

from qala.proposals.understanding.linear import Floats

FACTORS: dict[str, dict[str, float]] = {
    "bus": {"bus_service": 6.0, "bus_stop": 2.0, "accessibility": 2.0, "traffic_signals": 1.5},
    "stop": {"bus_stop": 5.0, "bus_service": 3.0, "street_light": 1.5, "pavement": 1.5, "accessibility": 1.5},
    "park": {"playground": 3.0, "greening": 4.0, "rubbish": 2.0, "street_light": 1.5, "stray_animals": 1.5},
    "school": {"school": 5.0, "playground": 2.0, "traffic_signals": 1.5, "pavement": 1.5},
    "building": dict.fromkeys(
        ("heating", "water_supply", "sewer", "electricity", "gas", "rubbish", "parking", "noise", "playground"), 1.7
    ),
}
TRUST = 60.0
"""Corrections of one kind that weigh as much as the table above."""


def table(categories: tuple[str, ...]) -> dict[str, Floats]:
    """Natural logarithms to add to the scores, per kind, in the order of `categories`."""
    return {
        kind: np.log(np.array([factors.get(category, 1.0) for category in categories]))
        for kind, factors in FACTORS.items()
    }


def learned(
    before: dict[str, Floats], seen: Iterable[tuple[str, str]], categories: tuple[str, ...]
) -> dict[str, Floats]:
    """Move the table towards what staff really filed: pairs (placard kind, category)."""
    counts: dict[str, Counter[str]] = {}
    for kind, category in seen:
        counts.setdefault(kind, Counter())[category] += 1
    after = dict(before)
    for kind, by_category in counts.items():
        factors = np.exp(before.get(kind, np.zeros(len(categories))))
        filed = np.array([by_category[category] for category in categories], dtype=float)
        share = (filed + TRUST * factors / factors.sum()) / (filed.sum() + TRUST)
        after[kind] = np.log(share * factors.sum())
    return after
