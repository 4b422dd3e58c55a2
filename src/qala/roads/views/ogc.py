"""OGC API – Features: the register for QGIS and any other program, by one address."""

from collections.abc import Callable, Iterable
from functools import wraps
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from qala.kernel.clock import now
from qala.places.exports import feature
from qala.places.queries import attributions
from qala.roads.queries.features import COLLECTIONS, extent, features_page, one_feature
from qala.roads.rules.features import (
    CONFORMS_TO,
    CRS84,
    DEFAULT_LIMIT,
    LARGEST_LIMIT,
    WrongQuestion,
    days,
    edges,
    whole,
)
from qala.roads.views.openapi import definition
from qala.roads.words import COLLECTION_WORDS

JSON, GEOJSON = "application/json", "application/geo+json"
OPENAPI = "application/vnd.oai.openapi+json;version=3.0"
PROBLEM = "application/problem+json"
View = Callable[..., HttpResponse]


def _answer(told: Any, media: str = JSON, status: int = 200) -> JsonResponse:
    answer = JsonResponse(told, content_type=media, status=status, json_dumps_params={"ensure_ascii": False})
    answer["Access-Control-Allow-Origin"] = "*"  # open data: any page of anybody may read it
    return answer


def _problem(status: int, code: str, description: str) -> JsonResponse:
    return _answer({"code": code, "description": description, "title": code, "status": status}, PROBLEM, status)


def _asked(*known: str) -> Callable[[View], View]:
    """Refuse parameters nobody defined (req/core/query-param-unknown) and tell wrong ones apart from our mistakes."""

    def wrap(view: View) -> View:
        @wraps(view)
        def asked(request: HttpRequest, **told: Any) -> HttpResponse:
            unknown = sorted(set(request.GET) - {*known, "f"})
            if unknown or request.GET.get("f", "json") not in {"json", "geojson"}:
                return _problem(400, "InvalidParameterValue", f"unknown: {', '.join(unknown) or 'f'}")
            if "collection" in told and told["collection"] not in COLLECTIONS:
                return _problem(404, "NotFound", "no such collection")
            try:
                return view(request, **told)
            except WrongQuestion as trouble:
                return _problem(400, "InvalidParameterValue", str(trouble))

        return asked

    return wrap


def _link(request: HttpRequest, name: str, rel: str, media: str, title: str = "", **path: str) -> dict[str, str]:
    href = request.build_absolute_uri(reverse(f"roads:{name}", kwargs=path))
    return {"href": href, "rel": rel, "type": media, **({"title": title} if title else {})}


@require_safe
@_asked()
def landing(request: HttpRequest) -> HttpResponse:
    """Where everything else is found."""
    return _answer(
        {
            "title": _("Roads of the city"),
            "description": _("Carriageways, layers, elements and structures of the road register, day by day."),
            "attribution": "; ".join(attributions()),
            "links": [
                _link(request, "ogc", "self", JSON),
                _link(request, "ogc_api", "service-desc", OPENAPI),
                _link(request, "streets", "service-doc", "text/html"),
                _link(request, "ogc_conformance", "conformance", JSON),
                _link(request, "ogc_collections", "data", JSON),
            ],
        }
    )


@require_safe
@_asked()
def conformance(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 - Django's signature
    """Which parts of the standard are kept."""
    return _answer({"conformsTo": list(CONFORMS_TO)})


@require_safe
@_asked()
def api(request: HttpRequest) -> HttpResponse:
    """The door described for programs (OpenAPI 3.0)."""
    return _answer(definition(request.build_absolute_uri(reverse("roads:ogc")).rstrip("/"), list(COLLECTIONS)), OPENAPI)


@require_safe
@_asked()
def collections(request: HttpRequest) -> HttpResponse:
    """Every collection."""
    links = [_link(request, "ogc_collections", "self", JSON)]
    return _answer({"links": links, "collections": [_collection(request, name) for name in COLLECTIONS]})


@require_safe
@_asked()
def collection(request: HttpRequest, collection: str) -> HttpResponse:
    """One collection: its name, where and when it lies."""
    return _answer(_collection(request, collection))


def _collection(request: HttpRequest, name: str) -> dict[str, Any]:
    return {
        "id": name,
        "title": str(COLLECTION_WORDS.get(name, name)),
        "description": _("Without a day, what holds today; with a day or an interval, what held then."),
        "itemType": "feature",
        "crs": [CRS84],
        "extent": extent(name),
        "links": [
            _link(request, "ogc_collection", "self", JSON, collection=name),
            _link(request, "ogc_items", "items", GEOJSON, collection=name),
        ],
    }


@require_safe
@_asked("bbox", "datetime", "limit", "offset")
def items(request: HttpRequest, collection: str) -> HttpResponse:
    """One page of features, filtered by box and day."""
    asked = request.GET
    limit = whole("limit", asked.get("limit", str(DEFAULT_LIMIT)), least=1, most=LARGEST_LIMIT)
    offset = whole("offset", asked.get("offset", "0"), least=0, most=10**9)
    page = features_page(
        collection,
        box=edges(asked["bbox"]) if "bbox" in asked else None,
        when=days(asked["datetime"]) if "datetime" in asked else None,
        offset=offset,
        limit=limit,
    )
    return _answer(
        {
            "type": "FeatureCollection",
            "timeStamp": now().strftime("%Y-%m-%dT%H:%M:%SZ"),
            "numberMatched": page.matched,
            "numberReturned": len(page.rows),
            "attribution": "; ".join(attributions()),
            "links": list(_page_links(request, collection, offset, limit, page.matched)),
            "features": [feature(row) for row in page.rows],
        },
        GEOJSON,
    )


def _page_links(
    request: HttpRequest, collection: str, offset: int, limit: int, matched: int
) -> Iterable[dict[str, str]]:
    yield {"href": request.build_absolute_uri(), "rel": "self", "type": GEOJSON}
    yield _link(request, "ogc_collection", "collection", JSON, collection=collection)
    here = request.build_absolute_uri(reverse("roads:ogc_items", kwargs={"collection": collection}))
    kept = {name: request.GET[name] for name in ("bbox", "datetime") if name in request.GET}
    if offset + limit < matched:
        query = urlencode({**kept, "limit": limit, "offset": offset + limit})
        yield {"href": f"{here}?{query}", "rel": "next", "type": GEOJSON}
    if offset:
        query = urlencode({**kept, "limit": limit, "offset": max(offset - limit, 0)})
        yield {"href": f"{here}?{query}", "rel": "prev", "type": GEOJSON}


@require_safe
@_asked()
def item(request: HttpRequest, collection: str, key: str) -> HttpResponse:
    """One feature."""
    row = one_feature(collection, key)
    if row is None:
        return _problem(404, "NotFound", "no such feature")
    links = [
        _link(request, "ogc_item", "self", GEOJSON, collection=collection, key=key),
        _link(request, "ogc_collection", "collection", JSON, collection=collection),
    ]
    return _answer({**feature(row), "links": links}, GEOJSON)
