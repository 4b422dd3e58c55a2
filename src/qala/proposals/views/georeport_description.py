"""Open311 GeoReport v2 as an OpenAPI document, for tools that read one."""

from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from qala.proposals.rules.georeport.filters import MAX_ROWS
from qala.proposals.rules.georeport.nouns import MAX_DESCRIPTION

Tree = dict[str, Any]
TEXT: Tree = {"type": "string"}
TEXT_OR_NULL: Tree = {"type": ["string", "null"]}
NUMBER_OR_NULL: Tree = {"type": ["number", "null"]}
TIME_OR_NULL: Tree = {"type": ["string", "null"], "format": "date-time"}
FORMAT: Tree = {"name": "format", "in": "path", "required": True, "schema": {"enum": ["json", "xml"]}}


def _noun(required: list[str], **properties: Tree) -> Tree:
    return {"type": "object", "required": required, "properties": properties}


def _list(noun: str) -> Tree:
    return {"type": "array", "items": {"$ref": f"#/components/schemas/{noun}"}}


SCHEMAS: Tree = {
    "Error": _noun(["code", "description"], code={"type": "integer"}, description=TEXT),
    "Service": _noun(
        ["service_code", "service_name", "metadata", "type"], service_code=TEXT, service_name=TEXT,
        description=TEXT_OR_NULL, metadata={"type": "boolean"}, type={"enum": ["realtime", "batch", "blackbox"]},
        keywords=TEXT_OR_NULL, group=TEXT_OR_NULL,
    ),
    "Definition": _noun(["service_code", "attributes"], service_code=TEXT, attributes={"type": "array"}),
    "Request": _noun(
        ["service_request_id", "status", "service_code", "requested_datetime"], service_request_id=TEXT,
        status={"enum": ["open", "closed"]}, status_notes=TEXT_OR_NULL, service_name=TEXT_OR_NULL, service_code=TEXT,
        description=TEXT_OR_NULL, requested_datetime={"type": "string", "format": "date-time"},
        updated_datetime=TIME_OR_NULL, expected_datetime=TIME_OR_NULL, address=TEXT_OR_NULL, lat=NUMBER_OR_NULL,
        long=NUMBER_OR_NULL, media_url=TEXT_OR_NULL,
    ),
    "Token": _noun(["service_request_id", "token"], service_request_id=TEXT, token=TEXT),
    "Created": _noun(["service_notice"], service_request_id=TEXT, token=TEXT, service_notice=TEXT_OR_NULL),
}  # fmt: skip


def _answer(schema: Tree, *statuses: int) -> Tree:
    told: Tree = {"200": {"description": "the answer", "content": _content(schema)}}
    errors = {"description": "what is wrong", "content": _content(_list("Error"))}
    return told | {str(status): errors for status in statuses}


def _content(schema: Tree) -> Tree:
    return {"application/json": {"schema": schema}, "text/xml": {"schema": {}}}


def _query(name: str, **schema: Any) -> Tree:
    return {"name": name, "in": "query", "schema": {"type": "string", **schema}}


def _path(name: str) -> Tree:
    return {"name": name, "in": "path", "required": True, "schema": {"type": "string", "minLength": 1}}


FILTERS = [
    _query("service_request_id"), _query("service_code"), _query("status", pattern="^(open|closed)(,(open|closed))*$"),
    _query("start_date", format="date-time"), _query("end_date", format="date-time"),
    _query("page", type="integer", minimum=1, maximum=1_000_000),
    _query("page_size", type="integer", minimum=1, maximum=MAX_ROWS),
    _query("extensions", type="boolean"),
]  # fmt: skip
FIELDS = _noun(
    ["api_key", "service_code"], api_key=TEXT, service_code=TEXT, lat={"type": "number"}, long={"type": "number"},
    address_string=TEXT, address_id=TEXT, description={"type": "string", "maxLength": MAX_DESCRIPTION}, email=TEXT,
    phone=TEXT, first_name=TEXT, last_name=TEXT, device_id=TEXT, account_id=TEXT, media_url=TEXT,
)  # fmt: skip
FORM: Tree = {"application/x-www-form-urlencoded": {"schema": FIELDS}, "multipart/form-data": {"schema": FIELDS}}


def paths() -> Tree:
    """Every operation with its arguments and answers."""
    return {
        "/services.{format}": {"get": {"parameters": [FORMAT], "responses": _answer(_list("Service"), 400, 404)}},
        "/services/{code}.{format}": {
            "get": {
                "parameters": [_path("code"), FORMAT],
                "responses": _answer({"$ref": "#/components/schemas/Definition"}, 400, 404),
            }
        },
        "/requests.{format}": {
            "get": {"parameters": [FORMAT, *FILTERS], "responses": _answer(_list("Request"), 400, 404)},
            "post": {
                "parameters": [FORMAT],
                "requestBody": {"required": True, "content": FORM},
                "responses": _answer(_list("Created"), 400, 403, 404),
            },
        },
        "/requests/{number}.{format}": {
            "get": {"parameters": [_path("number"), FORMAT], "responses": _answer(_list("Request"), 400, 404)}
        },
        "/tokens/{token}.{format}": {
            "get": {"parameters": [_path("token"), FORMAT], "responses": _answer(_list("Token"), 400, 404)}
        },
    }


@require_safe
def description(request: HttpRequest) -> HttpResponse:
    """The document; its servers are the two endpoints, the harmless one first."""
    root = request.build_absolute_uri(reverse("proposals:georeport"))
    response = JsonResponse(
        {
            "openapi": "3.1.0",
            "info": {"title": "Open311 GeoReport v2", "version": "2"},
            "servers": [{"url": f"{root}test/v2"}, {"url": f"{root}v2"}],
            "paths": paths(),
            "components": {"schemas": SCHEMAS},
        }
    )
    response["Access-Control-Allow-Origin"] = "*"
    return response
