"""From mapped ways to segments between junctions, and from segments of one name to streets."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from qala.kernel.translated import Translated
from qala.places.rules.entries import OneWay, RoadClass, SegmentEntry, StreetEntry
from qala.places.rules.geometry import plane_near
from qala.places.rules.names import search_text, street_kind

SAME_STREET_WITHIN_M = 250.0

DRIVABLE: Mapping[str, RoadClass] = {
    **{kind.value: kind for kind in RoadClass},
    **{f"{kind.value}_link": kind for kind in list(RoadClass)[:5]},
    "road": RoadClass.UNCLASSIFIED,
}


@dataclass(frozen=True, slots=True)
class Way:
    """A mapped way: its nodes in order and its tags. Who drew it is not kept."""

    key: int
    nodes: tuple[int, ...]
    tags: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a way between two junctions."""

    way: Way
    nodes: tuple[int, ...]
    source_id: str


def drivable(tags: Mapping[str, str]) -> bool:
    """Whether wheels may use it: the classes of the register, areas and unbuilt ways left out."""
    return tags.get("highway") in DRIVABLE and tags.get("area") != "yes"


def cut_at_junctions(ways: Iterable[Way]) -> list[Piece]:
    """Cut every way where another one, or itself, meets it.

    A piece is named by its way and its end nodes, not by its place in the way, so that a junction added at one
    end renames nothing at the other.
    """
    kept = [way for way in ways if len(way.nodes) > 1]
    uses = Counter(node for way in kept for node in way.nodes)
    pieces: list[Piece] = []
    for way in kept:
        marks = [at for at in range(1, len(way.nodes) - 1) if uses[way.nodes[at]] > 1]
        seen: Counter[str] = Counter()
        for start, end in zip([0, *marks], [*marks, len(way.nodes) - 1], strict=True):
            nodes = way.nodes[start : end + 1]
            name = f"{way.key}/{nodes[0]}-{nodes[-1]}"
            seen[name] += 1
            pieces.append(Piece(way, nodes, name if seen[name] == 1 else f"{name}#{seen[name]}"))
    return pieces


def names_of(tags: Mapping[str, str], language: str) -> Translated:
    """Names in three languages; the plain `name` is taken to be in the map's own `language`."""
    plain = {language: tags["name"].strip()} if tags.get("name", "").strip() else {}
    told = {code: tags[f"name:{code}"].strip() for code in ("kk", "ru", "en") if tags.get(f"name:{code}")}
    return Translated.of({**plain, **told})


def segment_of(piece: Piece, line: BaseGeometry) -> SegmentEntry:
    """A segment with what the tags say about its road."""
    tags = piece.way.tags
    lanes = tags.get("lanes", "")
    lit = tags.get("lit")
    return SegmentEntry(
        source_id=piece.source_id,
        line=line,
        from_node=str(piece.nodes[0]),
        to_node=str(piece.nodes[-1]),
        road_class=DRIVABLE[tags["highway"]],
        surface=tags.get("surface", "")[:40],
        lit=None if lit is None else lit != "no",
        lanes=int(lanes) if lanes.isdigit() and 0 < int(lanes) < 20 else None,
        oneway=oneway_of(tags),
    )


def oneway_of(tags: Mapping[str, str]) -> OneWay:
    """Which way the tags let wheels go; a roundabout goes as it is drawn."""
    told = tags.get("oneway", "")
    if told in {"-1", "reverse"}:
        return OneWay.AGAINST
    if told in {"yes", "true", "1"} or (not told and tags.get("junction") == "roundabout"):
        return OneWay.ALONG
    return OneWay.BOTH


def gather_streets(
    source: str, named: Iterable[tuple[Translated, SegmentEntry]], *, within_m: float = SAME_STREET_WITHIN_M
) -> list[StreetEntry]:
    """Segments of one name that lie near each other are one street; the nameless stay together without a name.

    Two villages may each have a Dorfstrasse: names alone never join what lies farther apart than `within_m`.
    """
    by_name: dict[str, list[tuple[Translated, SegmentEntry]]] = defaultdict(list)
    for names, segment in named:
        by_name[search_text(names)].append((names, segment))
    streets: list[StreetEntry] = []
    for name, members in sorted(by_name.items()):
        if not name:
            streets.append(_street(source, f"nameless:{source}", members))
            continue
        for group in _clusters([segment.line for _, segment in members], within_m):
            part = [members[at] for at in group]
            first = min(segment.source_id for _, segment in part)
            streets.append(_street(source, f"{name}@{first}", part))
    return streets


def _street(source: str, source_id: str, members: Sequence[tuple[Translated, SegmentEntry]]) -> StreetEntry:
    names = _fullest(names for names, _ in members)
    ordered = in_order([segment for _, segment in members]) if names else [segment for _, segment in members]
    return StreetEntry(
        source=source, source_id=source_id, names=names, kind=street_kind(names), segments=tuple(ordered)
    )


def _fullest(all_names: Iterable[Translated]) -> Translated:
    counted = Counter(all_names)
    return max(counted, key=lambda names: (len(names.as_dict()), counted[names], names.as_dict().get("kk", "")))


def _clusters(lines: Sequence[BaseGeometry], within_m: float) -> list[list[int]]:
    plane = plane_near(shapely.GeometryCollection(list(lines)))
    flat = [plane.metres(line) for line in lines]
    parent = list(range(len(flat)))

    def root(at: int) -> int:
        while parent[at] != at:
            parent[at] = parent[parent[at]]
            at = parent[at]
        return at

    left, right = shapely.STRtree(flat).query(flat, predicate="dwithin", distance=within_m)
    for one, other in zip(left, right, strict=True):
        parent[root(int(one))] = root(int(other))
    groups: dict[int, list[int]] = defaultdict(list)
    for at in range(len(flat)):
        groups[root(at)].append(at)
    return sorted(groups.values())


def in_order(segments: Sequence[SegmentEntry]) -> list[SegmentEntry]:
    """Number segments along the street's long axis, from the west end (from the south where it runs north)."""
    if len(segments) < 2:
        return [replace(segment, order=1) for segment in segments]
    plane = plane_near(shapely.GeometryCollection([segment.line for segment in segments]))
    middles = [plane.metres(segment.line).interpolate(0.5, normalized=True) for segment in segments]
    spots = np.array([(middle.x, middle.y) for middle in middles])
    centred = spots - spots.mean(axis=0)
    axis = np.linalg.svd(centred, full_matrices=False)[2][0]
    if axis[0] < -1e-9 or (abs(axis[0]) <= 1e-9 and axis[1] < 0):
        axis = -axis
    along = centred @ axis
    order = sorted(range(len(segments)), key=lambda at: (round(float(along[at]), 3), segments[at].source_id))
    return [replace(segments[at], order=place) for place, at in enumerate(order, start=1)]
