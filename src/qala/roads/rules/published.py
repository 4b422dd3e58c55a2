"""The published programme: one JSON document from which anybody regenerates every column, the value and the bound."""

from collections.abc import Sequence
from typing import Any

from qala.planning.rules.model import Ints
from qala.planning.rules.proof import Certificate
from qala.roads.rules.programme import Programme, Road, Written

FORMAT = "qala plan 1"


def document(programme: Programme, plan: Written, chosen: Ints, value: int, proof: Certificate) -> dict[str, Any]:
    """Roads, treatments, money, promises, the steps chosen, their worth and the prices that prove the bound.

    Conditions in hundredths of a point, areas in m², money in tiyn; a price is a whole number of 1/``per``.
    """
    horizon = programme.horizon
    return {
        "format": FORMAT,
        "horizon": {
            "start": horizon.start, "years": horizon.years, "growth": horizon.growth,
            "most": horizon.most, "apart": horizon.apart,
        },
        "treatments": [
            {"key": one.key, "gain": one.gain, "price": one.price, "low": one.low, "high": one.high,
             "slow": one.slow, "sources": list(one.sources)}
            for one in programme.treatments
        ],
        "budgets": [{"year": one.year, "source": one.source, "tiyn": one.tiyn} for one in programme.budgets],
        "promises": [
            {"field": one.field, "value": one.value, "sense": str(one.sense), "tiyn": one.tiyn}
            for one in programme.promises
        ],
        "roads": [road_entry(one) for one in programme.roads],
        "plan": [
            {"road": road.key, "steps": steps}
            for road, steps in zip(programme.roads, spelled(programme, plan, chosen.tolist()), strict=True)
            if steps
        ],
        "value": value,
        "proof": {
            "prices": {row.key: price for row, price in zip(plan.model.rows, proof.prices, strict=True)},
            "per": proof.per,
        },
    }  # fmt: skip


def road_entry(road: Road) -> dict[str, Any]:
    """One road; what is empty is left out."""
    entry = {
        "key": road.key, "length": road.length, "area": road.area, "users": road.users,
        "condition": road.condition, "decay": road.decay, "district": road.district, "kind": road.kind,
        "first": road.first, "last": road.last, "committed": [list(step) for step in road.committed],
    }  # fmt: skip
    needed = {"key", "length", "area", "users", "condition", "decay"}
    return {name: told for name, told in entry.items() if name in needed or told not in ("", None, [])}


def spelled(programme: Programme, plan: Written, chosen: Sequence[int]) -> list[list[list[object]]]:
    """For each road its steps as [calendar year, treatment, source]."""
    start = programme.horizon.start
    return [
        [[start + year, plan.ways[way].treatment.key, plan.ways[way].source] for year, way in plan.taken(column)]
        for column in chosen
    ]
