"""Bus routes with their vehicles, and the placards that hang in buses, at stops, in parks, schools and buildings."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from qala.demo.city.frame import dice
from qala.demo.city.shapes import LandmarkPlan, Names, PlacardPlan, RoutePlan
from qala.demo.city.staff import all_posted

ROUTES = {"small": 12, "city": 74}
VEHICLES = {"small": 4, "city": 12}
# How many placards of each kind: about 220 in the small city; never more than there are places.
SHARES = {
    "small": {"stop": 92, "park": 9, "school": 40, "building": 34},
    "city": {"stop": 1040, "park": 44, "school": 300, "building": 560},
}
OPENED_ON = date(2024, 11, 20)


def routes(places: Sequence[LandmarkPlan], scale: str, seed: int) -> Iterator[RoutePlan]:
    """Lay routes through stops from one edge over the middle to another."""
    random = dice(seed, "routes")
    stops = [place for place in places if place.kind == "stop"]
    for index in range(ROUTES[scale]):
        number = str(random.choice((1, 2, 3)) + 3 * index)
        lean = random.uniform(-1, 1)
        ordered = sorted(stops, key=lambda s: s.point[0] + lean * s.point[1])
        chosen = sorted(random.sample(range(len(ordered)), min(18, len(ordered) // 3)))
        fleet = tuple(f"Q{int(number):03}-{chr(65 + k // 10)}{k % 10}" for k in range(VEHICLES[scale]))
        yield RoutePlan(number, tuple(ordered[i].key for i in chosen), fleet)


def _bus(route: RoutePlan, vehicle: str) -> Names:
    return Names(
        f"№ {route.number} автобус, {vehicle}", f"автобус № {route.number}, {vehicle}", f"bus {route.number}, {vehicle}"
    )


def placards(
    places: Sequence[LandmarkPlan], lines: Sequence[RoutePlan], scale: str, seed: int
) -> Iterator[PlacardPlan]:
    """Hang the placards; one in twenty-five has been taken down since."""
    random = dice(seed, "placards")
    keepers = all_posted("placard_keeper")
    wanted: list[tuple[str, Names, str, str, str, str]] = []
    for route in lines:
        wanted.extend(("bus", _bus(route, vehicle), "", route.number, vehicle, "") for vehicle in route.vehicles)
    for kind, count in SHARES[scale].items():
        kinds = ("building", "office", "market", "culture", "sport", "hospital") if kind == "building" else (kind,)
        here = [place for place in places if place.kind in kinds][:count]
        wanted.extend((kind, place.name, place.key, "", "", place.district) for place in here)
    for index, (kind, label, landmark, number, vehicle, district) in enumerate(wanted):
        installed = OPENED_ON + timedelta(days=int(random.expovariate(1 / 60)) % 500)
        gone = random.random() < 0.04
        removed = installed + timedelta(days=random.randint(60, 200)) if gone else None
        yield PlacardPlan(
            f"placard-{index + 1:05}", kind, label, random.choices(("kk", "ru"), weights=(7, 3))[0], installed, removed,
            landmark, number, vehicle, district, random.choice(keepers),
        )  # fmt: skip
