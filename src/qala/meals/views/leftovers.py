"""Leftovers: the canteen weighs, the school and the auditor read them beside the meals."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from qala.kernel.clock import now
from qala.kernel.refusals import Refusal, require
from qala.meals.actions.leftovers import weigh
from qala.meals.forms.leftovers import WeighForm
from qala.meals.forms.months import MonthFilter
from qala.meals.models import Service
from qala.meals.policies import may_see_leftovers, may_weigh
from qala.meals.queries.codes import service_at
from qala.meals.queries.leftovers import Weighed, weighed
from qala.meals.queries.months import month_asked
from qala.meals.queries.settings import setting
from qala.meals.views.asked import school_or_404
from qala.people.reading import reader
from qala.ui.tables import Column, Table
from qala.ui.templatetags.ui import day as day_of
from qala.ui.templatetags.ui import number


@login_required
@never_cache
def leftovers(request: HttpRequest, slug: str) -> HttpResponse:
    """A month of weighings; whoever is at the canteen adds today's."""
    place, person = school_or_404(slug), reader(request)
    require(may_see_leftovers(person, place))
    month, form = month_asked(request.GET), WeighForm(request.POST or None, initial={"service": _served_last()})
    require(request.method != "POST" or may_weigh(person, place))
    if request.method == "POST" and form.is_valid():
        clean = form.cleaned_data
        try:
            weigh(by=person, school=place, day=clean["day"], service=clean["service"], grams=form.grams)
        except Refusal as refused:
            form.add_error(None, str(refused.reason))
        else:
            messages.success(request, _("Written down. The newest weighing of a meal holds."))
            return redirect("meals:leftovers", slug=slug)
    context = {
        "school": place,
        "month": month,
        "months": MonthFilter(request.GET or None, initial={"month": f"{month:%Y-%m}"}),
        "form": form if may_weigh(person, place) else None,
        "table": _table(request, weighed(place, month)),
        "limit": setting("leftover_grams"),
    }
    return render(request, "meals/leftovers.html", context, status=422 if form.is_bound else 200)


def _served_last() -> Service | None:
    return service_at(Service.objects.all(), now())


def _table(request: HttpRequest, rows: list[Weighed]) -> Table:
    columns = [
        Column("day", _("Day"), lambda row: row.day.isoformat(), show=lambda row: day_of(row.day)),
        Column("service", _("Service"), lambda row: row.service),
        Column("grams", _("Leftovers, g"), lambda row: row.grams, show=lambda row: number(row.grams), number=True),
        Column("meals", _("Meals"), lambda row: row.meals, show=lambda row: number(row.meals), number=True),
        Column("a_meal", _("Grams a meal"), lambda row: row.a_meal,
               show=lambda row: "—" if row.a_meal is None else number(row.a_meal), number=True),
        Column("version", _("Weighed, times"), lambda row: row.version, number=True),
    ]  # fmt: skip
    return Table(request, columns, rows, caption=_("Leftovers"), empty=_("Nobody has weighed in this month."))
