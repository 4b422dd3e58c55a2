"""The passport's seam for condition: what is known of a street's state on a day. Condition's tables answer here."""

from collections import defaultdict
from datetime import date, timedelta
from typing import Any

from qala.places.models import Street
from qala.roads.queries.ratings import last_ratings, last_stretches, procedures
from qala.roads.queries.register import segments_on

HOLDS_DAYS = 5 * 365  # [set] a survey speaks of a street for so long


def condition_told(street: Street, day: date) -> list[dict[str, Any]]:
    """One plain row for each surveyed stretch: segment, from_m, to_m, method, value, grade, surveyed_on, source.

    Rows hold keys, numbers, dates as ISO text and slugs only, in the order of the street. `synthetic` must show.
    """
    order = {one.pk: one.order for one in segments_on(day).filter(street=street)}
    last = [row for procedure in procedures() for row in last_ratings(order, day, procedure).values()]
    last.sort(key=lambda row: (order[row.segment_id], row.segment_id, row.procedure))
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
    homes = dict(segments_on(day).filter(street__in=streets).values_list("pk", "street_id"))
    reach: dict[int, dict[int, float]] = defaultdict(dict)
    for procedure in procedures():
        for segment, (rated_on, metres) in last_stretches(homes, day, procedure).items():
            if rated_on > since:
                own = reach[homes[segment] or 0]
                own[segment] = max(own.get(segment, 0.0), float(metres))
    return {street: sum(lengths.values()) for street, lengths in reach.items()}
