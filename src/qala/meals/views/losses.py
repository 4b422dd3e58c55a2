"""What the city lost: plates served twice and plates on trust that nobody looked at, each with its money."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from qala.kernel.refusals import require
from qala.meals.forms.months import MonthFilter
from qala.meals.policies import may_audit
from qala.meals.queries.losses import in_the_books, losses
from qala.meals.queries.months import month_asked
from qala.meals.words import LOSS_WORDS, said
from qala.people.reading import reader
from qala.ui.tables import Column, Table
from qala.ui.templatetags.ui import day as day_filter
from qala.ui.templatetags.ui import tenge


@login_required
@never_cache
@require_safe
def listed(request: HttpRequest) -> HttpResponse:
    """A month's losses, plate by plate. No child is named."""
    require(may_audit(reader(request)))
    month = month_asked(request.GET)
    rows = losses(month)
    table = Table(request, _columns(), rows, caption=_("Lost plates"), name=f"losses-{month:%Y-%m}",
                  empty=_("Nothing was lost this month."))  # fmt: skip
    if table.wants_csv:
        return table.as_csv()
    context = {
        "form": MonthFilter(request.GET or None, initial={"month": f"{month:%Y-%m}"}),
        "table": table,
        "plates": len(rows),
        "twice": sum(one.cause != "lapsed" for one in rows),
        "tiyn": sum(one.tiyn for one in rows),
        "short": sum(one.tiyn for one in rows if not one.is_set_apart),
        "in_the_books": in_the_books(),
    }
    return render(request, "meals/losses.html", context)


def _columns() -> list[Column]:
    return [
        Column("number", _("Plate"), lambda row: row.number, show=lambda row: f"№ {row.number}"),
        Column("day", _("Day"), lambda row: row.day.isoformat(), show=lambda row: day_filter(row.day)),
        Column("school", _("School"), lambda row: row.school),
        Column("cause", _("Cause"), lambda row: row.cause, show=lambda row: said(LOSS_WORDS, row.cause)),
        Column("first", _("The paid meal was at"), lambda row: row.first, show=lambda row: row.first or "—"),
        Column("contract", _("Contract"), lambda row: row.contract, show=lambda row: row.contract or "—"),
        Column("tiyn", _("Money"), lambda row: row.tiyn, show=lambda row: tenge(row.tiyn), number=True),
    ]
