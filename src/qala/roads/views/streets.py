"""The public pages: the list of streets with its map, one street, how complete the register is."""

from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django.views.decorators.http import require_safe

from qala.kernel.clock import today
from qala.kernel.keys import row_number
from qala.kernel.refusals import Refusal
from qala.places.models import Street
from qala.places.queries import attributions, box_of, whole_box
from qala.places.tiles import tiles_path as city_tiles
from qala.roads.forms.streets import DayForm, RoadFilter
from qala.roads.models import Carriageway, StreetCount
from qala.roads.queries.city_completeness import city_counted_now, city_last_counted
from qala.roads.queries.inventory import newest_inventory
from qala.roads.queries.passport_condition import condition_told, forecast_told
from qala.roads.queries.passport_works import works_told
from qala.roads.queries.streets import road_lines, street_map, street_page, versions_of
from qala.roads.queries.turns import said_beside, turn_in_force
from qala.roads.rules.completeness import Field, overall
from qala.roads.tiles import tiles_path
from qala.roads.words import FIELDS
from qala.ui.tables import Column, Table
from qala.ui.templatetags.ui import day as shown_day
from qala.ui.templatetags.ui import number

MOST_STREETS = 300


def asked_day(request: HttpRequest) -> date:
    """The day in the address, today where there is none. A day that does not exist is refused."""
    form = DayForm(request.GET)
    if not form.is_valid():
        raise Refusal(_("This is not a day. Write it as 2025-05-01."), code="not_a_day", status=400)
    return form.cleaned_data["on"] or today()


def city_frame(points: str, box: Any = None, *, overlay: bool = False) -> dict[str, Any]:
    """What the map component needs: our tiles, lines or points of an address, the edges to show."""
    return {
        "tiles": reverse("places:tiles") if city_tiles().exists() else "",
        "overlay": reverse("roads:tiles") if overlay and tiles_path().exists() else "",
        "points": points,
        "bounds": f"{box.west:.5f},{box.south:.5f},{box.east:.5f},{box.north:.5f}" if box else "",
        "credit": "; ".join(attributions()),
    }


def _filtered(request: HttpRequest) -> tuple[RoadFilter, Any]:
    form = RoadFilter(request.GET or None)
    asked = form.cleaned_data if form.is_bound and form.is_valid() else {}
    chosen = asked.get("district")
    rows = road_lines(
        asked.get("q", ""), chosen.code if chosen else "", asked.get("surface", ""), asked.get("passport", "")
    )
    return form, rows


@require_safe
def streets(request: HttpRequest) -> HttpResponse:
    """Every street: how long, what of, does it have a passport. The map shows the same streets."""
    form, rows = _filtered(request)
    table = Table(
        request,
        _street_columns(),
        rows,
        caption=_("Streets of the register"),
        filters=form,
        name="roads",
        empty=_("No street matches. Leave a filter empty."),
    )
    if table.wants_csv:
        return table.as_csv()
    query = request.GET.urlencode()
    narrowed = any(request.GET.get(name) for name in ("q", "district", "surface", "passport"))
    points = f"{reverse('roads:streets_map')}?{query}" if narrowed or not tiles_path().exists() else ""
    frame = city_frame(points, whole_box(), overlay=not narrowed)
    told = {"table": table, "map": frame, "inventory": newest_inventory()}
    return render(request, "roads/streets.html", {**told, "thanks": attributions()})


def _street_columns() -> list[Column]:
    surfaces = dict(Carriageway.SURFACES)
    return [
        Column("name", _("Street"), str, link=lambda row: reverse("roads:street", args=[row.pk]), sort="search"),
        Column("districts", _("Districts"), lambda row: ", ".join(str(one) for one in row.districts.all())),
        Column(
            "length_m",
            _("Length, m"),
            lambda row: row.metres,
            show=lambda row: number(row.metres, 0),
            sort="metres",
            number=True,
        ),
        Column(
            "surface",
            pgettext_lazy("roads", "Mostly"),
            lambda row: row.mostly or "",
            show=lambda row: surfaces.get(row.mostly, "—"),
        ),
        Column(
            "passport",
            _("Passport approved"),
            lambda row: row.approved_on,
            show=lambda row: shown_day(row.approved_on) if row.approved_on else "—",
            sort="approved_on",
        ),
    ]


@require_safe
def streets_map(request: HttpRequest) -> HttpResponse:
    """The streets of the list as lines, for its map; at most three hundred streets."""
    _form, rows = _filtered(request)
    keys = list(rows.values_list("pk", flat=True)[:MOST_STREETS])
    return _lines(keys)


def _lines(keys: list[int]) -> HttpResponse:
    told = {"type": "FeatureCollection", "features": list(street_map(keys, today()))}
    return JsonResponse(told, content_type="application/geo+json")


@require_safe
def street_lines(request: HttpRequest, pk: int) -> HttpResponse:  # noqa: ARG001 - Django's signature
    """One street as lines."""
    return _lines([get_object_or_404(Street, pk=pk).pk])


@require_safe
def street(request: HttpRequest, pk: int) -> HttpResponse:
    """One street as of a day: passport, carriageways, elements, condition, works."""
    found = get_object_or_404(Street.objects.prefetch_related("districts"), pk=pk)
    day = asked_day(request)
    page = street_page(found, day)
    table = Table(
        request,
        _carriageway_columns(),
        page.carriageways,
        caption=_("Carriageways, from one end to the other"),
        name=f"carriageways-{found.pk}",
        page_size=100,
        empty=_("Nobody has written down the carriageway of this street yet."),
    )
    if table.wants_csv:
        return table.as_csv()
    segments = [one.segment for one in page.stretches]
    box = box_of(segments)
    chosen, person = _stretch(request), getattr(request, "person", None)
    told = {
        "page": page,
        "turn": turn_in_force(found, segments, chosen=chosen, person=person),
        "chosen": chosen,
        "beside": said_beside(found, person),
        "street": found,
        "table": table,
        "form": DayForm(initial={"on": day}),
        "fields": [(FIELDS[one.field.value], one) for one in page.shares],
        "versions": versions_of(found),
        "condition": condition_told(segments, day),
        "forecast": forecast_told(segments, day),
        "works": works_told(found, day),
        "map": city_frame(reverse("roads:street_lines", args=[found.pk]), box.grown(80) if box else None),
        "is_today": day == today(),
    }
    return render(request, "roads/street.html", told)


def _stretch(request: HttpRequest) -> int | None:
    """The stretch whose reasons are asked for, by its key."""
    return row_number(request.GET.get("stretch", "")) or None


def _carriageway_columns() -> list[Column]:
    def mark(name: str, text: Any) -> Any:
        return lambda row: f"{text(row)} *" if name in row.assumed and text(row) != "—" else text(row)

    def width(row: Carriageway) -> str:
        if row.width_min_m is None:
            return "—"
        low, high = str(number(row.width_min_m, 1)), str(number(row.width_max_m, 1))
        return low if low == high else f"{low}–{high}"

    return [
        Column("place", _("Place"), lambda row: f"{row.segment.order}: {row.from_m:g}–{row.to_m:g}"),
        Column("side", _("Side"), lambda row: row.side, show=lambda row: row.get_side_display()),
        Column("width", _("Width, m"), lambda row: row.width_min_m, show=mark("width_min_m", width), number=True),
        Column("lanes", _("Lanes"), lambda row: row.lanes, show=mark("lanes", _lanes), number=True),
        Column(
            "area",
            _("Area, m²"),
            lambda row: row.area_m2,
            show=mark("width_min_m", lambda row: "—" if row.area_m2 is None else str(number(row.area_m2, 0))),
            number=True,
        ),
        Column(
            "surface",
            _("Surface"),
            lambda row: row.surface,
            show=mark("surface", lambda row: str(row.get_surface_display())),
        ),
        Column(
            "category",
            _("Category"),
            lambda row: row.category,
            show=mark("category", lambda row: row.get_category_display() or "—"),
        ),
        Column("year", _("Year"), lambda row: row.built_year, show=lambda row: row.built_year or "—", number=True),
        Column("basis", _("How we know"), lambda row: row.basis, show=lambda row: row.get_basis_display()),
    ]


def _lanes(row: Carriageway) -> Any:
    return row.lanes or "—"


@require_safe
def completeness(request: HttpRequest) -> HttpResponse:
    """How complete the whole register is: by field, by street, on the map and in its table."""
    day = asked_day(request)
    city = (None if request.GET.get("on") else city_last_counted()) or city_counted_now(day)
    table = Table(
        request,
        _complete_columns(),
        city.lines,
        caption=_("Streets, the least complete first"),
        name="completeness",
        empty=_("There is no street in the register yet."),
    )
    if table.wants_csv:
        return table.as_csv()
    told = {
        "table": table,
        "city": city,
        "today": today(),
        "form": DayForm(initial={"on": city.day}),
        "fields": [(FIELDS[one.field.value], one) for one in city.shares],
        "overall": overall(city.shares),
        "map": city_frame("", whole_box(), overlay=True),
        "inventory": newest_inventory(),
        "thanks": attributions(),
    }
    return render(request, "roads/completeness.html", told)


def _complete_columns() -> list[Column]:
    def share(at: int) -> Any:
        return lambda row: round(row.known(at), 4)

    def shown(at: int) -> Any:
        return lambda row: percent(row.known(at))

    columns = [
        Column("street", _("Street"), lambda row: str(row.street), link=_address, sort="street__search"),
        Column(
            "overall", _("Complete"), lambda row: row.overall, show=lambda row: percent(row.overall), sort="overall",
            number=True,
        ),
    ]  # fmt: skip
    some = (Field.WIDTH, Field.SURFACE, Field.LAYERS, Field.ELEMENTS, Field.CONDITION)
    for at, field in enumerate(Field):
        if field in some:
            sort = f"shares__{at}"
            columns.append(Column(field.value, FIELDS[field.value], share(at), show=shown(at), sort=sort, number=True))
    return columns


def _address(row: StreetCount) -> str:
    return reverse("roads:street", args=[row.street.pk])


def percent(share: float) -> str:
    """A share as whole per cent; something that is not all is never shown as a hundred."""
    whole = round(share * 100)
    return f"{99 if whole == 100 and share < 1 else whole} %"
