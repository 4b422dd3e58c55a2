"""The engineer's desk of passports: which street has which version, and the next lawful step of each."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.http import require_POST, require_safe

from qala.kernel.clock import today
from qala.kernel.keys import row_number
from qala.kernel.refusals import require
from qala.people.models import Person
from qala.people.reading import reader
from qala.places.models import Street
from qala.roads.actions import passports as actions
from qala.roads.models import Passport
from qala.roads.policies import (
    may_approve_passport,
    may_check_passport,
    may_keep_register,
    may_open_register_desk,
    may_survey_passport,
)
from qala.roads.queries.passport import validity
from qala.roads.rules.passport import WORKFLOW
from qala.ui.tables import Column, Table
from qala.ui.templatetags.ui import day as shown_day

VERBS: dict[str, Any] = {
    "survey": (gettext_lazy("Compared with the street"), may_survey_passport),
    "check": (gettext_lazy("Checked"), may_check_passport),
    "approve": (gettext_lazy("Approve"), may_approve_passport),
    "send_back": (gettext_lazy("Send back"), may_check_passport),
}


@login_required
@require_safe
def passports(request: HttpRequest) -> HttpResponse:
    """Versions in work and in force; the buttons are the steps this person may take."""
    by = reader(request)
    require(may_open_register_desk(by))
    rows = Passport.objects.exclude(state="superseded").select_related("street").order_by("state", "street__search")
    table = Table(
        request,
        _columns(),
        rows,
        caption=_("Passports in work and in force"),
        name="passports",
        empty=_("No passport has been drafted yet. Open a street and draft its first one."),
    )
    if table.wants_csv:
        return table.as_csv()
    in_work = list(rows.exclude(state="approved")[:100])
    steps = [(row, _steps(by, row)) for row in in_work]
    street = Street.objects.filter(pk=row_number(request.GET.get("street", ""))).first()
    told = {
        "table": table,
        "steps": [(row, verbs) for row, verbs in steps if verbs],
        "street": street if may_keep_register(by) else None,
        "keeps": may_keep_register(by),
    }
    return render(request, "roads/desk_passports.html", told)


def _steps(by: Person, passport: Passport) -> list[tuple[str, Any]]:
    """The verbs this person may do with a version now, with their words."""
    lawful = [verb for verb in WORKFLOW.verbs(passport.state) if verb in VERBS]
    return [(verb, VERBS[verb][0]) for verb in lawful if VERBS[verb][1](by, passport)]


def _as_of(row: Passport) -> str:
    return shown_day(row.as_of_on)


def _columns() -> list[Column]:
    def until(row: Passport) -> Any:
        return validity(row, row.street, today())["valid_until"] if row.state == "approved" else None

    return [
        Column(
            "street",
            gettext_lazy("Street"),
            lambda row: str(row.street),
            link=lambda row: reverse("roads:street", args=[row.street_id]),
            sort="street__search",
        ),
        Column("version", gettext_lazy("Version"), lambda row: row.version, sort="version", number=True),
        Column(
            "state",
            pgettext_lazy("passport", "State"),
            lambda row: row.state,
            show=lambda row: row.get_state_display(),
            sort="state",
        ),
        Column("as_of", gettext_lazy("Register as of"), lambda row: row.as_of_on, show=_as_of),
        Column("until", gettext_lazy("Holds until"), until, show=lambda row: shown_day(until(row)) or "—"),
    ]


@login_required
@require_POST
def passport_draft(request: HttpRequest, pk: int) -> HttpResponse:
    """Begin the next version of a street's passport."""
    street = get_object_or_404(Street, pk=pk)
    actions.draft_passport(by=reader(request), street=street)
    messages.success(request, _("The next version is drafted."))
    return redirect("roads:desk_passports")


@login_required
@require_POST
def passport_step(request: HttpRequest, pk: int, verb: str) -> HttpResponse:
    """One step of one version."""
    by, passport = reader(request), get_object_or_404(Passport.objects.select_related("street"), pk=pk)
    if verb == "survey":
        actions.survey_passport(by=by, passport=passport, on=today())
    elif verb == "check":
        actions.check_passport(by=by, passport=passport)
    elif verb == "approve":
        actions.approve_passport(by=by, passport=passport)
    elif verb == "send_back":
        actions.send_back(by=by, passport=passport)
    else:
        raise Http404
    messages.success(request, _("The step is written down."))
    return redirect("roads:desk_passports")
