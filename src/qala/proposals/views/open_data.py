"""Open data: the page that documents it, and streams of CSV and JSON in constant memory."""

import csv
import json
from collections.abc import Iterator
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, JsonResponse, StreamingHttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from qala.proposals.models import Proposal
from qala.proposals.queries.listing import Asked, listed
from qala.proposals.queries.open_data import FIELDS, LICENCE, NAMES, package, rows_of, table_schema
from qala.ui.context import city_name

BOM = "\ufeff"  # spreadsheets read Kazakh letters only with it
FORMULA = ("=", "+", "-", "@", "\t", "\r")


class _Echo:
    """A file that hands back what is written."""

    def write(self, line: str) -> str:
        return line


def csv_of(cases: QuerySet[Proposal], name: str) -> StreamingHttpResponse:
    """Every row of a view as CSV; a text that begins like a formula gets an apostrophe."""
    answer = StreamingHttpResponse(_lines(cases), content_type="text/csv; charset=utf-8")
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return answer


def _lines(cases: QuerySet[Proposal]) -> Iterator[str]:
    writer = csv.writer(_Echo())
    yield BOM + str(writer.writerow(NAMES))
    for row in rows_of(cases):
        yield str(writer.writerow([_cell(row[name]) for name in NAMES]))


def _cell(value: Any) -> Any:
    if isinstance(value, str) and value.startswith(FORMULA):
        return "'" + value
    return "" if value is None else value


@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """What can be taken, under which licence, what each column means."""
    context = {"fields": FIELDS, "licence": LICENCE}
    return render(request, "proposals/open_data.html", context)


@require_safe
def cases_csv(request: HttpRequest) -> StreamingHttpResponse:  # noqa: ARG001 - Django's shape
    return csv_of(listed(Asked()), "cases")


@require_safe
def cases_json(request: HttpRequest) -> StreamingHttpResponse:  # noqa: ARG001 - Django's shape
    """An array of objects, one a line."""
    return StreamingHttpResponse(_objects(), content_type="application/json")


def _objects() -> Iterator[str]:
    yield "["
    comma = "\n"
    for row in rows_of(listed(Asked())):
        yield comma + json.dumps(row, ensure_ascii=False)
        comma = ",\n"
    yield "\n]\n"


@require_safe
def schema(request: HttpRequest) -> JsonResponse:  # noqa: ARG001 - Django's shape
    """The Table Schema of both files."""
    return JsonResponse(table_schema(), json_dumps_params={"ensure_ascii": False, "indent": 2})


@require_safe
def datapackage(request: HttpRequest) -> JsonResponse:
    """The descriptor of the package."""
    base = request.build_absolute_uri(reverse("proposals:open_data"))
    title = _("Proposals of residents") + (f", {city_name()}" if city_name() else "")
    return JsonResponse(package(base, title), json_dumps_params={"ensure_ascii": False, "indent": 2})
