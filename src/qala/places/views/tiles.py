"""The map's PMTiles, in the pieces its reader asks for."""

from django.http import Http404, HttpRequest, HttpResponseBase
from django.views.decorators.http import require_safe

from qala.places.ranges import ranged_file
from qala.places.tiles import tiles_path


@require_safe
def tiles(request: HttpRequest) -> HttpResponseBase:
    """The file, whole or by byte ranges; 404 until it has been made."""
    try:
        return ranged_file(request, tiles_path(), "application/vnd.pmtiles")
    except FileNotFoundError as missing:
        raise Http404 from missing
