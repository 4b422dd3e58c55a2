"""Who holds which role, where, until when."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from qala.kernel.refusals import require
from qala.people.forms import AppointmentsFilter
from qala.people.middleware import live_admin_session
from qala.people.models import Appointment
from qala.people.policies import may_administer, may_see_appointments
from qala.people.queries import appointments as appointments_in_force
from qala.people.reading import reader
from qala.ui.tables import Column, Table
from qala.ui.templatetags.ui import day

SOON_DAYS = 30


def _columns(*, may_change: bool) -> list[Column]:
    def end_address(row: Appointment) -> str:
        return reverse("people:end_of_appointment", args=[row.pk])

    return [
        Column("person", _("Person"), lambda row: row.person.name.full, sort="person__family"),
        Column("role", _("Role"), lambda row: row.role, show=lambda row: row.role_of_office.title, sort="role"),
        Column("organisation", _("Body"), lambda row: str(row.organisation), sort="organisation__slug"),
        Column("from_on", _("From"), lambda row: row.from_on, show=lambda row: day(row.from_on), sort="from_on"),
        Column(
            "until_on",
            _("Until"),
            lambda row: row.until_on,
            show=lambda row: day(row.until_on) or _("open-ended"),
            sort="until_on",
            link=end_address if may_change else None,
        ),
        Column("act", _("Act"), lambda row: row.act),
    ]


@login_required
@require_safe
def appointments(request: HttpRequest) -> HttpResponse:
    """The list, as the address asks: by role, by body, ending soon; as CSV too."""
    person = reader(request)
    require(may_see_appointments(person))
    form = AppointmentsFilter(request.GET or None)
    asked = form.cleaned_data if form.is_valid() else {}
    body = asked.get("organisation")
    rows = appointments_in_force(asked.get("role", ""), body.slug if body else "", asked.get("ending") or 0)
    table = Table(
        request,
        _columns(may_change=may_administer(person)),
        rows,
        caption=_("Appointments in force"),
        filters=form,
        name="appointments",
        empty=_("Nobody is appointed here. An administrator makes the first appointment."),
    )
    if table.wants_csv:
        return table.as_csv()
    soon = appointments_in_force(ending_days=SOON_DAYS).count()
    context = {
        "table": table,
        "soon": soon,
        "soon_days": SOON_DAYS,
        "may_change": may_administer(person),
        "admin_session": live_admin_session(request),
    }
    return render(request, "people/appointments.html", context)
