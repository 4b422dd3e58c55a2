"""The entry point: ``city_plan("small")`` or ``city_plan("city")``, the same bytes every time."""

import hashlib
from dataclasses import fields, is_dataclass
from functools import lru_cache
from typing import Any

from qala.demo.city import terrain
from qala.demo.city.departments import departments
from qala.demo.city.frame import SEED
from qala.demo.city.landmarks import addresses, landmarks
from qala.demo.city.names import streets_named
from qala.demo.city.people import people
from qala.demo.city.placards import placards, routes
from qala.demo.city.shapes import CityPlan, Names
from qala.demo.city.staff import demo_roles, staff
from qala.demo.city.streets import network

SCALES = ("small", "city")


@lru_cache(maxsize=2)
def city_plan(scale: str = "small", seed: int = SEED) -> CityPlan:
    """Plan the whole city. Small takes about two seconds, the full-size city under a minute."""
    if scale not in SCALES:
        raise ValueError(f"SCALE is one of {', '.join(SCALES)}, not {scale}")
    land = terrain.ground(scale, seed)
    drawn, segments = network(land, scale, seed)
    streets = streets_named(drawn, seed)
    houses = list(addresses(segments, scale, seed))
    places = landmarks(land, streets, segments, houses, scale=scale, seed=seed)
    residents = list(people(scale, len(houses), seed))
    lines = list(routes(places, scale, seed))
    return CityPlan(
        scale=scale,
        seed=seed,
        name=Names("Қала", "Кала", "Qala"),
        outline=terrain.lonlat(land.outline),
        river=terrain.lonlat(land.river),
        districts=terrain.district_plans(land),
        streets=tuple(streets),
        segments=tuple(segments),
        addresses=tuple(houses),
        landmarks=tuple(places),
        routes=tuple(lines),
        people=tuple(residents),
        departments=departments(),
        staff=tuple(staff(residents)),
        demo_roles=demo_roles(residents),
        placards=tuple(placards(places, lines, scale, seed)),
    )


def digest(thing: Any) -> str:
    """Give the SHA-256 of a plan, written out field by field, so that two runs can be compared."""
    running = hashlib.sha256()
    for line in _written(thing):
        running.update(line.encode())
    return running.hexdigest()


def _written(thing: Any) -> Any:
    if is_dataclass(thing):
        for field in fields(thing):
            yield f"{field.name}="
            yield from _written(getattr(thing, field.name))
    elif isinstance(thing, tuple | list) and thing and (is_dataclass(thing[0]) or isinstance(thing[0], tuple)):
        for item in thing:
            yield from _written(item)
    else:
        yield f"{thing!r};"
