"""Rows and defaults of a drafted routing table, in plain forms."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from qala.kernel.refusals import Refusal, require
from qala.people.models import Person
from qala.people.reading import reader
from qala.proposals.actions import routing as actions
from qala.proposals.forms.offices import DefaultsForm, RowForm
from qala.proposals.models import RoutingRow, RoutingTable
from qala.proposals.policies import may_edit_routing
from qala.proposals.queries.routing_editor import departments_of
from qala.proposals.queries.routing_words import Names


def _drafted(version: int) -> RoutingTable:
    table = get_object_or_404(RoutingTable, version=version)
    if table.state != RoutingTable.State.DRAFT:
        raise Refusal(_("This version is not a draft any more. Draft a new one."), code="not-a-draft", status=409)
    return table


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def routing_row(request: HttpRequest, version: int, pk: int | None = None) -> HttpResponse:
    """Write a row, anew or again, or drop it. The proof is read on the table's page."""
    by = reader(request)
    require(may_edit_routing(by))
    table = _drafted(version)
    row = get_object_or_404(RoutingRow, pk=pk, table=table, is_default=False) if pk else None
    if row is not None and request.POST.get("verb") == "drop":
        actions.drop_row(by=by, row=row)
        messages.success(request, _("The row is dropped."))
        return redirect("proposals:routing_table", version=version)
    form = RowForm(request.POST or None, names=Names(), initial=RowForm.first(row) if row else None)
    if request.method == "POST" and form.is_valid() and _written(by, table, row, form):
        messages.success(request, _("The row is written. Look at what the proof says."))
        return redirect("proposals:routing_table", version=version)
    status = 422 if request.method == "POST" else 200
    context = {"table": table, "row": row, "form": form}
    return render(request, "proposals/offices_routing_row.html", context, status=status)


def _written(by: Person, table: RoutingTable, row: RoutingRow | None, form: RowForm) -> bool:
    try:
        actions.write_row(by=by, table=table, sheet=form.sheet(), row=row)
    except Refusal as refusal:
        form.take(refusal)
        return False
    return True


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def routing_defaults(request: HttpRequest, version: int) -> HttpResponse:
    """The default department of every category: the floor under the table."""
    by = reader(request)
    require(may_edit_routing(by))
    table = _drafted(version)
    first = {slug: str(key) for slug, key in departments_of(table).items()}
    form = DefaultsForm(request.POST or None, initial=first)
    if request.method == "POST" and form.is_valid():
        actions.write_defaults(by=by, table=table, defaults=form.defaults())
        messages.success(request, _("The defaults are written."))
        return redirect("proposals:routing_table", version=version)
    status = 422 if request.method == "POST" else 200
    return render(request, "proposals/offices_routing_defaults.html", {"table": table, "form": form}, status=status)
