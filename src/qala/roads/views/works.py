"""Works and digs: the public lists, and the desks with the next lawful steps of each as buttons."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Prefetch, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy
from django.views.decorators.http import require_POST, require_safe

from qala.kernel.refusals import Refusal, require
from qala.kernel.workflow import Workflow
from qala.people.models import Person
from qala.people.reading import reader
from qala.roads.actions.cuts import override_conflict
from qala.roads.forms.works import step_form
from qala.roads.models import Cut, CutConflict, Ground, Works
from qala.roads.policies import (
    may_accept_works,
    may_do_dig,
    may_do_works,
    may_inspect_dig,
    may_open_works_desk,
    may_permit_digs,
    may_plan_works,
)
from qala.roads.rules.cuts import CUT
from qala.roads.rules.works import WORKS
from qala.roads.works_steps import CUT_STEPS, WORKS_STEPS
from qala.ui.tables import Column, Table
from qala.ui.templatetags.ui import day as shown_day

MOST = 60
DONE_BY_ENGINEER = ("select", "programme", "design", "tender", "contract", "cancel")
GROUNDS = Prefetch("grounds", Ground.objects.present().select_related("segment__street"))


def _works() -> QuerySet[Works]:
    return Works.objects.select_related("warranty").prefetch_related(GROUNDS)


def _cuts() -> QuerySet[Cut]:
    return Cut.objects.select_related("warranty").prefetch_related(GROUNDS)


def _street(row: Any) -> str:
    names = {str(one.segment.street) for one in row.grounds.all() if one.segment.street}
    return ", ".join(sorted(names)) or "—"


def _address(row: Any) -> str:
    streets = [one.segment.street_id for one in row.grounds.all() if one.segment.street_id]
    return reverse("roads:street", args=[streets[0]]) if streets else ""


def _until(row: Any) -> Any:
    return row.warranty.until_on if getattr(row, "warranty", None) else None


def _shown_until(row: Any) -> str:
    until = _until(row)
    return shown_day(until) if until else "—"


def _columns_with(kind: Column) -> list[Column]:
    return [
        Column("street", gettext_lazy("Street"), _street, link=_address),
        kind,
        Column(
            "state", pgettext_lazy("works", "State"), lambda row: row.state,
            show=lambda row: row.get_state_display(), sort="state",
        ),
        Column("until", gettext_lazy("Guarantee until"), _until, show=_shown_until),
    ]  # fmt: skip


def _works_table(request: HttpRequest) -> Table:
    kind = Column(
        "kind",
        gettext_lazy("Kind of repair"),
        lambda row: row.kind,
        show=lambda row: row.get_kind_display(),
        sort="kind",
    )
    columns = [
        *_columns_with(kind),
        Column(
            "year", gettext_lazy("Year"), lambda row: row.programmed_year, show=lambda row: row.programmed_year or "—"
        ),
        Column(
            "contractor", gettext_lazy("Contractor"), lambda row: row.contractor, show=lambda row: row.contractor or "—"
        ),
    ]
    return Table(
        request, columns, _works(), caption=gettext_lazy("Works on roads"), name="road-works",
        empty=gettext_lazy("No works are written down yet."),
    )  # fmt: skip


def _cuts_table(request: HttpRequest) -> Table:
    kind = Column("purpose", gettext_lazy("What for"), lambda row: row.purpose)
    columns = [
        *_columns_with(kind),
        Column(
            "from", gettext_lazy("From"), lambda row: row.from_on,
            show=lambda row: shown_day(row.from_on), sort="from_on",
        ),
        Column("operator", gettext_lazy("Operator of the line"), lambda row: row.operator, sort="operator"),
        Column(
            "emergency", gettext_lazy("Emergency"), lambda row: row.emergency,
            show=lambda row: pgettext("dig", "emergency") if row.emergency else "—",
        ),
    ]  # fmt: skip
    return Table(
        request, columns, _cuts(), caption=gettext_lazy("Digs into roads"), name="road-digs",
        empty=gettext_lazy("No dig is written down yet."),
    )  # fmt: skip


@require_safe
def works(request: HttpRequest) -> HttpResponse:
    """Every work, for everybody."""
    table = _works_table(request)
    return table.as_csv() if table.wants_csv else render(request, "roads/works.html", {"table": table})


@require_safe
def digs(request: HttpRequest) -> HttpResponse:
    """Every dig, for everybody."""
    table = _cuts_table(request)
    return table.as_csv() if table.wants_csv else render(request, "roads/digs.html", {"table": table})


def _may_works(by: Person, works: Works, verb: str) -> bool:
    if verb in DONE_BY_ENGINEER:
        return may_plan_works(by)
    return may_accept_works(by, works) if verb == "accept" else may_do_works(by, works)


def _steps(by: Person, row: Any, table: Workflow, may: Callable[..., bool]) -> list[tuple[str, str, Any]]:
    """The lawful steps of this person, each with its words and its small form."""
    return [(verb, table.word(verb), step_form(verb)) for verb in table.verbs(row.state) if may(by, row, verb)]


def _may_cut(by: Person, cut: Cut, verb: str) -> bool:
    if verb in {"check", "permit", "put_off"}:
        return may_permit_digs(by) and not (verb == "permit" and cut.emergency and cut.permitted_at)
    return may_inspect_dig(by, cut) if verb == "inspect" else may_do_dig(by, cut)


@login_required
@require_safe
def desk_works(request: HttpRequest) -> HttpResponse:
    """Works in hand; the buttons are the steps this person may take."""
    by = reader(request)
    require(may_open_works_desk(by))
    rows = _works().exclude(state__in=WORKS.final_states())[:MOST]
    steps = [(row, _street(row), _steps(by, row, WORKS, _may_works)) for row in rows]
    told = {"steps": [one for one in steps if one[2]], "table": _works_table(request)}
    return render(request, "roads/desk_works.html", told)


@login_required
@require_safe
def desk_digs(request: HttpRequest) -> HttpResponse:
    """Digs in hand, their conflicts, and the steps this person may take."""
    by = reader(request)
    require(may_open_works_desk(by))
    rows = _cuts().exclude(state__in=CUT.final_states()).prefetch_related("conflicts")[:MOST]
    steps = [(row, _street(row), _steps(by, row, CUT, _may_cut)) for row in rows]
    told = {
        "steps": [one for one in steps if one[2]],
        "table": _cuts_table(request),
        "may_override": may_permit_digs(by),
    }
    return render(request, "roads/desk_digs.html", told)


def _answers(request: HttpRequest, verb: str) -> dict[str, Any]:
    form = step_form(verb, request.POST)
    if not form.is_valid():
        raise Refusal(_("Fill in every field of this step."), code="step_incomplete", fields=_first(form.errors))
    return form.cleaned_data


def _first(errors: Any) -> dict[str, str]:
    return {name: str(said[0]) for name, said in errors.items()}


@login_required
@require_POST
def works_step(request: HttpRequest, pk: int, verb: str) -> HttpResponse:
    """One step of works."""
    if verb not in WORKS_STEPS:
        raise Http404
    WORKS_STEPS[verb](by=reader(request), works=get_object_or_404(Works, pk=pk), told=_answers(request, verb))
    messages.success(request, _("Done."))
    return redirect("roads:desk_works")


@login_required
@require_POST
def dig_step(request: HttpRequest, pk: int, verb: str) -> HttpResponse:
    """One step of a dig."""
    if verb not in CUT_STEPS:
        raise Http404
    CUT_STEPS[verb](by=reader(request), cut=get_object_or_404(Cut, pk=pk), told=_answers(request, verb))
    messages.success(request, _("Done."))
    return redirect("roads:desk_digs")


@login_required
@require_POST
def dig_override(request: HttpRequest, pk: int) -> HttpResponse:
    """Let one conflict be, by name and with a reason."""
    conflict = get_object_or_404(CutConflict, pk=pk)
    override_conflict(by=reader(request), conflict=conflict, reason=request.POST.get("reason", ""))
    messages.success(request, _("Done."))
    return redirect("roads:desk_digs")
