"""The city's own ratings as the histories wear is learnt from."""

from collections import defaultdict
from datetime import date

from qala.roads.models import Rating
from qala.roads.rules.panel import Pair, Visit, pairs_of


def pairs_known(procedure: str, on: date) -> list[Pair]:
    """Pairs of ratings of one procedure on one segment, as known on a day; synthetic ones are never learnt from
    beside real ones.
    """
    rows = Rating.objects.filter(procedure=procedure, rated_on__lte=on).order_by("segment_id", "rated_on", "pk")
    if rows.filter(synthetic=False).exists():
        rows = rows.filter(synthetic=False)
    found: dict[str, dict[int, Visit]] = defaultdict(dict)
    for segment, day, value, cracks in rows.values_list("segment_id", "rated_on", "value", "cracks"):
        found[str(segment)].setdefault(day.year, Visit(day.year, float(value), cracks))
    return pairs_of({segment: tuple(by_year.values()) for segment, by_year in found.items()})
