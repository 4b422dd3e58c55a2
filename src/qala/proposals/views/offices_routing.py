"""The routing editor: versions, one version with its proof and dry run, and why a case went where it went."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from qala.kernel.refusals import require
from qala.people.reading import reader
from qala.proposals.actions import routing as actions
from qala.proposals.forms.offices import TryForm
from qala.proposals.models import RoutingTable
from qala.proposals.policies import may_edit_routing, may_see_routing
from qala.proposals.queries.meanwhile import by_number
from qala.proposals.queries.routing_editor import LAST_CASES, active, digest, draft, proof, tried
from qala.proposals.queries.routing_why import why_page
from qala.proposals.queries.routing_words import Names, defaults_in_words, problem_sentences, rows_in_words
from qala.proposals.rules.routing import DryRun

SHOWN_MOVES = 200


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def routing(request: HttpRequest) -> HttpResponse:
    """All versions, the one in force first; posting drafts a new one."""
    by = reader(request)
    require(may_see_routing(by))
    if request.method == "POST":
        table = actions.draft(by=by)
        messages.success(request, _("A draft is made. Nothing changes until you put it into force."))
        return redirect("proposals:routing_table", version=table.version)
    context = {
        "active": active(),
        "draft": draft(),
        "versions": RoutingTable.objects.all()[:50],
        "may_edit": may_edit_routing(by),
    }
    return render(request, "proposals/offices_routing.html", context)


@login_required
@require_safe
def routing_table(request: HttpRequest, version: int) -> HttpResponse:
    """One version: rows, defaults, what the proof says, and what the dry run found."""
    by = reader(request)
    require(may_see_routing(by))
    table = get_object_or_404(RoutingTable, version=version)
    names, is_draft = Names(), table.state == RoutingTable.State.DRAFT
    report = proof(table) if is_draft else None
    rows = rows_in_words(table, names, report)
    form = TryForm(request.GET if "last" in request.GET else None)
    context: dict[str, Any] = {
        "table": table,
        "is_draft": is_draft,
        "may_edit": is_draft and may_edit_routing(by),
        "rows": rows,
        "defaults": defaults_in_words(table, names),
        "problems": problem_sentences(report, rows, names) if report else [],
        "shadowed": [row.place for row in rows if row.shadowed],
        "form": form if form.is_bound else TryForm(initial={"last": LAST_CASES}),
    }
    if report and report.is_sound and table.tried_rows == digest(table):
        last = form.cleaned_data["last"] if form.is_bound and form.is_valid() else LAST_CASES
        places = {row.row.slug: row.place for row in rows}
        context |= _moves(tried(table, last), names, places)
    return render(request, "proposals/offices_routing_table.html", context)


def _moves(run: DryRun, names: Names, places: dict[str, int]) -> dict[str, Any]:
    """The dry run in words: flows between departments, then the cases that would move."""
    nobody = _("nobody")

    def called(slug: str) -> str:
        return names.of("departments", slug) if slug else nobody

    return {
        "run": run,
        "flows": [(called(old), called(new), count) for (old, new), count in run.flows.items()],
        "moves": [
            (one.case, called(one.old), called(one.new), places.get(one.new_row or "", 0))
            for one in run.moved[:SHOWN_MOVES]
        ],
        "moves_left": max(0, len(run.moved) - SHOWN_MOVES),
    }


@login_required
@require_POST
def routing_act(request: HttpRequest, version: str, verb: str) -> HttpResponse:
    """Try a draft on past cases, put it into force, or throw it away."""
    by = reader(request)
    require(may_edit_routing(by))
    table = get_object_or_404(RoutingTable, version=int(version))
    if verb == "discard":
        actions.discard(by=by, table=table)
        messages.success(request, _("The draft is thrown away."))
        return redirect("proposals:routing")
    if verb == "activate":
        actions.activate(by=by, table=table)
        messages.success(request, _("This version routes from now on. Cases already assigned stay where they are."))
        return redirect("proposals:routing_table", version=table.version)
    form = TryForm(request.POST)
    last = form.cleaned_data["last"] if form.is_valid() else LAST_CASES
    actions.try_table(by=by, table=table, last=last)
    response = redirect("proposals:routing_table", version=table.version)
    response["Location"] += f"?last={last}#tried"
    return response


@login_required
@require_safe
def routing_why(request: HttpRequest, number: str) -> HttpResponse:
    """Why this case was routed so: each hop with its row, and what the table in force says today."""
    require(may_see_routing(reader(request)))
    case = by_number(number)
    return render(request, "proposals/offices_routing_why.html", {"case": case, "why": why_page(case)})
