"""The passport's seam for condition: what is known of a street's state on a day. Condition's tables answer here."""

from collections import defaultdict
from datetime import date, timedelta
from typing import Any

from qala.places.models import Street
from qala.roads.models import Rating

HOLDS_DAYS = 5 * 365  # [set] a survey speaks of a street for so long


def condition_told(street: Street, day: date) -> list[dict[str, Any]]:
    """One plain row for each surveyed stretch: segment, from_m, to_m, method, value, grade, surveyed_on, source.

    Rows hold keys, numbers, dates as ISO text and slugs only, in the order of the street. `synthetic` must show.
    """
    rows = Rating.objects.filter(segment__street=street, rated_on__lte=day)
    last = rows.order_by("segment__order", "segment_id", "procedure", "-rated_on", "-pk").distinct(
        "segment__order", "segment_id", "procedure"
    )
    return [
        {
            "segment": row.segment_id,
            "from_m": str(row.from_m),
            "to_m": str(row.to_m),
            "method": row.procedure,
            "value": str(row.value),
            "grade": row.grade,
            "surveyed_on": row.rated_on.isoformat(),
            "source": f"roads.survey:{row.survey_id}",
            "curve_set": row.curve_set,
            "synthetic": row.synthetic,
        }
        for row in last
    ]


def surveyed_metres(streets: list[int], day: date) -> dict[int, float]:
    """Metres of each street with a condition survey that still holds on a day."""
    since = day - timedelta(days=HOLDS_DAYS)
    rows = Rating.objects.filter(segment__street__in=streets, rated_on__lte=day, rated_on__gt=since)
    reach: dict[int, dict[int, float]] = defaultdict(dict)
    for street, segment, from_m, to_m in rows.values_list("segment__street_id", "segment_id", "from_m", "to_m"):
        reach[street][segment] = max(reach[street].get(segment, 0.0), float(to_m - from_m))
    return {street: sum(lengths.values()) for street, lengths in reach.items()}
