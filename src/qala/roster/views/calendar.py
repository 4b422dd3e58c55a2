"""The school calendar: lesson days of a month, and a director's marks."""

from datetime import timedelta

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from qala.kernel.refusals import Refusal, require
from qala.people.reading import reader
from qala.roster import actions
from qala.roster.forms import DayFilter, MarkDayForm
from qala.roster.policies import may_mark_day, may_see_school
from qala.roster.queries.desk import month_of
from qala.roster.views.asked import school_or_404


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def calendar(request: HttpRequest, slug: str) -> HttpResponse:
    """Show a month of days, or mark one."""
    school, person = school_or_404(slug), reader(request)
    require(may_see_school(person, school))
    form = MarkDayForm(request.POST or None)
    status = 200
    if request.method == "POST":
        if form.is_valid():
            try:
                mark = actions.mark_day(by=person, school=school, **form.cleaned_data)
            except Refusal as refusal:
                if refusal.status == 403:
                    raise
                form.add_error(None, str(refusal.reason))
            else:
                messages.success(request, _("The day is marked."))
                return redirect(f"{request.path}?day={mark.day}")
        status = 422
    first, days, marks = month_of(school, DayFilter(request.GET or None).chosen)
    context = {
        "school": school,
        "first": first,
        "before": first - timedelta(days=1),
        "after": first + timedelta(days=31),
        "days": days,
        "marks": marks,
        "form": form if may_mark_day(person, school) else None,
        "open_count": sum(day.is_open for day in days),
    }
    return render(request, "roster/calendar.html", context, status=status)
