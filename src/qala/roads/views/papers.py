"""Passports as PDF and as data; the register's tiles and open files."""

import tempfile
from pathlib import Path
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, JsonResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404
from django.utils import translation
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from qala.kernel.clock import today
from qala.kernel.keys import row_number
from qala.places.models import Street
from qala.places.ranges import ranged_file
from qala.roads.exports import LAYERS, geojson_of, write_geopackage
from qala.roads.models import Inventory, Passport
from qala.roads.printing.passport import LANGUAGES, passport_pdf
from qala.roads.queries.passport import approved_on_day, passport_told, validity
from qala.roads.queries.passport_condition import forecast_told
from qala.roads.queries.register import segments_on
from qala.roads.tiles import tiles_path
from qala.roads.views.streets import asked_day
from qala.ui.templatetags.ui import day as shown_day


def asked_language(request: HttpRequest) -> str:
    """The language of a paper: as the address asks, else the reader's."""
    asked = request.GET.get("language") or (get_language() or "kk")[:2]
    return asked if asked in LANGUAGES else "kk"


def _head(version: Passport | None, street: Street) -> dict[str, str]:
    """What stands at the head of the paper; a paper of a day without an approved version says that it is none."""
    if version is None:
        return {pgettext("passport", "State"): _("an extract from the register, not an approved passport")}
    found = validity(version, street, today())
    holds = shown_day(found["valid_until"]) if found["valid_until"] else "—"
    if found["act_on"] is None:
        holds = _("the next works, at most until %(day)s") % {"day": holds}
    told = {
        _("Version"): str(version.version),
        pgettext("passport", "State"): str(version.get_state_display()),
        _("Approved on"): str(shown_day(version.approved_on)) if version.approved_on else "—",
        _("Holds until"): str(holds),
        "SHA-256": version.sha256 or "—",
    }
    return {label: value for label, value in told.items() if value != "—"}


def _pdf(request: HttpRequest, told: dict[str, Any], version: Passport | None, street: Street) -> HttpResponse:
    language = asked_language(request)
    with translation.override(language):
        head = _head(version, street)
    city = settings.CITY_NAME.get(language, "Qala")
    answer = HttpResponse(passport_pdf(told, language=language, head=head, city=city), content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="passport-{street.pk}-{told["as_of_on"]}-{language}.pdf"'
    return answer


def _json(told: dict[str, Any], version: Passport | None, **beside: Any) -> JsonResponse:
    about = None
    if version is not None:
        about = {
            "version": version.version,
            "state": version.state,
            "sha256": version.sha256,
            "approved_on": version.approved_on,
            "superseded_on": version.superseded_on,
        }
    answer = JsonResponse({"passport": told, "version": about, **beside}, json_dumps_params={"ensure_ascii": False})
    answer["Access-Control-Allow-Origin"] = "*"
    return answer


def _of_day(request: HttpRequest, pk: int) -> tuple[Street, dict[str, Any], Passport | None]:
    """The approved version in force on the asked day; without one, the register of that day."""
    street = get_object_or_404(Street, pk=pk)
    day = asked_day(request)
    version = approved_on_day(street, day)
    return street, (version.told if version else passport_told(street, day)), version


@require_safe
def street_passport_json(request: HttpRequest, pk: int) -> HttpResponse:
    """A street's passport of a day as data, and beside it what condition to expect on that day."""
    street, told, version = _of_day(request, pk)
    day = asked_day(request)
    return _json(told, version, forecast=forecast_told(segments_on(day).filter(street=street), day))


@require_safe
def street_passport_pdf(request: HttpRequest, pk: int) -> HttpResponse:
    """A street's passport of a day on paper."""
    street, told, version = _of_day(request, pk)
    return _pdf(request, told, version, street)


def _version(pk: int) -> Passport:
    """A version anybody may read: approved once."""
    states = ["approved", "superseded"]
    return get_object_or_404(Passport.objects.select_related("street"), pk=pk, state__in=states)


@require_safe
def passport_json(request: HttpRequest, pk: int) -> HttpResponse:  # noqa: ARG001 - Django's signature
    """One approved version as data, as it was frozen."""
    version = _version(pk)
    return _json(version.told, version)


@require_safe
def passport_paper(request: HttpRequest, pk: int) -> HttpResponse:
    """One approved version on paper, as it was frozen."""
    version = _version(pk)
    return _pdf(request, version.told, version, version.street)


@require_safe
def tiles(request: HttpRequest) -> HttpResponseBase:
    """The register's tiles, whole or by byte ranges; 404 until they have been made."""
    try:
        return ranged_file(request, tiles_path(), "application/vnd.pmtiles")
    except FileNotFoundError as missing:
        raise Http404 from missing


def _inventory(request: HttpRequest) -> tuple[Any, int | None]:
    """The day to tell: of an inventory by its number, of a day, of today."""
    asked = request.GET.get("inventory", "")
    if asked:
        found = get_object_or_404(Inventory, pk=row_number(asked))
        return found.as_of_on, found.pk
    return asked_day(request), None


@require_safe
def geojson(request: HttpRequest, layer: str) -> HttpResponseBase:
    """One layer of an inventory (or of a day) as GeoJSON."""
    if layer not in LAYERS:
        raise Http404
    day, number = _inventory(request)
    answer = StreamingHttpResponse(geojson_of(layer, day, number), content_type="application/geo+json")
    answer["Content-Disposition"] = f'attachment; filename="roads-{layer}-{day.isoformat()}.geojson"'
    return answer


@require_safe
def geopackage(request: HttpRequest) -> HttpResponseBase:
    """All layers of an inventory (or of a day) as one GeoPackage."""
    day, number = _inventory(request)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "roads.gpkg"
        if not write_geopackage(path, day, number):
            raise Http404
        answer = HttpResponse(path.read_bytes(), content_type="application/geopackage+sqlite3")
    answer["Content-Disposition"] = f'attachment; filename="roads-{day.isoformat()}.gpkg"'
    return answer
