"""The schools somebody works with, and one school's day: which classes have reported and who is there."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from qala.kernel.refusals import require
from qala.people.reading import reader
from qala.roster.forms import DayFilter
from qala.roster.models import School
from qala.roster.policies import may_mark_day, may_see_class, may_see_school, may_watch_schools
from qala.roster.queries import calendar_of, schools_of
from qala.roster.queries.desk import school_day
from qala.roster.views.asked import school_or_404
from qala.ui.tables import Column, Table


@login_required
@require_safe
def schools(request: HttpRequest) -> HttpResponse:
    """My schools; straight to the only one."""
    person = reader(request)
    mine = schools_of(person)
    require(mine.exists())
    only = mine[:2]
    if len(only) == 1 and not may_watch_schools(person):
        return redirect("roster:school", slug=only[0].slug)

    def address(row: School) -> str:
        return reverse("roster:school", args=[row.slug])

    table = Table(
        request,
        [
            Column("school", _("School"), lambda row: str(row.name), link=address),
            Column("kind", _("Kind"), lambda row: row.kind, show=lambda row: row.get_kind_display(), sort="kind"),
            Column("capacity", _("Built for"), lambda row: row.design_capacity, sort="design_capacity", number=True),
            Column("shifts", _("Shifts"), lambda row: row.shifts, sort="shifts", number=True),
        ],
        mine,
        caption=_("Schools"),
        name="schools",
        empty=_("No school is written down yet."),
    )
    return table.as_csv() if table.wants_csv else render(request, "roster/schools.html", {"table": table})


@login_required
@require_safe
def school(request: HttpRequest, slug: str) -> HttpResponse:
    """One school on a day."""
    place, person = school_or_404(slug), reader(request)
    require(may_see_school(person, place))
    form = DayFilter(request.GET or None)
    day = form.chosen
    form.initial["day"] = day
    rows = [row for row in school_day(place, day) if may_see_class(person, row.school_class)]
    context = {
        "school": place,
        "form": form,
        "day": day,
        "rows": rows,
        "is_open": calendar_of(place, day, day).is_open(day),
        "waiting": sum(not row.is_told for row in rows),
        "may_mark": may_mark_day(person, place),
    }
    return render(request, "roster/school.html", context)
