"""Dangerous places: for everybody where they are and by when they are mended; at the desk, noting and ending them."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from qala.kernel.clock import now
from qala.kernel.refusals import require
from qala.people.models import Person
from qala.people.reading import reader
from qala.roads.actions.warranties import Danger, end_hazard, note_hazard
from qala.roads.forms.hazards import danger
from qala.roads.models import Hazard
from qala.roads.policies import may_claim, may_judge_works
from qala.roads.views.new_case import new_case
from qala.ui.tables import Column, Table
from qala.ui.templatetags.ui import moment


def _address(row: Hazard) -> str:
    street = row.segment.street
    return str(street) if street else "—"


def _table(request: HttpRequest) -> Table:
    columns = [
        Column("street", _("Street"), _address),
        Column("metre", _("Metre"), lambda row: round(row.from_m), number=True),
        Column("about", _("What is dangerous"), lambda row: row.about),
        Column("seen", _("Seen"), lambda row: row.seen_at, show=lambda row: moment(row.seen_at), sort="seen_at"),
        Column("fenced", _("Fenced"), lambda row: row.fenced_at, show=lambda row: moment(row.fenced_at)),
        Column("due", _("Mended by"), lambda row: row.due_at, show=lambda row: moment(row.due_at), sort="due_at"),
        Column(
            "over", _("Mended"), lambda row: row.over_at, show=lambda row: moment(row.over_at) if row.over_at else "—",
            sort="over_at",
        ),
    ]  # fmt: skip
    rows = Hazard.objects.select_related("segment__street")
    return Table(
        request, columns, rows, caption=_("Dangerous places"), name="road-hazards",
        empty=_("No dangerous place is written down."),
    )  # fmt: skip


@require_safe
def hazards(request: HttpRequest) -> HttpResponse:
    """Every dangerous place, for everybody."""
    table = _table(request)
    return table.as_csv() if table.wants_csv else render(request, "roads/hazards.html", {"table": table})


@login_required
@require_safe
def desk_hazards(request: HttpRequest) -> HttpResponse:
    """Places that are still dangerous, the most overdue first."""
    by = reader(request)
    require(may_claim(by))
    rows = Hazard.objects.filter(over_at=None).select_related("segment__street").order_by("due_at", "pk")
    told = [(row, _address(row), row.due_at < now()) for row in rows]
    return render(
        request, "roads/desk_hazards.html", {"open": told, "may_end": may_judge_works(by), "table": _table(request)}
    )


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def desk_hazard_new(request: HttpRequest) -> HttpResponse:
    """Note a dangerous place: fenced, with an owner and a clock."""
    by = reader(request)
    require(may_claim(by))
    lead = _("A dangerous place is fenced first. It has an owner, and an hour by which it is mended.")
    return new_case(
        request, title=_("A dangerous place"), home=("roads:desk_hazards", _("Dangerous places")), before=danger(),
        lead=lead, make=lambda told: _noted(by, told),
    )  # fmt: skip


def _noted(by: Person, told: dict[str, Any]) -> HttpResponse:
    note_hazard(
        by=by,
        danger=Danger(
            told["places"][0], told["about"], told["seen_at"], told["fenced_at"], told["owner"], told["due_at"]
        ),
    )
    return redirect("roads:desk_hazards")


@login_required
@require_POST
def desk_hazard_end(request: HttpRequest, pk: int) -> HttpResponse:
    """The place is mended, and an inspector saw it."""
    end_hazard(by=reader(request), hazard=get_object_or_404(Hazard, pk=pk))
    messages.success(request, _("Done: %(verb)s.") % {"verb": _("mended")})
    return redirect("roads:desk_hazards")
