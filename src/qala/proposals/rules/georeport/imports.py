"""What a line of another city's export becomes here."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime

from qala.kernel.clock import local
from qala.proposals.rules.georeport.nouns import Request
from qala.proposals.rules.promises import latest_day
from qala.proposals.rules.typed import tidy, tidy_line


@dataclass(frozen=True)
class Foreign:
    """One case of another city, as it will stand here.

    Their `closed` is their word, not a confirmation by another person, so it becomes `explained`, never `confirmed`.
    """

    their_number: str
    text: str
    state: str
    received_at: datetime
    closed_at: datetime | None
    due_on: date | None
    category: str
    place_text: str
    longitude: float | None
    latitude: float | None
    attributes: Mapping[str, str] = field(default_factory=dict)


def _expected(request: Request) -> date | None:
    """The day they promised; nothing where it lies too far off to be one."""
    if request.expected_datetime is None:
        return None
    day = local(request.expected_datetime).date()
    return day if day <= latest_day(local(request.requested_datetime).date()) else None


def foreign(request: Request, categories: Mapping[str, str]) -> Foreign:
    """The case behind a sound line. ``categories`` maps their service codes to slugs of ours; others stay unsorted."""
    closed = request.status == "closed"
    kept = {
        "service_code": request.service_code,
        "service_name": request.service_name,
        "status_notes": request.status_notes,
        "agency_responsible": request.agency_responsible,
        "zipcode": request.zipcode,
        "address_id": request.address_id,
    }
    return Foreign(
        their_number=request.service_request_id,
        text=tidy(request.description) or tidy(request.service_name) or tidy(request.service_code),
        state="explained" if closed else "received",
        received_at=request.requested_datetime.astimezone(UTC),
        closed_at=(request.updated_datetime or request.requested_datetime).astimezone(UTC) if closed else None,
        due_on=_expected(request),
        category=categories.get(request.service_code, ""),
        place_text=tidy_line(request.address),
        longitude=request.long,
        latitude=request.lat,
        attributes={name: tidy_line(value, 500) for name, value in kept.items() if value},
    )
