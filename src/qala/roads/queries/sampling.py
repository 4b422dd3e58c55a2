"""What surveys tell of their samples: the deviation the next number is reckoned with, and how they kept to the lot."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import date
from decimal import Decimal
from itertools import groupby
from typing import Any

from qala.places.models import Segment
from qala.roads.models import Rating, SampleDraw, SampleUnit
from qala.roads.queries.curves import curves_in_force
from qala.roads.rules.sampling import Sample, kept, spread_of
from qala.roads.rules.surfaces import Surface
from qala.roads.rules.survey_sheet import UnitSheet


def last_spread(segment: Segment, surface: Surface, on: date) -> tuple[Decimal, int] | None:
    """Deviation of PCI among the drawn units of the last survey known on a day that had two, and that survey.

    Once the city has curves of its own, figures of a demonstration set no longer tell how many units a crew walks.
    """
    rows = SampleUnit.objects.filter(
        segment=segment, surface=surface.value, additional=False, pci__isnull=False, survey__surveyed_on__lte=on
    )
    if not curves_in_force().curves.synthetic:
        rows = rows.exclude(survey__in=Rating.objects.filter(segment=segment, synthetic=True).values("survey"))
    told = rows.order_by("-survey__surveyed_on", "-survey_id").values_list("survey_id", "pci")
    for survey, own in groupby(told, key=lambda row: row[0]):
        spread = spread_of([pci for _survey, pci in own if pci is not None])
        if spread is not None:
            return spread, survey
    return None


def kept_to_draws(
    units: Sequence[UnitSheet], pcis: Mapping[int, Decimal], lengths: Mapping[int, Decimal], on: date
) -> list[dict[str, Any]]:
    """For each segment with a draw: how these units keep to the last one of their surface. `pcis` by line."""
    there: dict[tuple[int, str], list[UnitSheet]] = defaultdict(list)
    for unit in units:
        there[unit.position.segment, unit.surface.value].append(unit)
    told = []
    for one in _last_draws(lengths, on):
        found = there.get((one.segment_id, one.surface))
        if found:
            numbers = _numbers(one.sample, found, pcis, lengths[one.segment_id])
            told.append({"segment": one.segment_id, "draw": one.pk, **asdict(kept(one.sample, numbers))})
    return told


def _last_draws(segments: Mapping[int, Decimal], on: date) -> list[SampleDraw]:
    rows = SampleDraw.objects.filter(segment__in=segments, drawn_on__lte=on)
    return list(rows.order_by("segment_id", "surface", "-drawn_on", "-pk").distinct("segment_id", "surface"))


def _numbers(
    sample: Sample, found: Sequence[UnitSheet], pcis: Mapping[int, Decimal], length: Decimal
) -> list[tuple[int, Decimal | None]]:
    """Each unit that is no oddity as the lot counts it: by where its middle lies."""
    return [
        (sample.unit_at((unit.position.from_m + unit.position.to_m) / 2 / length), pcis.get(unit.line))
        for unit in found
        if not unit.additional
    ]
