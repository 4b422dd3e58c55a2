"""The nouns of a planned city: plain frozen dataclasses, WGS84 longitude and latitude, metres, aware times."""

from dataclasses import dataclass, field
from datetime import date, datetime

Point = tuple[float, float]
Line = tuple[Point, ...]


@dataclass(frozen=True, slots=True)
class Names:
    """One name in Kazakh, Russian and English, each written by hand or by a stated rule."""

    kk: str
    ru: str
    en: str

    def get(self, language: str) -> str:
        """Give the name in ``kk``, ``ru`` or ``en``."""
        return {"kk": self.kk, "ru": self.ru, "en": self.en}[language]


@dataclass(frozen=True, slots=True)
class DistrictPlan:
    """A city district; ``population`` is the published figure of the real district it is modelled on."""

    slug: str
    kato: str
    name: Names
    population: int
    population_as_of: date | None
    population_precision: str
    source_url: str
    ring: Line


@dataclass(frozen=True, slots=True)
class StreetPlan:
    """A named street; ``quarter`` tells in which block between arterials it lies (0: an arterial)."""

    key: str
    name: Names
    kind: str
    road_class: str
    district: str
    quarter: int
    lit: bool
    length_m: float


@dataclass(frozen=True, slots=True)
class SegmentPlan:
    """A piece of street between two junctions; ``seq`` counts from the street's start."""

    key: str
    street: str
    seq: int
    node_from: int
    node_to: int
    line: Line
    length_m: float
    road_class: str
    surface: str
    lanes: int
    width_m: float
    oneway: bool
    lit: bool
    bridge: bool
    district: str


@dataclass(frozen=True, slots=True)
class AddressPlan:
    """A house number on a segment; ``at_m`` from the segment's start, ``side`` left or right of its direction."""

    street: str
    segment: str
    number: str
    at_m: float
    side: str
    point: Point
    district: str


@dataclass(frozen=True, slots=True)
class LandmarkPlan:
    """A stop, school, park, clinic or building; parks also have a ``ring``, ``ref`` is a number such as a school's."""

    key: str
    kind: str
    name: Names
    point: Point
    district: str
    street: str
    segment: str
    at_m: float
    ref: str = ""
    ring: Line = ()


@dataclass(frozen=True, slots=True)
class RoutePlan:
    """A bus route through stops, with its vehicles' registration-like codes (no real plate has this form)."""

    number: str
    stops: tuple[str, ...]
    vehicles: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PersonPlan:
    """An invented person. The number belongs to nobody living: its century digit means 18xx."""

    index: int
    slug: str
    family: Names
    given: Names
    patronymic: Names
    female: bool
    born_on: date
    iin: str
    language: str
    address: int | None = None
    email: str = ""
    phone: str = ""

    @property
    def full(self) -> Names:
        """Family name, given name and patronymic, as a letter writes them."""
        parts = (self.family, self.given, self.patronymic)
        return Names(
            " ".join(p.kk for p in parts if p.kk),
            " ".join(p.ru for p in parts if p.ru),
            " ".join(p.en for p in parts if p.en),
        )


@dataclass(frozen=True, slots=True)
class DepartmentPlan:
    """A body that answers: a department, a district akimat or an outside owner."""

    slug: str
    name: Names
    kind: str
    parent: str
    district: str = ""
    categories: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class StaffPlan:
    """A person who holds a role in an organisation from a day on."""

    person: int
    role: str
    organisation: str
    from_on: date


@dataclass(frozen=True, slots=True)
class DemoRolePlan:
    """A named person to step into on the demo page, with what there is to try."""

    slug: str
    person: int
    title: Names
    try_this: Names
    role: str = ""
    organisation: str = ""


@dataclass(frozen=True, slots=True)
class PlacardPlan:
    """A QR placard: a bus has a route and a vehicle and no point, all others hang on a landmark."""

    key: str
    kind: str
    label: Names
    language: str
    installed_on: date
    removed_on: date | None
    landmark: str = ""
    route: str = ""
    vehicle: str = ""
    district: str = ""
    keeper: int | None = None


@dataclass(frozen=True, slots=True)
class StepPlan:
    """One thing that happens to a case. ``verb`` is a workflow verb or one of ``stories.EVENTS``."""

    verb: str
    at: datetime
    role: str
    organisation: str = ""
    person: int | None = None
    facts: dict[str, str | int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class VoicePlan:
    """What one resident sent, and everything that then happens to it, in order of time."""

    number: int
    text: str
    style: str
    language: str
    category: str
    topic: str
    track: str
    channel: str
    submitted_at: datetime
    district: str
    placard: str
    landmark: str
    segment: str
    point: Point | None
    address_text: str
    author: int | None
    photo: str
    device: str
    story: str
    steps: tuple[StepPlan, ...]
    incident: str = ""
    same_as: int | None = None


@dataclass(frozen=True, slots=True)
class MeetingPlan:
    """An open meeting with the akim; ``questions`` hold (author index, category, text in the author's language)."""

    key: str
    held_at: datetime
    place: Names
    district: str
    questions: tuple[tuple[int, str, str, str], ...]


@dataclass(frozen=True, slots=True)
class CityPlan:
    """Everything that stands in the city before anybody speaks."""

    scale: str
    seed: int
    name: Names
    outline: Line
    river: Line
    districts: tuple[DistrictPlan, ...]
    streets: tuple[StreetPlan, ...]
    segments: tuple[SegmentPlan, ...]
    addresses: tuple[AddressPlan, ...]
    landmarks: tuple[LandmarkPlan, ...]
    routes: tuple[RoutePlan, ...]
    people: tuple[PersonPlan, ...]
    departments: tuple[DepartmentPlan, ...]
    staff: tuple[StaffPlan, ...]
    demo_roles: tuple[DemoRolePlan, ...]
    placards: tuple[PlacardPlan, ...]
