"""What a newer file would change, without changing it; the actions work from the same answer."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

import shapely

from qala.places.models import Address, Landmark, Segment, Street, Succession
from qala.places.rules.addresses import same_number
from qala.places.rules.entries import AddressEntry, LandmarkEntry, SegmentEntry, StreetEntry
from qala.places.rules.geometry import plane_near
from qala.places.rules.matching import Difference, heirs_of_streets, same_ground
from qala.places.rules.position import metres
from qala.places.rules.tracing import Traced

SEGMENT_COLUMNS = (
    "source_id",
    "order",
    "line",
    "measured_length_m",
    "length_is_measured",
    "from_node",
    "to_node",
    "road_class",
    "surface",
    "lit",
    "lanes",
    "oneway",
)


@dataclass
class StreetChanges:
    """Which entries meet which rows. Keys of `streets` and `segments` are the entries' own source keys."""

    entries: Sequence[StreetEntry]
    lengths: Mapping[str, Decimal]
    streets: dict[str, Street] = field(default_factory=dict)
    segments: dict[str, Segment] = field(default_factory=dict)
    gone_segments: list[Segment] = field(default_factory=list)
    gone_streets: list[Street] = field(default_factory=list)
    held: set[str] = field(default_factory=set)
    kept_by_hand: set[int] = field(default_factory=set)

    def differences(self) -> list[Difference]:
        """The same as counts, for people."""
        named = [entry for entry in self.entries if entry.names]
        changed = [e for e in named if (s := self.streets.get(e.source_id)) and not _street_is_same(s, e)]
        known = [e for e in named if e.source_id in self.streets]
        return [
            Difference(
                "streets",
                len(named) - len(known),
                len(changed),
                len(known) - len(changed),
                len(self.gone_streets),
            ),
            self._segment_difference(),
        ]

    def _segment_difference(self) -> Difference:
        every = [one for entry in self.entries for one in entry.segments if one.source_id not in self.held]
        met = [(entry, self.segments[entry.source_id]) for entry in every if entry.source_id in self.segments]
        same = sum(1 for entry, row in met if segment_is_same(row, entry, self.lengths[entry.source_id]))
        return Difference("segments", len(every) - len(met), len(met) - same, same, len(self.gone_segments))


def _street_is_same(street: Street, entry: StreetEntry) -> bool:
    return street.names == entry.names and street.source_id == entry.source_id and street.kind == entry.kind.value


def segment_is_same(row: Segment, entry: SegmentEntry, length: Decimal) -> bool:
    """Whether a row already says what an entry says."""
    told = segment_values(entry, length, row)
    return all(getattr(row, name) == value for name, value in told.items() if name != "line") and bool(
        shapely.equals_exact(row.line, entry.line, tolerance=1e-7)
    )


def segment_values(entry: SegmentEntry, length: Decimal, row: Segment | None = None) -> dict[str, object]:
    """The columns an entry fills. A length measured on the ground outlives one drawn from a line."""
    keep = row is not None and row.length_is_measured and entry.measured_length_m is None
    values = (
        entry.source_id,
        entry.order,
        entry.line,
        row.measured_length_m if keep and row is not None else length,
        keep or entry.measured_length_m is not None,
        entry.from_node,
        entry.to_node,
        entry.road_class.value,
        entry.surface,
        entry.lit,
        entry.lanes,
        entry.oneway.value,
    )
    return dict(zip(SEGMENT_COLUMNS, values, strict=True))


def street_changes(entries: Iterable[StreetEntry], *, complete: bool) -> StreetChanges:
    """Find the rows that entries speak of: by their key first, by their ground second.

    `complete` says that the entries are the whole extract of their source: what is not among them has gone.
    """
    rows = list(entries)
    sources = {entry.source for entry in rows}
    changes = StreetChanges(rows, _lengths(rows))
    present = list(Segment.objects.present().filter(source__in=sources).select_related("street").order_by("pk"))
    _match_segments(changes, present)
    streets = list(Street.objects.filter(source__in=sources, valid_to__isnull=True).order_by("pk"))
    _match_streets(changes, present, streets)
    if complete:
        met = {segment.pk for segment in changes.segments.values()} | changes.kept_by_hand
        changes.gone_segments = [segment for segment in present if segment.pk not in met]
        kept = {street.pk for street in changes.streets.values()}
        changes.gone_streets = [street for street in streets if street.pk not in kept]
    return changes


def _lengths(rows: Sequence[StreetEntry]) -> dict[str, Decimal]:
    every = [segment for entry in rows for segment in entry.segments]
    if not every:
        return {}
    plane = plane_near(shapely.GeometryCollection([segment.line for segment in every]))
    drawn = plane.lengths(segment.line for segment in every)
    return {
        segment.source_id: metres(segment.measured_length_m or max(length, 0.01))
        for segment, length in zip(every, drawn, strict=True)
    }


def _match_segments(changes: StreetChanges, present: Sequence[Segment]) -> None:
    by_key = {segment.source_id: segment for segment in present}
    every = [segment for entry in changes.entries for segment in entry.segments]
    changes.segments = {e.source_id: by_key[e.source_id] for e in every if e.source_id in by_key}
    strangers = [entry for entry in every if entry.source_id not in by_key]
    _hold_by_hand(changes, strangers)
    strangers = [entry for entry in strangers if entry.source_id not in changes.held]
    met = {segment.pk for segment in changes.segments.values()}
    left = [segment for segment in present if segment.pk not in met]
    by_pk = {segment.pk: segment for segment in left}
    old = [Traced(segment.pk, segment.line, segment.measured_length_m) for segment in left]
    new = [Traced(at, entry.line, changes.lengths[entry.source_id]) for at, entry in enumerate(strangers)]
    for at, pk in same_ground(old, new).items():
        changes.segments[strangers[at].source_id] = by_pk[pk]


def _hold_by_hand(changes: StreetChanges, strangers: Sequence[SegmentEntry]) -> None:
    """A segment that people cut or joined stays so while its source still draws the old one, line for line."""
    lines = {entry.source_id: entry.line for entry in strangers}
    sources = {entry.source for entry in changes.entries}
    cut = Succession.objects.filter(successor__by_hand=True).values("predecessor")
    ended = Segment.objects.filter(pk__in=cut, source__in=sources, source_id__in=lines, valid_to__isnull=False)
    for old in ended:
        if shapely.equals_exact(old.line, lines[old.source_id], tolerance=1e-7):
            changes.held.add(old.source_id)
            changes.kept_by_hand |= _present_heirs(old.pk)


def _present_heirs(segment: int) -> set[int]:
    heirs = Segment.objects.filter(inheritances__predecessor=segment)
    found: set[int] = set()
    for heir, valid_to in heirs.values_list("pk", "valid_to"):
        found |= {heir} if valid_to is None else _present_heirs(heir)
    return found


def _match_streets(changes: StreetChanges, present: Sequence[Segment], streets: Sequence[Street]) -> None:
    by_key = {street.source_id: street for street in streets}
    by_pk = {street.pk: street for street in streets}
    named = [entry for entry in changes.entries if entry.names]
    changes.streets = {e.source_id: by_key[e.source_id] for e in named if e.source_id in by_key}
    taken = {street.pk for street in changes.streets.values()}
    lengths: dict[int, Decimal] = defaultdict(Decimal)
    for segment in present:
        if segment.street_id and segment.street_id not in taken:
            lengths[segment.street_id] += segment.measured_length_m
    shared = [
        (row.street_id, entry.source_id, row.measured_length_m)
        for entry in named
        if entry.source_id not in changes.streets
        for part in entry.segments
        if (row := changes.segments.get(part.source_id)) and row.street_id in lengths
    ]
    for source_id, pk in heirs_of_streets(shared, lengths).items():
        changes.streets[source_id] = by_pk[pk]


@dataclass
class LandmarkChanges:
    """Which landmark entries meet which rows."""

    entries: Sequence[LandmarkEntry]
    known: dict[str, Landmark]
    gone: list[Landmark]

    def difference(self) -> Difference:
        """The same as counts, for people."""
        met = [(entry, self.known[entry.source_id]) for entry in self.entries if entry.source_id in self.known]
        same = sum(1 for entry, row in met if landmark_is_same(row, entry))
        return Difference("landmarks", len(self.entries) - len(met), len(met) - same, same, len(self.gone))


def landmark_is_same(row: Landmark, entry: LandmarkEntry) -> bool:
    """Whether a row already says what an entry says."""
    return (
        row.kind == entry.kind.value
        and row.names == entry.names
        and row.closed_on is None
        and bool(shapely.equals_exact(row.shape, entry.shape, tolerance=1e-7))
    )


def landmark_changes(entries: Iterable[LandmarkEntry], *, complete: bool) -> LandmarkChanges:
    """Find the rows that entries speak of by their key."""
    rows = list(entries)
    present = list(Landmark.objects.filter(source__in={entry.source for entry in rows}).order_by("pk"))
    keys = {entry.source_id for entry in rows}
    gone = [row for row in present if row.source_id not in keys and row.closed_on is None] if complete else []
    return LandmarkChanges(rows, {row.source_id: row for row in present if row.source_id in keys}, gone)


@dataclass
class AddressChanges:
    """Which house numbers meet which rows. Those of streets nobody knows have no row and get none."""

    entries: Sequence[AddressEntry]
    streets: Mapping[tuple[str, str], int]
    known: dict[str, Address]

    def is_same(self, entry: AddressEntry) -> bool:
        """Whether a row already says what an entry says."""
        row = self.known.get(entry.source_id)
        spot = shapely.Point(entry.lon, entry.lat)
        return (
            row is not None
            and (row.source_id, row.number) == (entry.source_id, entry.number)
            and row.street_id == self.streets.get((entry.source, entry.street_source_id))
            and bool(shapely.equals_exact(row.point, spot, tolerance=1e-7))
        )

    def difference(self) -> Difference:
        """The same as counts, for people. A number that a file leaves out stays: houses outlive their mapping."""
        same = sum(1 for entry in self.entries if self.is_same(entry))
        old = sum(1 for entry in self.entries if entry.source_id in self.known)
        return Difference("house numbers", len(self.entries) - old, old - same, same, 0)


def address_changes(entries: Iterable[AddressEntry]) -> AddressChanges:
    """Find the rows that entries speak of: by key, and where a house was mapped anew by its street and number."""
    rows = list(entries)
    streets = streets_by_key({(entry.source, entry.street_source_id) for entry in rows})
    present = list(Address.objects.filter(source__in={entry.source for entry in rows}).order_by("pk"))
    brought = {entry.source_id for entry in rows}
    known = {row.source_id: row for row in present if row.source_id in brought}
    left = {(row.street_id, same_number(row.number)): row for row in present if row.source_id not in brought}
    for entry in rows:
        street = streets.get((entry.source, entry.street_source_id))
        heir = None if entry.source_id in known else left.pop((street or 0, same_number(entry.number)), None)
        if heir is not None:
            known[entry.source_id] = heir
    return AddressChanges(rows, streets, known)


def streets_by_key(keys: set[tuple[str, str]]) -> dict[tuple[str, str], int]:
    """Streets of these sources and source keys."""
    rows = Street.objects.filter(source__in={s for s, _ in keys}, source_id__in={k for _, k in keys})
    return {(source, key): pk for source, key, pk in rows.values_list("source", "source_id", "pk")}
