"""The desk of works: what waits for this person, one work with its proofs, its verbs, a new need."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from qala.journal.queries import history
from qala.kernel.clock import today
from qala.kernel.keys import key_of
from qala.kernel.refusals import require
from qala.people.models import Person
from qala.people.reading import reader
from qala.places.rules.position import Position
from qala.roads.actions.warranties import claim
from qala.roads.actions.works import Need, note_need
from qala.roads.forms import works as forms
from qala.roads.models import Paper, Works
from qala.roads.policies import may_accept_works, may_judge_works, may_open_case, may_open_works_desk, may_plan_works
from qala.roads.queries.ahead import planned_for
from qala.roads.queries.cases import own_cases
from qala.roads.queries.names import bodies_of, body_called, told_lines
from qala.roads.queries.proofs import proofs_of
from qala.roads.queries.works import guarantee_at, lines_below, loose_trenches, permitted_digs
from qala.roads.rules.works import BEFORE_WORK, UNDER_WAY, WORKS
from qala.roads.views.new_case import new_case
from qala.roads.views.step import Office, case_page, step_page
from qala.roads.views.steps_works import GOING_ON, STEPS
from qala.roads.views.tables import street_of, works_rows, works_table

MOST, AT_ONCE = 20, 50  # each work going on is asked for its proofs


def _told(works: Works) -> dict[str, Any]:
    before, going_on = works.state in BEFORE_WORK, works.state in GOING_ON
    return {
        "contractor": body_called(works.contractor) if works.contractor else "",
        "proofs": proofs_of(works) if going_on else [],
        "lines": lines_below(works) if before else works.line_answers.select_related("line"),
        "before": before,
        "planned": planned_for(works) if works.state in BEFORE_WORK else None,
        "loose": loose_trenches(works) if works.state in UNDER_WAY else [],
        "to_come": permitted_digs(works) if works.state in {"contracted", "suspended"} else [],
        "lots": works.lots.prefetch_related("samples"),
        "photos": works.evidence.all(),
        "papers": Paper.objects.filter(about=key_of(works)),
        "prices": works.price_changes.all(),
        "waits": works.waits.all(),
        "story": told_lines(history(works)),
    }


def _first(works: Works) -> list[str]:
    if works.state != "in_work":
        return ["resume"]
    lacking = [one.verb for one in proofs_of(works) if not one.is_there]
    return [*lacking, "accept"]


def _absent(by: Person, works: Works) -> list[Any]:
    if works.state == "in_work" and not may_accept_works(by, works):
        return [
            _("Accepting is for a road inspector who neither measured nor began these works; never the contractor.")
        ]
    return []


OFFICE = Office(
    "roads:desk_work", "roads:desk_works", _("Desk of works"), "roads/desk_work.html", STEPS,
    lambda: works_rows().prefetch_related("lots__samples"), may_open_case, _told,
    lambda works: f"№ {works.pk} · {street_of(works)}", _first, _absent,
)  # fmt: skip


def _moved_by(by: Person) -> QuerySet[Works]:
    """Open works that this person may have a step in, those that wait longest first."""
    rows = OFFICE.rows().exclude(state__in=WORKS.final_states()).order_by("noted_on", "pk")
    if may_plan_works(by):
        return rows
    own = [slug for slug, _title in bodies_of(by, "contractor")]
    judged = GOING_ON if may_judge_works(by) else ()
    return rows.filter(Q(contractor__in=own, state__in=UNDER_WAY) | Q(state__in=judged))


@login_required
@require_safe
def desk_works(request: HttpRequest) -> HttpResponse:
    """What waits for this person, then every work."""
    by = reader(request)
    require(may_open_works_desk(by))
    table = works_table(request, "roads:desk_work", own_cases(by, works_rows()))
    if table.wants_csv:
        return table.as_csv()
    rows = _moved_by(by).iterator(chunk_size=AT_ONCE)
    waiting = [(row, street_of(row), step) for row, step in OFFICE.waiting(by, rows, MOST)]
    told = {"waiting": waiting, "table": table, "may_plan": may_plan_works(by)}
    return render(request, "roads/desk_works.html", told)


@login_required
@require_safe
def desk_work(request: HttpRequest, pk: int) -> HttpResponse:
    """One work: where, what, its proofs, its papers, its next step."""
    return case_page(request, OFFICE, pk)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def desk_work_step(request: HttpRequest, pk: int, verb: str) -> HttpResponse:
    """One verb of works."""
    return step_page(request, OFFICE, pk, verb)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def desk_need(request: HttpRequest) -> HttpResponse:
    """A new need; where a guarantee runs it becomes a claim instead, and nobody is paid."""
    by = reader(request)
    require(may_plan_works(by))
    return new_case(
        request, title=_("A new need"), home=("roads:desk_works", _("Desk of works")), before=forms.need(),
        lead=_("The kind of repair is reckoned from layers and area; nobody types it."), whole=True,
        make=lambda told: _noted(request, by, told),
    )  # fmt: skip


def _noted(request: HttpRequest, by: Person, told: dict[str, Any]) -> HttpResponse:
    places: list[Position] = told["places"]
    warranty = guarantee_at(places, today())
    if warranty is None:
        need = Need(told["why"], places, told["area_m2"], told["top_cm"], told["base_cm"], told["case"])
        made = note_need(by=by, need=need)
        messages.success(request, _("Written down: %(kind)s.") % {"kind": made.get_kind_display()})
        return redirect("roads:desk_work", pk=made.pk)
    claim(by=by, warranty=warranty, about=told["why"])
    messages.info(request, _("A guarantee runs here: this is a claim now, and nobody is paid for it."))
    return redirect("roads:desk_warranty", pk=warranty.pk)
