"""Districts, streets, one street, one landmark."""

from collections.abc import Iterable
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django.views.decorators.http import require_safe

from qala.kernel import cards
from qala.places import queries
from qala.places.forms import StreetFilter
from qala.places.models import Landmark, Segment, Street
from qala.places.rules.geometry import Box
from qala.places.tiles import tiles_path
from qala.places.words import surface_words
from qala.ui.tables import Column, Table
from qala.ui.templatetags.ui import day, number


def _map(points: str = "", box: Box | None = None) -> dict[str, Any]:
    """What the map's frame needs; without tiles the frame stays away and the table says the same."""
    there = tiles_path().exists()
    return {
        "tiles": reverse("places:tiles") if there else "",
        "points": points,
        "bounds": f"{box.west:.5f},{box.south:.5f},{box.east:.5f},{box.north:.5f}" if box else "",
        "credit": "; ".join(queries.attributions()),
    }


def _district_columns() -> list[Column]:
    return [
        Column(
            "district",
            _("District"),
            lambda row: str(row.district),
            link=lambda row: row.district.get_absolute_url(),
        ),
        Column(
            "people",
            pgettext_lazy("places", "People"),
            lambda row: row.population and row.population.people,
            show=_people,
            number=True,
        ),
        Column("as_of", _("As of"), lambda row: row.population and row.population.as_of_on, show=_as_of),
        Column(
            "source",
            pgettext_lazy("places", "Source"),
            lambda row: row.population.source_url if row.population else "",
            show=lambda row: _("the published page") if row.population else "—",
            link=lambda row: row.population.source_url if row.population else "",
        ),
        Column("streets", _("Streets"), lambda row: row.streets, show=lambda row: number(row.streets), number=True),
    ]


@require_safe
def districts(request: HttpRequest) -> HttpResponse:
    """The city by districts: people as published, streets as registered."""
    table = Table(
        request,
        _district_columns(),
        queries.district_lines(),
        caption=_("Districts"),
        note=_("A street that runs through two districts is counted in each."),
        name="districts",
        empty=_("No district is registered yet. Load their borders or the classifier of territories."),
    )
    if table.wants_csv:
        return table.as_csv()
    context = {
        "table": table,
        "network": queries.network(),
        "map": _map("", queries.whole_box()),
        "thanks": queries.attributions(),
    }
    return render(request, "places/districts.html", context)


def _people(row: queries.DistrictLine) -> Any:
    if row.population is None:
        return "—"
    told = number(row.population.people)
    return _("more than %(people)s") % {"people": told} if row.population.precision == "lower_bound" else told


def _as_of(row: queries.DistrictLine) -> Any:
    if row.population is None:
        return "—"
    return day(row.population.as_of_on) or _("day not stated")


@require_safe
def streets(request: HttpRequest) -> HttpResponse:
    """Streets by name, district and kind; as CSV too."""
    form = StreetFilter(request.GET or None)
    asked = form.cleaned_data if form.is_valid() else {}
    chosen = asked.get("district")
    table = Table(
        request,
        _street_columns(),
        queries.street_lines(asked.get("q", ""), chosen.code if chosen else "", asked.get("kind", "")),
        caption=_("Streets"),
        filters=form,
        name="streets",
        empty=_("No street has such a name. Try fewer letters: any of three languages will do."),
    )
    if table.wants_csv:
        return table.as_csv()
    return render(request, "places/streets.html", {"table": table, "thanks": queries.attributions()})


def _street_columns() -> list[Column]:
    return [
        Column("name", _("Street"), str, link=lambda row: row.get_absolute_url(), sort="search"),
        Column(
            "kind",
            pgettext_lazy("places", "Kind"),
            lambda row: row.kind,
            show=lambda row: row.get_kind_display(),
            sort="kind",
        ),
        Column("districts", _("Districts"), lambda row: ", ".join(str(one) for one in row.districts.all())),
        Column(
            "length_m",
            _("Length, m"),
            lambda row: row.metres,
            show=lambda row: number(row.metres, 0),
            sort="metres",
            number=True,
        ),
        Column("segments", _("Segments"), lambda row: row.parts, sort="parts", number=True),
    ]


@require_safe
def street(request: HttpRequest, pk: int) -> HttpResponse:
    """One street: how long it is, what it is made of, what stands on it, what every part knows beside it."""
    found = get_object_or_404(Street.objects.prefetch_related("districts", "history"), pk=pk)
    segments = list(queries.segments_of(found))
    table = Table(
        request,
        _segment_columns(),
        segments,
        caption=_("Segments, from one end to the other"),
        name=f"street-{found.pk}",
        page_size=100,
    )
    if table.wants_csv:
        return table.as_csv()
    box = queries.box_of(segments)
    context = {
        "street": found,
        "table": table,
        "network": queries.network(found),
        "landmarks": queries.landmarks_on(found, segments),
        "beside": cards.beside(found, request.person),  # type: ignore[attr-defined]
        "history": list(found.history.all()),
        "map": _map(reverse("places:street_points", args=[found.pk]), box.grown(80) if box else None),
        "thanks": queries.attributions(),
    }
    return render(request, "places/street.html", context)


def _segment_columns() -> list[Column]:
    def length(row: Segment) -> str:
        told = number(row.measured_length_m, 1)
        return told if row.length_is_measured else f"≈ {told}"

    return [
        Column("order", pgettext_lazy("segment", "No."), lambda row: row.order, number=True),
        Column(
            "class",
            pgettext_lazy("places", "Class"),
            lambda row: row.road_class,
            show=lambda row: row.get_road_class_display(),
        ),
        Column("length_m", _("Length, m"), lambda row: row.measured_length_m, show=length, number=True),
        Column(
            "surface",
            pgettext_lazy("places", "Surface"),
            lambda row: row.surface,
            show=lambda row: surface_words(row.surface),
        ),
        Column(
            "lanes",
            pgettext_lazy("places", "Lanes"),
            lambda row: row.lanes,
            show=lambda row: row.lanes or "—",
            number=True,
        ),
        Column("lit", pgettext_lazy("places", "Lighting"), lambda row: row.lit, show=_lit),
    ]


def _lit(row: Segment) -> Any:
    if row.lit is None:
        return pgettext_lazy("places", "not known")
    return pgettext_lazy("places", "lit") if row.lit else pgettext_lazy("places", "dark")


def _points(places: Iterable[Landmark]) -> JsonResponse:
    """Landmarks as points for a map; the list on the page is their twin."""
    features = [
        {
            "type": "Feature",
            "geometry": {"type": "Point", "coordinates": list(place.point)},
            "properties": {
                "title": str(place),
                "state": str(place.get_kind_display()),
                "tone": "quiet",
                "address": place.get_absolute_url(),
            },
        }
        for place in places
    ]
    return JsonResponse({"type": "FeatureCollection", "features": features}, content_type="application/geo+json")


@require_safe
def street_points(request: HttpRequest, pk: int) -> HttpResponse:  # noqa: ARG001 - Django's signature
    """What stands on one street."""
    found = get_object_or_404(Street, pk=pk)
    return _points(queries.landmarks_on(found, queries.segments_of(found)))


@require_safe
def landmark_point(request: HttpRequest, pk: int) -> HttpResponse:  # noqa: ARG001 - Django's signature
    """Where one landmark stands."""
    return _points([get_object_or_404(Landmark, pk=pk)])


@require_safe
def landmark(request: HttpRequest, pk: int) -> HttpResponse:
    """One stop, school or park: where it is, the nearest streets, what every part knows beside it."""
    place = get_object_or_404(Landmark.objects.select_related("district", "address", "street"), pk=pk)
    lon, lat = place.point
    context = {
        "place": place,
        "nearest": queries.nearest_streets(lon, lat, 3, within_m=500),
        "beside": cards.beside(place, request.person),  # type: ignore[attr-defined]
        "map": _map(reverse("places:landmark_point", args=[place.pk]), Box.near(lon, lat, 250)),
        "thanks": queries.attributions(),
    }
    return render(request, "places/landmark.html", context)
