"""Nouns as JSON and XML. Both come from one tree, so they cannot disagree.

Discovery and service definition are objects; services, requests (even a single one), tokens, POST answers and errors
are arrays. XML is schemaless without namespace; an empty field is null in JSON and an empty element in XML.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from xml.etree import ElementTree as ET

from qala.kernel.clock import local
from qala.proposals.rules.georeport.nouns import (
    MAX_DESCRIPTION,
    Attribute,
    Created,
    Discovery,
    Problem,
    Request,
    Service,
    ServiceDefinition,
    TokenAnswer,
)

Tree = dict[str, object]

#: The XML element of each list and of its items.
ITEMS = {
    "services": "service",
    "service_requests": "request",
    "errors": "error",
    "attributes": "attribute",
    "values": "value",
    "endpoints": "endpoint",
    "formats": "format",
}
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def moment(at: datetime) -> str:
    """A time in the W3C form with the city's offset, to the second."""
    return local(at).isoformat(timespec="seconds")


def _text(value: str) -> str | None:
    """A text any reader can take: without the characters XML forbids; an empty one is null."""
    return _NOT_XML.sub("", value) or None


def discovery(found: Discovery) -> Tree:
    return {
        "changeset": moment(found.changeset),
        "contact": _text(found.contact),
        "key_service": _text(found.key_service),
        "endpoints": [
            {
                "specification": one.specification,
                "url": one.url,
                "changeset": moment(one.changeset),
                "type": one.type,
                "formats": list(one.formats),
            }
            for one in found.endpoints
        ],
    }


def services(found: Iterable[Service]) -> list[Tree]:
    return [
        {
            "service_code": one.service_code,
            "service_name": _text(one.service_name) or one.service_code,
            "description": _text(one.description),
            "metadata": one.metadata,
            "type": one.type,
            "keywords": _text(", ".join(one.keywords)),
            "group": _text(one.group),
        }
        for one in found
    ]


def definition(found: ServiceDefinition) -> Tree:
    return {"service_code": found.service_code, "attributes": [_attribute(one) for one in found.attributes]}


def _attribute(one: Attribute) -> Tree:
    return {
        "variable": one.variable,
        "code": one.code,
        "datatype": one.datatype,
        "required": one.required,
        "datatype_description": _text(one.datatype_description),
        "order": one.order,
        "description": _text(one.description),
        "values": [{"key": key, "name": _text(name)} for key, name in one.values],
    }


def requests(found: Iterable[Request], *, extensions: bool = False) -> list[Tree]:
    return [_request(one, extensions=extensions) for one in found]


def _request(one: Request, *, extensions: bool) -> Tree:
    tree: Tree = {
        "service_request_id": one.service_request_id,
        "status": one.status,
        "status_notes": _text(one.status_notes),
        "service_name": _text(one.service_name),
        "service_code": one.service_code,
        "description": _text(one.description[:MAX_DESCRIPTION]),
        "agency_responsible": _text(one.agency_responsible),
        "service_notice": _text(one.service_notice),
        "requested_datetime": moment(one.requested_datetime),
        "updated_datetime": moment(one.updated_datetime) if one.updated_datetime else None,
        "expected_datetime": moment(one.expected_datetime) if one.expected_datetime else None,
        "address": _text(one.address),
        "address_id": _text(one.address_id),
        "zipcode": _text(one.zipcode),
        "lat": one.lat,
        "long": one.long,
        "media_url": _text(one.media_url.strip()),
    }
    if extensions and one.extended:
        tree["extended_attributes"] = dict(one.extended)
    return tree


def created(found: Created) -> list[Tree]:
    number = {"service_request_id": found.service_request_id} if found.service_request_id else {"token": found.token}
    return [{**number, "service_notice": _text(found.service_notice), "account_id": _text(found.account_id)}]


def token(found: TokenAnswer) -> list[Tree]:
    return [{"service_request_id": found.service_request_id, "token": found.token}]


def errors(found: Iterable[Problem]) -> list[Tree]:
    return [{"code": one.code, "description": _text(one.description)} for one in found]


def xml(root: str, tree: object) -> bytes:
    """The tree as an XML document. ``root`` is `services`, `service_requests`, `errors`, `discovery` or the like."""
    document: bytes = ET.tostring(_element(root, tree), encoding="utf-8", xml_declaration=True)
    return document


def _element(tag: str, value: object) -> ET.Element:
    element = ET.Element(tag)
    if isinstance(value, Mapping):
        element.extend(_element(str(name), inner) for name, inner in value.items())
    elif isinstance(value, Sequence) and not isinstance(value, str):
        item = ITEMS.get(tag, "item")
        element.extend(_element(item, inner) for inner in value)
    elif isinstance(value, bool):
        element.text = "true" if value else "false"
    elif value is not None:
        element.text = _NOT_XML.sub("", str(value))
    return element
