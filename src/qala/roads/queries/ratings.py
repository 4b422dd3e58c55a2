"""The last rating of a stretch on a day; a stretch cut, joined or drawn anew is known by what it succeeded.

Ratings never change and stay with the segment that was looked at. What a successor inherits is read, never copied: so
no history is learnt from twice.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal

from qala.places.models import Segment, Succession
from qala.roads.models import Rating

HALF = Decimal("0.5")
"""[set] An inheritance speaks for a stretch when it covers half of it."""
CENT = Decimal("0.01")


def last_ratings(segments: Iterable[int], on: date, procedure: str) -> dict[int, Rating]:
    """The last rating of each segment known on a day, or what it inherits; the rest are left out."""
    keys = set(segments)
    rows = Rating.objects.filter(segment__in=keys, procedure=procedure, rated_on__lte=on)
    found = {row.segment_id: row for row in rows.order_by("segment_id", "-rated_on", "-pk").distinct("segment_id")}
    return found | _inherited(keys - found.keys(), on, procedure)


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
