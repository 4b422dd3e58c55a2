"""Stops, schools, parks and house numbers, registered in bulk."""

from collections.abc import Iterable, Sequence
from typing import Any

import shapely
from django.db import transaction

from qala.journal.log import record_many
from qala.kernel.actors import Actor
from qala.kernel.clock import today
from qala.kernel.refusals import require
from qala.places.models import Address, District, Landmark
from qala.places.policies import may_load
from qala.places.queries.differences import (
    address_changes,
    landmark_changes,
    landmark_is_same,
    streets_by_key,
)
from qala.places.rules.entries import AddressEntry, LandmarkEntry
from qala.places.rules.names import search_text

BATCH = 1_000
COLUMNS = ("kind", "names", "search", "shape", "shape_box", "district", "street", "address", "closed_on")


@transaction.atomic
def register_addresses(*, by: Actor, entries: Iterable[AddressEntry]) -> int:
    """Take in house numbers; those of streets we do not know are left out. Returns how many were taken.

    One brought again keeps its row, and so does a house mapped anew under another key of its source.
    """
    require(may_load(by))
    changes = address_changes(entries)
    taken = [entry for entry in changes.entries if (entry.source, entry.street_source_id) in changes.streets]
    added: list[Address] = []
    changed: list[Address] = []
    for entry in (one for one in taken if not changes.is_same(one)):
        row = changes.known.get(entry.source_id)
        (changed if row else added).append(row := row or Address(source=entry.source))
        row.source_id, row.number = entry.source_id, entry.number
        row.street_id = changes.streets[entry.source, entry.street_source_id]
        row.point = shapely.Point(entry.lon, entry.lat)
    Address.objects.bulk_create(added, batch_size=BATCH)
    _rewrite(changed, "point_box", ("source_id", "street", "number", "point", "point_box"))
    record_many(by, "places.addresses.registered", [*added, *changed], left_out=len(changes.entries) - len(taken))
    return len(taken)


@transaction.atomic
def register_landmarks(
    *, by: Actor, entries: Iterable[LandmarkEntry], complete: bool = False, spared: frozenset[str] = frozenset()
) -> list[Landmark]:
    """Take in landmarks; one brought again keeps its row. With `complete`, those neither brought nor spared close."""
    require(may_load(by))
    changes = landmark_changes(entries, complete=complete, spared=spared)
    told = _values(changes.entries)
    changed: list[Landmark] = []
    added: list[Landmark] = []
    for entry in changes.entries:
        row = changes.known.get(entry.source_id)
        if row is None:
            row = Landmark(source=entry.source, source_id=entry.source_id)
            added.append(row)
        elif not landmark_is_same(row, entry):
            changed.append(row)
        for name, value in told[entry.source_id].items():
            setattr(row, name, value)
    _write(added, changed)
    Landmark.objects.filter(pk__in=[row.pk for row in changes.gone]).update(closed_on=today())
    record_many(by, "places.landmarks.registered", [*added, *changed], added=len(added), changed=len(changed))
    if changes.gone:
        record_many(by, "places.landmarks.closed", changes.gone)
    return [*added, *changes.known.values()]


def _write(added: list[Landmark], changed: list[Landmark]) -> None:
    Landmark.objects.bulk_create(added, batch_size=BATCH)
    _rewrite(changed, "shape_box", COLUMNS)


def _rewrite(changed: Sequence[Any], box: str, columns: Sequence[str]) -> None:
    if not changed:
        return
    noun = type(changed[0])
    for row in changed:  # `bulk_update` asks no field to prepare itself
        noun._meta.get_field(box).pre_save(row, add=False)
    noun.objects.bulk_update(changed, columns, batch_size=BATCH)


def _values(entries: Sequence[LandmarkEntry]) -> dict[str, dict[str, Any]]:
    streets = streets_by_key({(entry.source, entry.street_source_id) for entry in entries if entry.street_source_id})
    numbers = {
        (street, number): pk
        for pk, street, number in Address.objects.filter(street_id__in=streets.values()).values_list(
            "pk", "street_id", "number"
        )
    }
    districts = list(District.objects.filter(area__isnull=False))
    told: dict[str, dict[str, Any]] = {}
    for entry in entries:
        street = streets.get((entry.source, entry.street_source_id))
        told[entry.source_id] = {
            "kind": entry.kind.value,
            "names": entry.names,
            "search": search_text(entry.names),
            "shape": entry.shape,
            "district_id": _district_of(entry, districts),
            "street_id": street,
            "address_id": numbers.get((street or 0, entry.house_number)),
            "closed_on": None,
        }
    return told


def _district_of(entry: LandmarkEntry, districts: Sequence[District]) -> str | None:
    inside = entry.shape if entry.shape.geom_type == "Point" else entry.shape.representative_point()
    return next((district.code for district in districts if shapely.covers(district.area, inside)), None)
