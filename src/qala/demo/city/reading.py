"""The plan as rows for the door of ``places``: the same dataclasses a city's own extract is read into."""

from collections.abc import Iterator
from functools import cache

import shapely

from qala.demo.city.shapes import CityPlan, LandmarkPlan, Names, SegmentPlan
from qala.demo.city.terrain import CITY_POPULATION
from qala.kernel.translated import Translated
from qala.places.rules.entries import (
    AddressEntry,
    DistrictEntry,
    LandmarkEntry,
    LandmarkKind,
    OneWay,
    PopulationEntry,
    Reading,
    RoadClass,
    SegmentEntry,
    StreetEntry,
)
from qala.places.rules.names import StreetKind

SOURCE = "demo"
CITY_KATO = "790000000"
_NOTE = "Invented border of an invented city; population is the published figure of the district it is modelled on."


@cache
def translated(name: Names) -> Translated:
    """Turn our names into the house's."""
    return Translated(kk=name.kk, ru=name.ru, en=name.en)


def _populations(plan: CityPlan) -> Iterator[PopulationEntry]:
    people, as_of, url = CITY_POPULATION
    yield PopulationEntry(CITY_KATO, people, url, as_of)
    for district in plan.districts:
        yield PopulationEntry(
            district.kato, district.population, district.source_url, district.population_as_of,
            district.population_precision,
        )  # fmt: skip


def _segment(segment: SegmentPlan) -> SegmentEntry:
    return SegmentEntry(
        source_id=segment.key,
        line=shapely.LineString(segment.line),
        order=segment.seq,
        from_node=str(segment.node_from),
        to_node=str(segment.node_to),
        road_class=RoadClass(segment.road_class),
        surface=segment.surface,
        lit=segment.lit,
        lanes=segment.lanes,
        oneway=OneWay.ALONG if segment.oneway else OneWay.BOTH,
    )


def _streets(plan: CityPlan) -> Iterator[StreetEntry]:
    codes = {district.slug: district.kato for district in plan.districts}
    segments: dict[str, list[SegmentPlan]] = {}
    for segment in plan.segments:
        segments.setdefault(segment.street, []).append(segment)
    for street in plan.streets:
        mine = segments[street.key]
        yield StreetEntry(
            source=SOURCE,
            source_id=street.key,
            names=translated(street.name),
            kind=StreetKind(street.kind),
            register_number=street.key,
            district_codes=tuple(dict.fromkeys(codes[segment.district] for segment in mine)),
            segments=tuple(_segment(segment) for segment in mine),
        )


def _landmark(place: LandmarkPlan) -> LandmarkEntry:
    shape = shapely.Polygon(place.ring) if place.ring else shapely.Point(place.point)
    return LandmarkEntry(
        SOURCE, place.key, LandmarkKind(place.kind), translated(place.name), shape, street_source_id=place.street
    )


def reading(plan: CityPlan) -> Reading:
    """Give everything of the plan that stands on the ground, ready for the bulk actions of ``places``."""
    return Reading(
        source=SOURCE,
        attribution="Qala, an invented city",
        licence="CC0-1.0",
        populations=tuple(_populations(plan)),
        districts=tuple(
            DistrictEntry(d.kato, translated(d.name), SOURCE, shapely.Polygon(d.ring), _NOTE) for d in plan.districts
        ),
        streets=tuple(_streets(plan)),
        landmarks=tuple(_landmark(place) for place in plan.landmarks),
        addresses=tuple(
            AddressEntry(SOURCE, f"{h.street}/{h.number}", h.street, h.number, *h.point) for h in plan.addresses
        ),
    )
