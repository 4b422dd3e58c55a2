"""The passport's seam for condition: what is known of a street's state on a day. Condition's tables answer here."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from qala.places.models import Segment
from qala.roads.queries.condition import conditions
from qala.roads.queries.ratings import last_ratings, last_stretches, procedures
from qala.roads.queries.register import segments_on

HOLDS_DAYS = 5 * 365  # [set] a survey speaks of a street for so long


def condition_told(segments: Iterable[Segment], day: date) -> list[dict[str, Any]]:
    """One plain row for each surveyed stretch of a street's segments of that day, in the order of the street.

    Rows hold keys, numbers, dates as ISO text and slugs only. `synthetic` must show.
    """
    order = {one.pk: one.order for one in segments}
    last = [row for procedure in procedures() for row in last_ratings(order, day, procedure).values()]
    last.sort(key=lambda row: (order[row.segment_id], row.segment_id, row.procedure))
    return [
        {
            "segment": row.segment_id,
            "order": order[row.segment_id],
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


def forecast_told(segments: Iterable[Segment], day: date) -> list[dict[str, Any]]:
    """The same for each stretch with a PCI: what to expect on the day, between what, from what and how."""
    order = {one.pk: one.order for one in segments}
    known = sorted(conditions(order, day).values(), key=lambda one: (order[one.segment], one.segment))
    return [
        {
            "segment": one.segment,
            "order": order[one.segment],
            "on": one.on.isoformat(),
            "value": f"{one.value:.1f}",
            "low": f"{one.low:.1f}",
            "high": f"{one.high:.1f}",
            "rated": f"{one.rated:.1f}",
            "rated_on": one.rated_on.isoformat(),
            "method": one.method,
            "source": one.source,
            "synthetic": one.synthetic,
            "works": list(one.works),
            "digs": list(one.cuts),
        }
        for one in known
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
