"""What a file or the demo brings to the door: plain rows, the same for every loader.

Every row has a `source` (which register or extract: "osm", "register", "demo") and a `source_id` in it. The pair
is the row's identity: brought again, it is the same street.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from enum import StrEnum

from shapely.geometry.base import BaseGeometry

from qala.kernel.translated import Translated
from qala.places.rules.names import StreetKind


class RoadClass(StrEnum):
    """What a segment is for; the names are those of OpenStreetMap's `highway`."""

    MOTORWAY = "motorway"
    TRUNK = "trunk"
    PRIMARY = "primary"
    SECONDARY = "secondary"
    TERTIARY = "tertiary"
    UNCLASSIFIED = "unclassified"
    RESIDENTIAL = "residential"
    LIVING_STREET = "living_street"
    SERVICE = "service"


class OneWay(StrEnum):
    """Which way wheels may go along the drawn line."""

    BOTH = "both"
    ALONG = "along"
    AGAINST = "against"


class LandmarkKind(StrEnum):
    """Places people name when they say where."""

    STOP = "stop"
    SCHOOL = "school"
    KINDERGARTEN = "kindergarten"
    CLINIC = "clinic"
    HOSPITAL = "hospital"
    PARK = "park"
    PLAYGROUND = "playground"
    BUILDING = "building"
    CULTURE = "culture"
    SPORT = "sport"
    MARKET = "market"
    OFFICE = "office"
    WATER = "water"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class KatoEntry:
    """One territory of the state classifier."""

    code: str
    level: str
    type_code: str
    names: Translated
    version: str


@dataclass(frozen=True, slots=True)
class PopulationEntry:
    """How many people a territory had, who says so, and how exactly. `as_of_on` is unknown more often than not."""

    code: str
    people: int
    source_url: str
    as_of_on: date | None = None
    precision: str = "exact"


@dataclass(frozen=True, slots=True)
class DistrictEntry:
    """A district of the city by its KATO code; the area may be unknown."""

    code: str
    names: Translated
    source: str
    area: BaseGeometry | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class SegmentEntry:
    """A stretch of street between two junctions."""

    source_id: str
    line: BaseGeometry
    order: int = 0
    measured_length_m: Decimal | None = None
    from_node: str = ""
    to_node: str = ""
    road_class: RoadClass = RoadClass.RESIDENTIAL
    surface: str = ""
    lit: bool | None = None
    lanes: int | None = None
    oneway: OneWay = OneWay.BOTH

    def turned(self) -> "SegmentEntry":
        """The same stretch drawn the other way round."""
        way = {OneWay.ALONG: OneWay.AGAINST, OneWay.AGAINST: OneWay.ALONG}.get(self.oneway, self.oneway)
        return replace(self, line=self.line.reverse(), oneway=way, from_node=self.to_node, to_node=self.from_node)


@dataclass(frozen=True, slots=True)
class StreetEntry:
    """A street with its segments. Without names it only carries segments that belong to no named street."""

    source: str
    source_id: str
    names: Translated
    kind: StreetKind = StreetKind.STREET
    register_number: str = ""
    named_on: date | None = None
    district_codes: tuple[str, ...] = ()
    segments: tuple[SegmentEntry, ...] = ()


@dataclass(frozen=True, slots=True)
class AddressEntry:
    """A house number on a street, named by the street's own source and key."""

    source: str
    source_id: str
    street_source_id: str
    number: str
    lon: float
    lat: float


@dataclass(frozen=True, slots=True)
class LandmarkEntry:
    """A stop, a school, a park: a point or an area with a name people know."""

    source: str
    source_id: str
    kind: LandmarkKind
    names: Translated
    shape: BaseGeometry
    street_source_id: str = ""
    house_number: str = ""


@dataclass(frozen=True, slots=True)
class Refused:
    """A row that was not taken: its line in the file, the fault's code, the reason; its key where it has one."""

    line: str
    code: str
    reason: Translated
    key: str = ""


@dataclass(frozen=True, slots=True)
class Reading:
    """A whole file read: what can be taken, what was refused, what somebody must look at first."""

    source: str
    attribution: str = ""
    licence: str = ""
    kato: tuple[KatoEntry, ...] = ()
    populations: tuple[PopulationEntry, ...] = ()
    districts: tuple[DistrictEntry, ...] = ()
    streets: tuple[StreetEntry, ...] = ()
    landmarks: tuple[LandmarkEntry, ...] = ()
    addresses: tuple[AddressEntry, ...] = ()
    doubtful_landmarks: tuple[LandmarkEntry, ...] = ()
    refused: tuple[Refused, ...] = ()
    doubtful: tuple[Refused, ...] = ()
    remarks: Mapping[str, int] = field(default_factory=dict)

    @property
    def accepted(self) -> int:
        """How many rows can be taken, segments counted each."""
        segments = sum(len(street.segments) for street in self.streets)
        named = sum(1 for street in self.streets if street.names)
        plain = len(self.kato) + len(self.populations) + len(self.districts) + len(self.landmarks) + len(self.addresses)
        return plain + segments + named

    @property
    def spared(self) -> frozenset[str]:
        """Keys that stand in the file but are not taken: they have not gone, even from a whole register."""
        left_out = {entry.source_id for entry in self.doubtful_landmarks}
        return frozenset({row.key for row in self.refused if row.key} | left_out)

    def with_doubtful(self) -> "Reading":
        """The same with every doubtful landmark taken: somebody looked and answers for them."""
        return replace(self, landmarks=self.landmarks + self.doubtful_landmarks, doubtful_landmarks=(), doubtful=())
