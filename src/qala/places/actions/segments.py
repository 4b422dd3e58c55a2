"""One segment cut in several, several put together, one measured on the ground."""

from collections.abc import Sequence
from decimal import Decimal
from itertools import pairwise

import shapely
import shapely.ops
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from qala.journal.log import record
from qala.kernel.actors import Actor
from qala.kernel.announcements import announce
from qala.kernel.clock import today
from qala.kernel.refusals import Refusal, require
from qala.places.models import Segment, Succession
from qala.places.policies import may_change_street
from qala.places.rules import position
from qala.places.rules.geometry import along


@transaction.atomic
def split_segment(*, by: Actor, segment: Segment, at_m: Sequence[Decimal]) -> list[Segment]:
    """End a segment and begin its parts, cut at these metre marks. Positions on it are carried by successions."""
    require(may_change_street(by))
    length = _open(segment)
    marks = sorted({position.metres(mark) for mark in at_m})
    if not marks or marks[0] <= 0 or marks[-1] >= length:
        raise Refusal(_("A cut must lie inside the segment."), code="cut_outside_segment")
    edges = [Decimal(0), *marks, length]
    parts = [_part(segment, number, start, end) for number, (start, end) in enumerate(pairwise(edges), start=1)]
    _end([segment])
    Segment.objects.bulk_create(parts)
    cuts = list(zip([part.pk for part in parts], edges[1:], strict=True))
    _succeed(position.split_map(segment.pk, length, cuts))
    announce("segments_succeeded", {"segments": [segment.pk]})
    record(by, "places.segment.split", segment, parts=[part.pk for part in parts])
    return parts


@transaction.atomic
def merge_segments(*, by: Actor, segments: Sequence[Segment]) -> Segment:
    """End segments that follow one another on one street and begin one in their place."""
    require(may_change_street(by))
    lengths = [_open(segment) for segment in segments]
    if len(segments) < 2 or len({segment.street_id for segment in segments}) > 1:
        raise Refusal(_("Only segments of one street can be put together."), code="not_one_street")
    line, turned = _chained([segment.line for segment in segments])
    merged = _copy(segments[0], line, sum(lengths, Decimal(0)), f"{segments[0].source_id}+{len(segments)}")
    merged.length_is_measured = all(segment.length_is_measured for segment in segments)
    merged.from_node = segments[0].to_node if turned[0] else segments[0].from_node
    merged.to_node = segments[-1].from_node if turned[-1] else segments[-1].to_node
    _end(segments)
    merged.save()
    parts = [(s.pk, length, back) for s, length, back in zip(segments, lengths, turned, strict=True)]
    _succeed(position.merge_map(merged.pk, parts))
    announce("segments_succeeded", {"segments": [segment.pk for segment in segments]})
    record(by, "places.segment.merged", merged, parts=[segment.pk for segment in segments])
    return merged


@transaction.atomic
def measure_segment(*, by: Actor, segment: Segment, length_m: Decimal) -> Segment:
    """Write down the length measured on the ground; from now on a drawn line does not change it.

    The segment ends and goes on as one of that length: past days keep the length they were told with.
    """
    require(may_change_street(by))
    drawn, length = _open(segment), position.metres(length_m)
    if not drawn / 2 <= length <= drawn * 2:
        raise Refusal(_("The measured length is far from the drawn one. Check the units."), code="length_far_off")
    measured = _copy(segment, segment.line, length, segment.source_id)
    measured.length_is_measured = True
    measured.from_node, measured.to_node = segment.from_node, segment.to_node
    _end([segment])
    measured.save()
    _succeed([position.Succession(segment.pk, measured.pk, Decimal(0), drawn, Decimal(0), length)])
    announce("segments_succeeded", {"segments": [segment.pk]})
    record(by, "places.segment.measured", measured, centimetres=int(length * 100))
    return measured


def _open(segment: Segment) -> Decimal:
    """The length of a segment that has not ended; ended ones are history and stay."""
    fresh = Segment.objects.select_for_update().get(pk=segment.pk)
    if fresh.valid_to is not None:
        raise Refusal(_("This segment has ended. Change its successors."), code="segment_has_ended")
    return fresh.measured_length_m


def _copy(segment: Segment, line: object, length: Decimal, source_id: str) -> Segment:
    return Segment(
        source=segment.source,
        source_id=source_id,
        street_id=segment.street_id,
        order=segment.order,
        line=line,
        measured_length_m=length,
        length_is_measured=segment.length_is_measured,
        road_class=segment.road_class,
        surface=segment.surface,
        lit=segment.lit,
        lanes=segment.lanes,
        oneway=segment.oneway,
        by_hand=True,
        valid_from=today(),
    )


def _part(segment: Segment, number: int, start: Decimal, end: Decimal) -> Segment:
    whole = segment.measured_length_m
    line = along(segment.line, float(start / whole), float(end / whole))
    part = _copy(segment, line, end - start, f"{segment.source_id}.{number}")
    part.from_node = segment.from_node if start == 0 else ""
    part.to_node = segment.to_node if end == whole else ""
    return part


def _end(segments: Sequence[Segment]) -> None:
    Segment.objects.filter(pk__in=[segment.pk for segment in segments]).update(valid_to=today())


def _succeed(shares: Sequence[position.Succession]) -> None:
    Succession.objects.bulk_create(map(Succession.of, shares))


def _chained(lines: Sequence[shapely.LineString]) -> tuple[shapely.LineString, list[bool]]:
    """One line through all, and which of them had to be turned round. Refuses lines that do not touch."""
    first, second = lines[0], lines[1]
    ends = {second.coords[0], second.coords[-1]}
    turned = [first.coords[-1] not in ends and first.coords[0] in ends]
    points = list(first.coords)[::-1] if turned[0] else list(first.coords)
    for line in lines[1:]:
        back = line.coords[-1] == points[-1] and line.coords[0] != points[-1]
        path = list(line.coords)[::-1] if back else list(line.coords)
        if path[0] != points[-1]:
            raise Refusal(_("The segments do not follow one another."), code="segments_apart")
        turned.append(back)
        points.extend(path[1:])
    return shapely.LineString(points), turned
