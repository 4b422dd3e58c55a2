"""Everything as open data, with the line of thanks its source asks for."""

import tempfile
from pathlib import Path

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.views.decorators.http import require_safe

from qala.places.exports import LAYERS, geojson_of, write_geopackage


@require_safe
def geojson(request: HttpRequest, layer: str) -> HttpResponseBase:  # noqa: ARG001 - Django's signature
    """One layer as GeoJSON."""
    if layer not in LAYERS:
        raise Http404
    answer = StreamingHttpResponse(geojson_of(layer), content_type="application/geo+json")
    answer["Content-Disposition"] = f'attachment; filename="{layer}.geojson"'
    return answer


@require_safe
def geopackage(request: HttpRequest) -> HttpResponseBase:  # noqa: ARG001 - Django's signature
    """All layers as one GeoPackage: about a kilobyte for each segment."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "places.gpkg"
        if not write_geopackage(path):
            raise Http404
        answer = HttpResponse(path.read_bytes(), content_type="application/geopackage+sqlite3")
    answer["Content-Disposition"] = 'attachment; filename="places.gpkg"'
    return answer
