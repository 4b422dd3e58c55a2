"""The features' door described in OpenAPI 3.0."""

from collections.abc import Sequence
from typing import Any

from qala.roads.rules.features import DEFAULT_LIMIT, LARGEST_LIMIT

PARAMETERS: dict[str, Any] = {
    "bbox": {
        "name": "bbox",
        "in": "query",
        "required": False,
        "description": "west,south,east,north in degrees (CRS84)",
        "schema": {"type": "array", "oneOf": [{"minItems": 4, "maxItems": 4}, {"minItems": 6, "maxItems": 6}],
                   "items": {"type": "number"}},
        "style": "form",
        "explode": False,
    },
    "datetime": {
        "name": "datetime",
        "in": "query",
        "required": False,
        "description": "RFC 3339 instant or interval; without it, what holds today",
        "schema": {"type": "string"},
        "style": "form",
        "explode": False,
    },
    "limit": {
        "name": "limit",
        "in": "query",
        "required": False,
        "schema": {"type": "integer", "minimum": 1, "maximum": LARGEST_LIMIT, "default": DEFAULT_LIMIT},
        "style": "form",
        "explode": False,
    },
    "offset": {
        "name": "offset",
        "in": "query",
        "required": False,
        "schema": {"type": "integer", "minimum": 0, "default": 0},
        "style": "form",
        "explode": False,
    },
}  # fmt: skip


def definition(server: str, collections: Sequence[str]) -> dict[str, Any]:
    """Every address of the door, each collection by its name."""
    paths: dict[str, Any] = {
        "/": _get("Landing page", "application/json"),
        "/conformance": _get("Conformance", "application/json"),
        "/collections": _get("Collections", "application/json"),
    }
    for name in collections:
        paths[f"/collections/{name}"] = _get(f"The collection {name}", "application/json")
        paths[f"/collections/{name}/items"] = _get(
            f"Features of {name}", "application/geo+json", [_reference(one) for one in PARAMETERS], wrong=True
        )
        key = {"name": "featureId", "in": "path", "required": True, "schema": {"type": "string"}}
        paths[f"/collections/{name}/items/{{featureId}}"] = _get(f"One of {name}", "application/geo+json", [key])
    return {
        "openapi": "3.0.3",
        "info": {"title": "Roads: OGC API – Features", "version": "1.0.0"},
        "servers": [{"url": server}],
        "paths": paths,
        "components": {"parameters": PARAMETERS},
    }


def _reference(name: str) -> dict[str, str]:
    return {"$ref": f"#/components/parameters/{name}"}


def _get(title: str, media: str, parameters: Sequence[Any] = (), *, wrong: bool = False) -> dict[str, Any]:
    answers: dict[str, Any] = {"200": {"description": title, "content": {media: {"schema": {"type": "object"}}}}}
    if wrong:
        answers["400"] = {"description": "A parameter cannot be answered"}
    return {"get": {"summary": title, "parameters": list(parameters), "responses": answers}}
