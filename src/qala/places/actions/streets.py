"""Streets with their segments, registered in bulk, and the names of one street."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

import shapely
from django.db import connection, transaction

from qala.journal.log import record, record_many
from qala.journal.rules.facts import IDENTIFIER
from qala.kernel.actors import Actor
from qala.kernel.announcements import announce
from qala.kernel.clock import today
from qala.kernel.refusals import require
from qala.kernel.translated import Translated
from qala.places.models import District, Segment, Street, StreetName, Succession
from qala.places.policies import may_change_street, may_load
from qala.places.queries.differences import (
    SEGMENT_COLUMNS,
    StreetChanges,
    segment_is_same,
    segment_values,
    street_changes,
)
from qala.places.rules.entries import SegmentEntry, StreetEntry
from qala.places.rules.names import search_text
from qala.places.rules.position import Succession as Share
from qala.places.rules.tracing import Traced, successions

BATCH = 1_000
LOCK = "places.streets"
TOLD_IN_JOURNAL = ("order", "road_class", "surface", "lit", "lanes", "oneway")


@dataclass
class Registered:
    """What a bulk registration did."""

    streets_added: list[Street] = field(default_factory=list)
    streets_changed: list[Street] = field(default_factory=list)
    streets_closed: list[Street] = field(default_factory=list)
    segments_added: list[Segment] = field(default_factory=list)
    segments_changed: list[Segment] = field(default_factory=list)
    segments_closed: list[Segment] = field(default_factory=list)
    successions: int = 0


@transaction.atomic
def register_streets(
    *, by: Actor, entries: Iterable[StreetEntry], complete: bool = False, spared: frozenset[str] = frozenset()
) -> Registered:
    """Take in streets with their segments. What was there before keeps its identity, its line and its length.

    A segment told with another line or length, or on another street, ends today and is succeeded. `complete` says that
    the entries are all their source has: segments missing from them end too, and their metres live on in the new ones
    that cover the same ground; `spared` keys do not. Without it nothing is closed that has no successor.
    """
    require(may_load(by))
    _one_at_a_time()
    changes, done = street_changes(entries, complete=complete, spared=spared), Registered()
    _write_streets(changes, done)
    _close(changes, done)
    told = _write_segments(changes, done)
    _succeed(changes, done)
    _place_in_districts(changes)
    record_many(
        by,
        "places.streets.registered",
        [*done.streets_added, *done.streets_changed, *done.streets_closed],
        added=len(done.streets_added),
        changed=len(done.streets_changed),
        closed=len(done.streets_closed),
    )
    record_many(
        by,
        "places.segments.registered",
        [*done.segments_added, *told],
        added=len(done.segments_added),
        changed=len(done.segments_changed),
    )
    if done.segments_closed:
        announce("segments_succeeded", {"segments": [segment.pk for segment in done.segments_closed]})
        record_many(by, "places.segments.succeeded", done.segments_closed, successions=done.successions)
    return done


def _one_at_a_time() -> None:
    """Two loads at once would both think a segment new; the second waits for the first."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [LOCK])


def _write_streets(changes: StreetChanges, done: Registered) -> None:
    day = today()
    added: list[tuple[StreetEntry, Street]] = []
    renamed: list[tuple[StreetEntry, Street]] = []
    for entry in changes.entries:
        row = changes.streets.get(entry.source_id)
        if not entry.names:
            continue
        if row is None:
            added.append((entry, Street(source=entry.source, valid_from=day, **_street_values(entry))))
            continue
        told = _street_values(entry)
        if row.names != entry.names:
            renamed.append((entry, row))
        if any(getattr(row, name) != value for name, value in told.items()):
            for name, value in told.items():
                setattr(row, name, value)
            done.streets_changed.append(row)
    done.streets_added = Street.objects.bulk_create((row for _, row in added), batch_size=BATCH)
    changes.streets.update({entry.source_id: row for entry, row in added})
    if done.streets_changed:
        columns = ["source_id", "names", "search", "kind", "register_number"]
        Street.objects.bulk_update(done.streets_changed, columns, batch_size=BATCH)
    _write_names([*added, *renamed], day)


def _street_values(entry: StreetEntry) -> dict[str, Any]:
    return {
        "source_id": entry.source_id,
        "register_number": entry.register_number,
        "names": entry.names,
        "search": search_text(entry.names),
        "kind": entry.kind.value,
    }


def _write_names(streets: Sequence[tuple[StreetEntry, Street]], day: date) -> None:
    """End the present names, on the day the new ones begin, and write the new ones."""
    keys = [row.pk for _, row in streets]
    StreetName.objects.filter(street__in=keys, until_on__isnull=True).update(until_on=day)
    StreetName.objects.bulk_create(
        (StreetName(street=row, names=entry.names, from_on=entry.named_on) for entry, row in streets),
        batch_size=BATCH,
    )


def _write_segments(changes: StreetChanges, done: Registered) -> list[tuple[Segment, dict[str, object]]]:
    """Write what the entries say; each changed segment with what it said before and says now."""
    told: list[tuple[Segment, dict[str, object]]] = []
    for entry in changes.entries:
        street = changes.streets.get(entry.source_id)
        for part in entry.segments:
            row = changes.segments.get(part.source_id)
            if part.source_id in changes.held:
                continue
            if row is None:
                done.segments_added.append(_begun(changes, entry.source, street, part))
            elif row.street_id != (street.pk if street else None) or not segment_is_same(row, part):
                values = segment_values(part, measured=row.length_is_measured)
                told.append((row, _before_and_after(row, values, street)))
                row.street = street
                for name, value in values.items():
                    setattr(row, name, value)
    done.segments_changed = [row for row, _facts in told]
    Segment.objects.bulk_update(done.segments_changed, [*SEGMENT_COLUMNS, "street"], batch_size=BATCH)
    Segment.objects.bulk_create(done.segments_added, batch_size=BATCH)
    return told


def _begun(changes: StreetChanges, source: str, street: Street | None, part: SegmentEntry) -> Segment:
    """A new segment. One that only changes its street keeps its line and length: the ground has not moved."""
    old = changes.moved.get(part.source_id)
    return Segment(
        source=source, valid_from=today(), street=street, line=old.line if old else part.line,
        measured_length_m=old.measured_length_m if old else changes.lengths[part.source_id],
        **segment_values(part, measured=old is not None and old.length_is_measured),
    )  # fmt: skip


def _before_and_after(row: Segment, values: Mapping[str, object], street: Street | None) -> dict[str, object]:
    """For the journal: what is written in place, as it was and as it is. A word that is no slug is only "other"."""
    both = {name: (getattr(row, name), values[name]) for name in TOLD_IN_JOURNAL}
    both["street"] = (row.street_id, street.pk if street else None)
    return {name: [_slug(was), _slug(now)] for name, (was, now) in both.items() if was != now}


def _slug(value: object) -> object:
    return value if not isinstance(value, str) or IDENTIFIER.match(value) else "other"


def _close(changes: StreetChanges, done: Registered) -> None:
    """End what has gone and what will be succeeded, before its key is used again."""
    day = today()
    done.segments_closed = [*changes.gone_segments, *changes.ending().values()]
    done.streets_closed = changes.gone_streets
    Segment.objects.filter(pk__in=[row.pk for row in done.segments_closed]).update(valid_to=day)
    Street.objects.filter(pk__in=[row.pk for row in done.streets_closed]).update(valid_to=day)


def _succeed(changes: StreetChanges, done: Registered) -> None:
    """Say which segments carry the metres of the ended ones on, found from the ground.

    Where no ground is shared the key alone says that it is the same road, drawn elsewhere: its metres go on by share.
    """
    come = {row.source_id: Traced(row.pk, row.line, row.measured_length_m) for row in done.segments_added}
    found = successions(
        [Traced(row.pk, row.line, row.measured_length_m) for row in done.segments_closed], list(come.values())
    )
    traced = {share.predecessor for share in found}
    found += [
        Share(row.pk, come[key].key, Decimal(0), row.measured_length_m, Decimal(0), come[key].length_m)
        for key, row in changes.ending().items()
        if row.pk not in traced
    ]
    done.successions = len(Succession.objects.bulk_create(map(Succession.of, found), batch_size=BATCH))


def _place_in_districts(changes: StreetChanges) -> None:
    """Streets lie where they say; those that say nothing, in every district that holds a middle of a segment."""
    through = Street.districts.through
    districts = list(District.objects.filter(area__isnull=False))
    known = set(District.objects.values_list("code", flat=True))
    pairs: set[tuple[int, str]] = set()
    for entry in changes.entries:
        street = changes.streets.get(entry.source_id)
        if street is None:
            continue
        told = {code for code in entry.district_codes if code in known} or _districts_of(entry, districts)
        pairs |= {(street.pk, code) for code in told}
    touched = [street.pk for street in changes.streets.values()]
    through.objects.filter(street_id__in=touched).delete()
    through.objects.bulk_create(
        (through(street_id=street, district_id=code) for street, code in sorted(pairs)), batch_size=5_000
    )


def _districts_of(entry: StreetEntry, districts: Sequence[District]) -> set[str]:
    middles = [part.line.interpolate(0.5, normalized=True) for part in entry.segments]
    return {
        district.code
        for district in districts
        if any(bool(inside) for inside in shapely.contains(district.area, middles))
    }


@transaction.atomic
def rename_street(*, by: Actor, street: Street, names: Translated, from_on: date, act: str) -> Street:
    """Give a street a new name from a day on, by an act. The street stays the same street."""
    require(may_change_street(by))
    StreetName.objects.filter(street=street, until_on__isnull=True).update(until_on=from_on)
    name = StreetName.objects.create(street=street, names=names, from_on=from_on, act=act)
    street.names, street.search = names, search_text(names)
    street.save(update_fields=["names", "search"])
    record(by, "places.street.renamed", street, name=name.pk, from_on=from_on)
    return street
