"""Which new segment took over which metres of an old one, found from the ground both lines cover."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

import shapely
import shapely.ops
from shapely.geometry.base import BaseGeometry

from qala.places.rules.geometry import plane_near
from qala.places.rules.position import Succession, metres

ALONGSIDE_M = 3.0
SHORTEST_SHARE_M = 1.0


@dataclass(frozen=True, slots=True)
class Traced:
    """A segment as tracing sees it: its key, its line in degrees, its measured length."""

    key: int
    line: BaseGeometry
    length_m: Decimal


def trace(old: Traced, new: Traced, *, within_m: float = ALONGSIDE_M) -> Succession | None:
    """The metres of `old` that `new` covers, or nothing where they do not run together."""
    plane = plane_near(old.line)
    ours, theirs = plane.metres(old.line), plane.metres(new.line)
    contacts = _contacts(ours, theirs, within_m)
    if len(contacts) < 2:
        return None
    (start, onto_start), (end, onto_end) = min(contacts), max(contacts)
    if end - start < SHORTEST_SHARE_M or abs(onto_end - onto_start) < SHORTEST_SHARE_M:
        return None
    mine = shapely.ops.substring(ours, start, end)
    yours = shapely.ops.substring(theirs, min(onto_start, onto_end), max(onto_start, onto_end))
    if mine.hausdorff_distance(yours) > within_m:
        return None
    scale, onto_scale = float(old.length_m) / ours.length, float(new.length_m) / theirs.length
    return Succession(
        old.key,
        new.key,
        metres(start * scale),
        metres(end * scale),
        metres(onto_start * onto_scale),
        metres(onto_end * onto_scale),
    )


def _contacts(ours: BaseGeometry, theirs: BaseGeometry, within_m: float) -> list[tuple[float, float]]:
    """Pairs of metre marks, on our line and on theirs, where one line's end lies on the other."""
    marks: list[tuple[float, float]] = []
    for at, end in ((0.0, shapely.Point(ours.coords[0])), (ours.length, shapely.Point(ours.coords[-1]))):
        if theirs.distance(end) <= within_m:
            marks.append((at, float(theirs.project(end))))
    for at, end in ((0.0, shapely.Point(theirs.coords[0])), (theirs.length, shapely.Point(theirs.coords[-1]))):
        if ours.distance(end) <= within_m:
            marks.append((float(ours.project(end)), at))
    return marks


def successions(gone: Sequence[Traced], come: Sequence[Traced]) -> list[Succession]:
    """For every segment that is gone: which of the come ones carry its metres on."""
    if not gone or not come:
        return []
    tree = shapely.STRtree([one.line for one in come])
    found: list[Succession] = []
    for old in gone:
        reach = shapely.box(*old.line.bounds).buffer(0.0002)
        found.extend(_heirs(old, (come[int(at)] for at in sorted(tree.query(reach)))))
    return found


def _heirs(old: Traced, candidates: Iterable[Traced]) -> list[Succession]:
    """Successors in order, none taking metres that an earlier one took already."""
    traced = [share for share in (trace(old, new) for new in candidates) if share is not None]
    kept: list[Succession] = []
    for share in sorted(traced, key=lambda one: (one.from_m, -one.to_m)):
        if not kept or share.from_m >= kept[-1].to_m - Decimal(1):
            kept.append(share)
    return kept
