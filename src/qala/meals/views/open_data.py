"""Open data of meals: the page that explains it, CSV, JSON and the schema."""

import csv
import io

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from qala.meals.forms.months import month_word
from qala.meals.queries.months import known_months, month_asked
from qala.meals.queries.open_meals import FIELDS, LICENCE, NAMES, table_schema
from qala.meals.queries.pictures import rows_seen, totals_seen

BOM = "\ufeff"  # spreadsheets read Kazakh letters only with it


@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """What can be taken, month by month, and what each column means."""
    months = [(f"{month:%Y-%m}", month_word(month)) for month in known_months()]
    return render(request, "meals/open_data.html", {"fields": FIELDS, "licence": LICENCE, "months": months})


@require_safe
def days_csv(request: HttpRequest) -> HttpResponse:
    """A month as CSV."""
    month = month_asked(request.GET)
    written = io.StringIO()
    writer = csv.DictWriter(written, NAMES)
    writer.writeheader()
    for row in rows_seen(month):
        writer.writerow(row)
    answer = HttpResponse(BOM + written.getvalue(), content_type="text/csv; charset=utf-8")
    answer.headers["Content-Disposition"] = f'attachment; filename="meals-{month:%Y-%m}.csv"'
    return answer


@require_safe
def days_json(request: HttpRequest) -> JsonResponse:
    """A month as a list of objects."""
    rows = list(rows_seen(month_asked(request.GET)))
    return JsonResponse(rows, safe=False, json_dumps_params={"ensure_ascii": False})


@require_safe
def totals_json(request: HttpRequest) -> JsonResponse:
    """A month's totals, to be held against the log: `python -m qala_verify meals --month … --totals FILE DIR`.

    Those of a large month are as the night counted them (`counted_at`), with what the log had sealed by then.
    """
    return JsonResponse(totals_seen(month_asked(request.GET)), json_dumps_params={"ensure_ascii": False})


@require_safe
def schema(request: HttpRequest) -> JsonResponse:  # noqa: ARG001 - Django's shape
    """The Table Schema of both."""
    return JsonResponse(table_schema(), json_dumps_params={"ensure_ascii": False, "indent": 2})
