"""What a newer file would change, without changing it; the actions work from the same answer."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal

import shapely

from qala.places.models import Address, Landmark, Segment, Street, Succession
from qala.places.rules.addresses import same_number
from qala.places.rules.entries import AddressEntry, LandmarkEntry, SegmentEntry, StreetEntry
from qala.places.rules.geometry import plane_near
from qala.places.rules.matching import Difference, Redrawn, heirs_of_streets, runs_back, same_ground, same_line
from qala.places.rules.position import metres
from qala.places.rules.tracing import Traced

SEGMENT_COLUMNS = (
    "source_id",
    "order",
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
    """Which entries meet which rows. Keys of `streets` and `segments` are the entries' own source keys.

    `redrawn` and `moved`: segments told with another line or length, or on another street. Past days must stay true, so
    they end and are succeeded. What the rest is told of its class and surface is written in place.
    """

    entries: Sequence[StreetEntry]
    lengths: Mapping[str, Decimal]
    streets: dict[str, Street] = field(default_factory=dict)
    segments: dict[str, Segment] = field(default_factory=dict)
    redrawn: dict[str, Segment] = field(default_factory=dict)
    moved: dict[str, Segment] = field(default_factory=dict)
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
        same = sum(1 for entry, row in met if segment_is_same(row, entry))
        after = {key: self.lengths[key] for key in self.redrawn} | {
            key: row.measured_length_m for key, row in self.moved.items()
        }
        succeeded = tuple(Redrawn(key, row.measured_length_m, after[key]) for key, row in self.ending().items())
        new = len(every) - len(met) - len(succeeded)
        return Difference("segments", new, len(met) - same, same, len(self.gone_segments), succeeded)

    def ending(self) -> dict[str, Segment]:
        """Segments that end because a new one takes their place, by the key of the entry that tells so."""
        return self.redrawn | self.moved


def _street_is_same(street: Street, entry: StreetEntry) -> bool:
    return street.names == entry.names and street.source_id == entry.source_id and street.kind == entry.kind.value


def segment_is_same(row: Segment, entry: SegmentEntry) -> bool:
    """Whether a row already says what an entry says."""
    told = segment_values(entry, measured=row.length_is_measured)
    return all(getattr(row, name) == value for name, value in told.items())


def segment_values(entry: SegmentEntry, *, measured: bool = False) -> dict[str, object]:
    """The columns an entry fills in place. Line and length are not among them: where they change, the segment ends."""
    values = (
        entry.source_id,
        entry.order,
        measured or entry.measured_length_m is not None,
        entry.from_node,
        entry.to_node,
        entry.road_class.value,
        entry.surface,
        entry.lit,
        entry.lanes,
        entry.oneway.value,
    )
    return dict(zip(SEGMENT_COLUMNS, values, strict=True))


def street_changes(
    entries: Iterable[StreetEntry], *, complete: bool, spared: frozenset[str] = frozenset()
) -> StreetChanges:
    """Find the rows that entries speak of: by their key first, by their ground second.

    `complete` says that the entries are the whole extract of their source: what is not among them has gone, except
    for the `spared` keys: those the file names in rows that could not be taken.
    """
    rows = list(entries)
    sources = {entry.source for entry in rows}
    changes = StreetChanges(rows, _lengths(rows))
    present = list(Segment.objects.present().filter(source__in=sources).select_related("street").order_by("pk"))
    _match_segments(changes, present)
    changes.entries = [_drawn_as_here(entry, changes.segments) for entry in rows]
    streets = list(Street.objects.filter(source__in=sources, valid_to__isnull=True).order_by("pk"))
    _match_streets(changes, present, streets)
    _set_apart(changes)
    if complete:
        going = changes.segments | changes.ending()
        met = {segment.pk for segment in going.values()} | changes.kept_by_hand
        left = [segment for segment in present if segment.pk not in met]
        changes.gone_segments = [segment for segment in left if segment.source_id not in spared]
        kept = {street.pk for street in changes.streets.values()}
        kept |= {segment.street_id for segment in left if segment.street_id and segment.source_id in spared}
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
        here = Traced(old.pk, old.line, old.measured_length_m)
        if same_line(here, Traced(0, lines[old.source_id], old.measured_length_m)):
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


def _drawn_as_here(entry: StreetEntry, met: Mapping[str, Segment]) -> StreetEntry:
    """Segments drawn the other way round than the ones they meet are turned: left stays left, metres keep their end."""
    back = {part.source_id for part in entry.segments if _turned(part, met.get(part.source_id))}
    if not back:
        return entry
    return replace(entry, segments=tuple(part.turned() if part.source_id in back else part for part in entry.segments))


def _turned(part: SegmentEntry, row: Segment | None) -> bool:
    return row is not None and runs_back(row.line, part.line)


def _set_apart(changes: StreetChanges) -> None:
    """Segments told with another line or length, or on another street than their own."""
    for entry in changes.entries:
        street = changes.streets.get(entry.source_id)
        for part in entry.segments:
            row = changes.segments.get(part.source_id)
            if row is None:
                continue
            if not _lies_as(row, part, changes.lengths[part.source_id]):
                changes.redrawn[part.source_id] = changes.segments.pop(part.source_id)
            elif row.street_id is not None and row.street_id != (street.pk if street else None):
                changes.moved[part.source_id] = changes.segments.pop(part.source_id)


def _lies_as(row: Segment, part: SegmentEntry, length: Decimal) -> bool:
    """A length measured on the ground outlives one drawn from a line of the same ground."""
    measured = part.measured_length_m is not None
    told = row.measured_length_m if row.length_is_measured and not measured else length
    return same_line(Traced(row.pk, row.line, row.measured_length_m), Traced(0, part.line, told), measured=measured)


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


def landmark_changes(
    entries: Iterable[LandmarkEntry], *, complete: bool, spared: frozenset[str] = frozenset()
) -> LandmarkChanges:
    """Find the rows that entries speak of by their key."""
    rows = list(entries)
    present = list(Landmark.objects.filter(source__in={entry.source for entry in rows}).order_by("pk"))
    keys = {entry.source_id for entry in rows}
    told = keys | spared
    gone = [row for row in present if row.source_id not in told and row.closed_on is None] if complete else []
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
