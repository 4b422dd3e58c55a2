"""Where a voice speaks of: a landmark, a house, or a bus under way; and how people say so in three languages."""

from dataclasses import dataclass
from datetime import date
from random import Random

from qala.demo.city.names import at_street, of_street
from qala.demo.city.shapes import AddressPlan, CityPlan, LandmarkPlan, Names, PlacardPlan, Point

# Which placards people use for what: weights of placard kinds by category; anything else hangs at stops and houses.
_KINDS = {
    "bus_service": {"bus": 9, "stop": 2},
    "bus_stop": {"stop": 9, "bus": 1},
    "school": {"school": 1},
    "playground": {"park": 3, "building": 3, "school": 1},
    "greening": {"park": 5, "stop": 2, "building": 2},
    "traffic_signals": {"stop": 4, "school": 2, "bus": 1},
    "heating": {"building": 1},
    "clinic": {"building": 2, "stop": 1},
}
_OTHERWISE = {"stop": 5, "building": 5, "bus": 1, "park": 1, "school": 1}


@dataclass(frozen=True, slots=True)
class Spot:
    """A place in words and on the map. ``point`` is None where only a bus is known."""

    street: Names
    house: str
    near: Names
    district: str
    segment: str
    point: Point | None
    landmark: str = ""
    route: str = ""


def near(kind: str, name: Names) -> Names:
    """Say “near it” in the case each language wants."""
    kk, ru, en = name.kk, name.ru, name.en
    said = {
        "stop": (f"«{kk}» аялдамасында", f"на остановке «{ru}»", f"at the {en} stop"),
        "school": (f"{kk}тің жанында", f"возле {ru.replace('школа', 'школы')}", f"near {en}"),
        "clinic": (f"{kk}ның жанында", f"возле {ru.replace('поликлиника', 'поликлиники')}", f"near {en}"),
        "kindergarten": (f"{kk}ның жанында", f"возле {ru.replace('детский сад', 'детского сада')}", f"near {en}"),
        "park": (f"{kk} ішінде", f"в зелёной зоне «{ru.removeprefix('парк ').strip('«»')}»", f"in {en}"),
        "house": (f"{kk} жанында", f"рядом с адресом {ru}", f"near {en}"),
    }.get(kind, (f"«{kk}» жанында", f"рядом с местом «{ru}»", f"near {en}"))
    return Names(*said)


class Places:
    """The city's places, laid out for drawing one at random again and again."""

    def __init__(self, plan: CityPlan) -> None:
        self.plan = plan
        self.streets = {street.key: street for street in plan.streets}
        self.landmarks = {place.key: place for place in plan.landmarks}
        self.by_kind: dict[str, list[LandmarkPlan]] = {}
        for place in plan.landmarks:
            self.by_kind.setdefault(place.kind, []).append(place)
        self.placards: dict[str, list[PlacardPlan]] = {}
        for placard in plan.placards:
            self.placards.setdefault(placard.kind, []).append(placard)
        self.known = [p for p in plan.landmarks if p.kind in ("stop", "school", "clinic", "park", "kindergarten")]

    def placard(self, category: str, day: date, random: Random) -> PlacardPlan | None:
        """Find a placard that hung on that day and invites such a voice; none after eight tries."""
        weights = _KINDS.get(category, _OTHERWISE)
        for _ in range(8):
            kind = random.choices(list(weights), weights=list(weights.values()))[0]
            found = random.choice(self.placards[kind])
            if found.installed_on <= day and (found.removed_on is None or found.removed_on > day):
                return found
        return None

    def at_landmark(self, place: LandmarkPlan, random: Random, route: str = "") -> Spot:
        number = place.ref if place.kind == "building" and place.ref else str(random.randint(1, 140))
        kind = "house" if place.kind == "building" else place.kind
        return Spot(
            self.streets[place.street].name, number, near(kind, place.name), place.district, place.segment, place.point,
            place.key, route or self.a_route(random),
        )  # fmt: skip

    def at_house(self, house: AddressPlan, random: Random) -> Spot:
        street = self.streets[house.street].name
        label = Names(
            f"{street.kk}, {house.number}-үйдің", f"{street.ru}, {house.number}", f"{house.number} {street.en}"
        )
        return Spot(
            street, house.number, near("house", label), house.district, house.segment, house.point, "",
            self.a_route(random),
        )  # fmt: skip

    def a_route(self, random: Random) -> str:
        return random.choice(self.plan.routes).number

    def spot(self, category: str, placard: PlacardPlan | None, random: Random) -> Spot:
        """Draw the place a voice speaks of, from its placard where it has one."""
        if placard is not None and placard.landmark:
            return self.at_landmark(self.landmarks[placard.landmark], random)
        if placard is not None:
            stops = next(route.stops for route in self.plan.routes if route.number == placard.route)
            return self.at_landmark(self.landmarks[random.choice(stops)], random, placard.route)
        own = {"school": "school", "clinic": "clinic", "bus_stop": "stop", "bus_service": "stop"}.get(category)
        if own:
            return self.at_landmark(random.choice(self.by_kind[own]), random)
        if random.random() < 0.3:
            return self.at_landmark(random.choice(self.known), random)
        return self.at_house(random.choice(self.plan.addresses), random)


def slots(spot: Spot, language: str) -> dict[str, str]:
    """Give the words a text may ask for, in its language."""
    return {
        "at": at_street(spot.street, language),
        "of": of_street(spot.street, language),
        "near": spot.near.get(language),
        "house": spot.house,
        "route": spot.route,
    }
