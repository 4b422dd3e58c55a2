"""The last rating of a stretch on a day; a stretch cut, joined or drawn anew is known by what it succeeded.

Ratings never change and stay with the segment that was looked at. What a successor inherits is read, never copied: so
no history is learnt from twice.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal

from django.db.models import QuerySet

from qala.places.models import Segment, Succession
from qala.roads.models import Rating

HALF = Decimal("0.5")
"""[set] An inheritance speaks for a stretch when it covers half of it."""
CENT = Decimal("0.01")
MANY = 1_000
"""Of more segments than this the whole table is read: a list of a city's keys costs more than its rows."""


def last_ratings(segments: Iterable[int], on: date, procedure: str) -> dict[int, Rating]:
    """The last rating of each segment known on a day, or what it inherits; the rest are left out."""
    keys = set(segments)
    found = {row.segment_id: row for row in _last(on, procedure).filter(segment__in=keys)}
    return found | _inherited(keys - found.keys(), on, procedure)


def last_stretches(segments: Iterable[int], on: date, procedure: str) -> dict[int, tuple[date, Decimal]]:
    """The day and the metres of those ratings, without their rows: a whole city is asked at once."""
    keys = set(segments)
    rows = _last(on, procedure) if len(keys) > MANY else _last(on, procedure).filter(segment__in=keys)
    told = rows.values_list("segment_id", "rated_on", "from_m", "to_m")
    found = {segment: (day, to_m - from_m) for segment, day, from_m, to_m in told if segment in keys}
    heirs = _inherited(keys - found.keys(), on, procedure)
    return found | {segment: (row.rated_on, row.to_m - row.from_m) for segment, row in heirs.items()}


def _last(on: date, procedure: str) -> QuerySet[Rating]:
    rows = Rating.objects.filter(procedure=procedure, rated_on__lte=on)
    return rows.order_by("segment_id", "-rated_on", "-pk").distinct("segment_id")


def _inherited(segments: set[int], on: date, procedure: str) -> dict[int, Rating]:
    """Ratings of predecessors, weighed by the metres that live on; through as many generations as there are."""
    shares: dict[int, list[tuple[int, Decimal]]] = defaultdict(list)
    told = Succession.objects.filter(successor__in=segments)
    for heir, before, from_m, to_m in told.values_list("successor_id", "predecessor_id", "from_m", "to_m"):
        shares[heir].append((before, to_m - from_m))
    if not shares:
        return {}
    known = last_ratings({before for own in shares.values() for before, _metres in own}, on, procedure)
    lengths = dict(Segment.objects.filter(pk__in=shares).values_list("pk", "measured_length_m"))
    found = {}
    for heir, own in shares.items():
        parts = [(known[before], metres) for before, metres in own if before in known]
        if sum(metres for _row, metres in parts) >= lengths[heir] * HALF:
            found[heir] = _joined(heir, lengths, parts)
    return found


def _joined(heir: int, lengths: Mapping[int, Decimal], parts: Sequence[tuple[Rating, Decimal]]) -> Rating:
    """One rating of several by their metres, as old as the oldest; not a row of the database."""
    longest = max(parts, key=lambda part: part[1])[0]
    metres = sum((one for _row, one in parts), Decimal(0))
    value = sum((row.value * one for row, one in parts), Decimal(0)) / metres
    cracks = [row.cracks for row, _one in parts if row.cracks is not None]
    return Rating(
        survey_id=longest.survey_id, segment_id=heir, from_m=0, to_m=lengths[heir],
        rated_on=min(row.rated_on for row, _one in parts), procedure=longest.procedure, value=value.quantize(CENT),
        grade=longest.grade, surface=longest.surface, cracks=min(cracks, default=None), curve_set=longest.curve_set,
        synthetic=any(row.synthetic for row, _one in parts), units=sum(row.units for row, _one in parts),
    )  # fmt: skip


def procedures() -> list[str]:
    """Every procedure the city has ratings of."""
    return list(Rating.objects.order_by("procedure").values_list("procedure", flat=True).distinct())
