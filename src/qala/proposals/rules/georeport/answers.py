"""Reading another server's answers, JSON or XML, into our nouns: for imports and as a check on our own spelling."""

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from xml.etree import ElementTree as ET

from qala.proposals.rules.georeport.nouns import Attribute, Problem, Request, Service, ServiceDefinition
from qala.proposals.rules.georeport.spelling import ITEMS

LISTS = frozenset(ITEMS)


def read_xml(document: bytes) -> object:
    """The document as JSON would give it; a list of one stays a list. ValueError: no XML, or one with a doctype."""
    if re.search(rb"<!\s*(?:DOCTYPE|ENTITY)", document, re.IGNORECASE):
        raise ValueError("a doctype is not taken: entities can be made to explode")
    try:
        root = ET.fromstring(document)  # noqa: S314 - without a doctype there are no entities to expand
    except ET.ParseError as error:
        raise ValueError(f"not XML: {error}") from None
    return _plain(root)


def _plain(element: ET.Element) -> object:
    if element.tag in LISTS:
        return [_plain(inner) for inner in element]
    if len(element):
        return {inner.tag: _plain(inner) for inner in element}
    return (element.text or "").strip() or None


def _word(row: Mapping[str, object], name: str) -> str:
    value = row.get(name)
    return "" if value is None else str(value).strip()


def _flag(row: Mapping[str, object], name: str) -> bool:
    return _word(row, name).lower() == "true"


def _rows(tree: object) -> list[Mapping[str, object]]:
    if not isinstance(tree, list) or not all(isinstance(row, Mapping) for row in tree):
        raise ValueError("a list of objects was expected")
    return tree


def read_services(tree: object) -> list[Service]:
    return [
        Service(
            service_code=_word(row, "service_code"),
            service_name=_word(row, "service_name"),
            description=_word(row, "description"),
            metadata=_flag(row, "metadata"),
            type=_word(row, "type") or "realtime",
            keywords=tuple(part.strip() for part in _word(row, "keywords").split(",") if part.strip()),
            group=_word(row, "group"),
        )
        for row in _rows(tree)
    ]


def read_definition(tree: object) -> ServiceDefinition:
    if not isinstance(tree, Mapping):
        raise ValueError("a service definition is an object")  # noqa: TRY004 - a wrong document, not a wrong call
    return ServiceDefinition(
        _word(tree, "service_code"), tuple(_attribute(row) for row in _rows(tree.get("attributes") or []))
    )


def _attribute(row: Mapping[str, object]) -> Attribute:
    values = _rows(row.get("values") or [])
    return Attribute(
        code=_word(row, "code"),
        datatype=_word(row, "datatype") or "string",
        required=_flag(row, "required"),
        variable=_flag(row, "variable"),
        order=int(_word(row, "order") or 1),
        description=_word(row, "description"),
        datatype_description=_word(row, "datatype_description"),
        values=tuple((_word(value, "key"), _word(value, "name")) for value in values),
    )


def read_time(text: str) -> datetime:
    """A time with offset; one without is taken as UTC, which `mending` reports. ValueError where unreadable."""
    moment = datetime.fromisoformat(text)
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def read_requests(tree: object) -> list[Request]:
    return [read_request(row) for row in _rows(tree)]


def read_request(row: Mapping[str, object]) -> Request:
    """One request. ValueError where a required field is missing or unreadable."""
    for name in ("service_request_id", "status", "service_code", "requested_datetime"):
        if not _word(row, name):
            raise ValueError(f"{name} is missing")
    updated, expected = _word(row, "updated_datetime"), _word(row, "expected_datetime")
    lat, long = _word(row, "lat"), _word(row, "long")
    return Request(
        service_request_id=_word(row, "service_request_id"),
        status=_word(row, "status"),
        service_code=_word(row, "service_code"),
        service_name=_word(row, "service_name"),
        requested_datetime=read_time(_word(row, "requested_datetime")),
        updated_datetime=read_time(updated) if updated else None,
        expected_datetime=read_time(expected) if expected else None,
        lat=float(lat) if lat else None,
        long=float(long) if long else None,
        status_notes=_word(row, "status_notes"),
        description=_word(row, "description"),
        agency_responsible=_word(row, "agency_responsible"),
        service_notice=_word(row, "service_notice"),
        address=_word(row, "address"),
        address_id=_word(row, "address_id"),
        zipcode=_word(row, "zipcode"),
        media_url=_word(row, "media_url"),
    )


def read_errors(tree: object) -> list[Problem]:
    return [Problem(int(_word(row, "code") or 400), _word(row, "description")) for row in _rows(tree)]
