"""The passport's seam for condition: what is known of a street's state on a day. Condition's tables answer here."""

from datetime import date
from typing import Any

from qala.places.models import Street


def condition_told(street: Street, day: date) -> list[dict[str, Any]]:  # noqa: ARG001 - filled by condition's tables
    """One plain row for each surveyed stretch: segment, from_m, to_m, method, value, grade, surveyed_on, source.

    Rows hold keys, numbers, dates as ISO text and slugs only, in the order of the street.
    """
    return []


def surveyed_metres(streets: list[int], day: date) -> dict[int, float]:  # noqa: ARG001
    """Metres of each street with a condition survey that still holds on a day."""
    return {}
