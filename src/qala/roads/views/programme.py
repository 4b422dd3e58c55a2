"""The repair programme for everybody: its page, a street's turn, the map, and the programme to take away."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.http import require_safe

from qala.kernel.refusals import require
from qala.people.reading import reader
from qala.planning.models import Plan
from qala.planning.queries import adopted_plan, document_of, reads_drafts
from qala.roads.forms.programme import StreetForm, TurnFilter
from qala.roads.gantt import gantt_of
from qala.roads.printing.programme import programme_pdf
from qala.roads.printing.sheet import programme_sheet
from qala.roads.queries.moved import moves_of
from qala.roads.queries.network import KIND
from qala.roads.queries.programme import (
    StreetStep,
    limits_of,
    lines_of,
    outlook_of,
    plans,
    street_name,
    streets_of,
    terms_of,
    years_of,
)
from qala.roads.queries.turns import FEW_STREETS, programme_lines, streets_asked
from qala.roads.templatetags.roads_words import money
from qala.roads.views.papers import asked_language
from qala.roads.views.streets import city_frame
from qala.roads.words import MENDS, SOURCES
from qala.ui.tables import Column, Table
from qala.ui.templatetags.ui import number

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_safe
def programme(request: HttpRequest) -> HttpResponse:
    """The programme in force: years, money, how good it is, and every street's turn."""
    plan = adopted_plan(KIND)
    if plan is None:
        return render(request, "roads/programme.html", {"plan": None})
    return plan_page(request, plan, "roads/programme.html")


@require_safe
def when(request: HttpRequest) -> HttpResponse:
    """When is my street repaired, and why then: one field, and the answer."""
    form = StreetForm(request.GET or None)
    asked = form.cleaned_data["q"] if form.is_bound and form.is_valid() else ""
    told = {
        "form": form, "asked": asked, "found": streets_asked(asked), "plan": adopted_plan(KIND), "most": FEW_STREETS
    }  # fmt: skip
    return render(request, "roads/when.html", told)


def plan_page(request: HttpRequest, plan: Plan, template: str, **more: Any) -> HttpResponse:
    """A programme with its table, Gantt, map, outlook and proof."""
    form = TurnFilter(request.GET or None)
    asked = form.cleaned_data if form.is_bound and form.is_valid() else {}
    rows = streets_of(plan, words=asked.get("q", ""), year=asked.get("year"))
    table = Table(
        request, _street_columns(), rows, caption=_("Streets of the programme"), filters=form, name="programme",
        page_size=20, empty=_("No street of the programme matches. It may have its turn after these years."),
    )  # fmt: skip
    if table.wants_csv:
        return table.as_csv()
    lines = f"{reverse('roads:programme_lines', args=[plan.pk])}?{request.GET.urlencode()}"
    told = {
        "plan": plan, "table": table, "gantt": gantt_of(plan, list(table.page)), "map": city_frame(lines),
        "moves": moves_of(plan), "years": years_of(plan), "outlook": outlook_of(plan), "limits": limits_of(plan),
        "terms": terms_of(plan),
    }  # fmt: skip
    return render(request, template, told | more)


def _street_columns() -> list[Column]:
    """A street a row, with how many of its stretches are meant."""

    def link(row: StreetStep) -> str:
        return reverse("roads:street", args=[row.street_id]) if row.street_id else ""

    street = Column("street", pgettext_lazy("roads", "Street"), lambda row: row.name, link=link)
    count = Column("stretches", gettext_lazy("Stretches"), lambda row: row.stretches, number=True)
    _street, year, treatment, *figures = _columns()
    return [street, year, treatment, count, *figures]


def _columns() -> list[Column]:
    return [
        Column("street", pgettext_lazy("roads", "Street"), street_name, sort="street_search"),
        Column("year", gettext_lazy("Year"), lambda row: row.year, sort="year", show=lambda row: str(row.year)),
        Column(
            "treatment", gettext_lazy("What is done"), lambda row: row.option,
            show=lambda row: MENDS.get(row.option, row.option), sort="option",
        ),
        Column(
            "metres", gettext_lazy("Length, m"), lambda row: row.metres, show=lambda row: number(row.metres, 0),
            sort="metres", number=True,
        ),
        Column(
            "tenge", gettext_lazy("Cost"), lambda row: row.tiyn, show=lambda row: money(row.tiyn), sort="tiyn",
            number=True,
        ),
        Column(
            "source", gettext_lazy("Money from"), lambda row: row.source,
            show=lambda row: SOURCES.get(row.source, row.source), sort="source",
        ),
    ]  # fmt: skip


def shown_plan(request: HttpRequest, pk: int) -> Plan:
    """A solved programme: once in force for everybody, before that for the desk."""
    plan = get_object_or_404(plans().exclude(sha256=""), pk=pk)
    if plan.state not in {"adopted", "superseded"}:
        require(reads_drafts(reader(request)))
    return plan


@require_safe
def document(request: HttpRequest, pk: int) -> HttpResponse:
    """The document the checker reads."""
    plan = shown_plan(request, pk)
    return _file(document_of(plan), "application/json", f"programme-{plan.pk}.json")


@require_safe
def paper(request: HttpRequest, pk: int) -> HttpResponse:
    """The programme as a PDF, in Kazakh or Russian as asked."""
    plan, language = shown_plan(request, pk), asked_language(request)
    with translation.override(language):
        pdf = programme_pdf(plan, language=language, city=settings.CITY_NAME.get(language, "Qala"))
    answer = _file(pdf, "application/pdf", f"programme-{plan.pk}-{language}.pdf")
    answer["Content-Disposition"] = answer["Content-Disposition"].replace("attachment", "inline")
    return answer


@require_safe
def sheet(request: HttpRequest, pk: int) -> HttpResponse:
    """The programme as a workbook in the reader's language."""
    plan = shown_plan(request, pk)
    return _file(programme_sheet(plan), XLSX, f"programme-{plan.pk}.xlsx")


@require_safe
def table_csv(request: HttpRequest, pk: int) -> HttpResponse:
    """Every step of the programme as CSV."""
    plan = shown_plan(request, pk)
    return Table(request, _columns(), lines_of(plan), name=f"programme-{plan.pk}").as_csv()


@require_safe
def lines(request: HttpRequest, pk: int) -> HttpResponse:
    """The stretches of the programme as lines for its map, narrowed as the table is."""
    plan, form = shown_plan(request, pk), TurnFilter(request.GET or None)
    asked = form.cleaned_data if form.is_bound and form.is_valid() else {}
    features = list(programme_lines(plan, words=asked.get("q", ""), year=asked.get("year")))
    return JsonResponse({"type": "FeatureCollection", "features": features}, content_type="application/geo+json")


def _file(content: bytes, kind: str, name: str) -> HttpResponse:
    answer = HttpResponse(content, content_type=kind)
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer
