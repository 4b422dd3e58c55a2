"""Digs opened since a stretch was rated, and what they are taken to have cost it."""

from collections import defaultdict
from collections.abc import Mapping
from datetime import date

from qala.kernel.clock import local
from qala.roads.models import Carriageway, Ground
from qala.roads.rules.drops import Opening, points_lost


def drops_since(rated: Mapping[int, date], on: date) -> dict[int, tuple[float, tuple[int, ...]]]:
    """By segment: points lost, and the digs opened after the day it was rated and until ``on``, in their order."""
    found: dict[int, dict[int, Opening]] = defaultdict(dict)
    rows = Ground.objects.on(on).filter(segment__in=rated, cut__opened_at__isnull=False)
    for row in rows.select_related("cut").order_by("cut__opened_at", "cut"):
        if row.cut and row.cut.opened_at:
            day = local(row.cut.opened_at).date()
            if rated[row.segment_id] < day <= on:
                found[row.segment_id][row.cut.pk] = Opening(row.cut.pk, day, float(row.cut.area_m2))
    whole = _areas(found, on) if found else {}
    return {key: (points_lost(own.values(), whole[key]), tuple(own)) for key, own in found.items()}


def _areas(segments: Mapping[int, object], on: date) -> dict[int, float]:
    """Square metres of carriageway; zero where some of it has no known area."""
    whole = dict.fromkeys(segments, 0.0)
    unknown = set()
    for row in Carriageway.objects.on(on).filter(segment__in=segments):
        whole[row.segment_id] += float(row.area_m2 or 0)
        if row.area_m2 is None:
            unknown.add(row.segment_id)
    return whole | dict.fromkeys(unknown, 0.0)
