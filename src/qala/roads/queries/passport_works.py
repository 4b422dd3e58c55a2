"""The passport's seam for works: what was done on a street until a day. The tables of works answer here."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from qala.places.models import Street


def works_told(street: Street, day: date) -> list[dict[str, Any]]:  # noqa: ARG001 - filled by the tables of works
    """A plain row for each work: key, kind, state, segment, from_m, to_m, contractor, accepted_on, warranty_until.

    Rows hold keys, numbers, dates as ISO text and slugs only, the newest first.
    """
    return []


def last_acts(streets: list[int], until: date) -> dict[int, date]:  # noqa: ARG001
    """The day of the newest acceptance act on each street, where there is one."""
    return {}


def guarantees_until(segments: Iterable[int], on: date) -> dict[int, date]:  # noqa: ARG001
    """The last day of a guarantee that runs on a day on any part of each segment, where one does."""
    return {}
