"""What GeoReport v2 speaks of (specification: GeoReport v2, frozen; names are those of its fields)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

SPECIFICATION = "http://wiki.open311.org/GeoReport_v2"
MAX_DESCRIPTION = 4000
FORMATS = {"xml": "text/xml", "json": "application/json"}

#: States of a case that are `closed` for Open311. A claimed repair stays open, explained in `status_notes`.
CLOSED_STATES = frozenset({"confirmed", "explained", "refused", "forwarded"})


def status_of(state: str) -> str:
    """`open` or `closed` for a state of the case."""
    return "closed" if state in CLOSED_STATES else "open"


def content_type(extension: str, *, is_discovery: bool = False) -> str:
    """The exact Content-Type: bare on discovery (the community validator compares it), with charset elsewhere."""
    return FORMATS[extension] if is_discovery else f"{FORMATS[extension]}; charset=utf-8"


def split_format(last_part: str) -> tuple[str, str] | None:
    """`7.1.json` is code `7.1` in JSON: codes may contain dots, so split at the last. None: no known format."""
    name, dot, extension = last_part.rpartition(".")
    if not dot or not name or extension.lower() not in FORMATS:
        return None
    return name, extension.lower()


@dataclass(frozen=True)
class Endpoint:
    url: str
    changeset: datetime
    type: str  # "production" or "test"
    formats: tuple[str, ...] = ("text/xml", "application/json")
    specification: str = SPECIFICATION


@dataclass(frozen=True)
class Discovery:
    """Where the API stands. At least two endpoints, one of them `test`: readers fold a list of one into a scalar."""

    changeset: datetime
    contact: str
    key_service: str
    endpoints: tuple[Endpoint, ...]


@dataclass(frozen=True)
class Service:
    service_code: str
    service_name: str
    description: str = ""
    metadata: bool = False
    type: str = "realtime"
    keywords: tuple[str, ...] = ()
    group: str = ""


@dataclass(frozen=True)
class Attribute:
    """A question (``variable``) or a text for the reader. ``values`` are (key, name) of a list."""

    code: str
    datatype: str = "string"
    required: bool = False
    variable: bool = True
    order: int = 1
    description: str = ""
    datatype_description: str = ""
    values: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class ServiceDefinition:
    service_code: str
    attributes: tuple[Attribute, ...] = ()


@dataclass(frozen=True)
class Request:
    """A service request as the public reads it. Times are aware; ``extended`` is shown with `extensions=true`."""

    service_request_id: str
    status: str
    service_code: str
    service_name: str
    requested_datetime: datetime
    status_notes: str = ""
    description: str = ""
    agency_responsible: str = ""
    service_notice: str = ""
    updated_datetime: datetime | None = None
    expected_datetime: datetime | None = None
    address: str = ""
    address_id: str = ""
    zipcode: str = ""
    lat: float | None = None
    long: float | None = None
    media_url: str = ""
    extended: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True)
class Created:
    """The answer to a POST: a number or a token, never both."""

    service_request_id: str = ""
    token: str = ""
    service_notice: str = ""
    account_id: str = ""

    def __post_init__(self) -> None:
        if bool(self.service_request_id) == bool(self.token):
            raise ValueError("a POST is answered with a number or a token, never both")


@dataclass(frozen=True)
class TokenAnswer:
    """The number behind a token."""

    service_request_id: str
    token: str


@dataclass(frozen=True)
class Problem:
    """An error for the client: 404 absent, 403 key, 400 the rest; the description is read by people."""

    code: int
    description: str


def http_status(problems: "tuple[Problem, ...] | list[Problem]") -> int:
    """The HTTP status for several problems: what is absent or forbidden says more than a bad request."""
    codes = {problem.code for problem in problems}
    return next((code for code in (403, 404) if code in codes), 400)
