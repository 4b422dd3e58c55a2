"""The repair programme: the public page, and the desk where it is asked for, compared and adopted."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from qala.kernel.refusals import require
from qala.people.reading import reader
from qala.planning.actions import adopt, ask, set_aside
from qala.planning.models import Choice, Plan
from qala.planning.queries import adopted_plan, document_of
from qala.roads.forms.programme import AdoptForm, ProgrammeForm, TurnFilter
from qala.roads.policies import may_adopt_programme, may_ask_programme, may_compare_programmes
from qala.roads.queries.network import KIND
from qala.roads.queries.programme import compared, limits_of, lines_of, plans, street_name, years_of
from qala.roads.words import MENDS, SOURCES
from qala.ui.tables import Column, Table
from qala.ui.templatetags.ui import number, tenge

SCENARIOS = ((100, ""), (80, "−20 %"), (120, "+20 %"))


@require_safe
def programme(request: HttpRequest) -> HttpResponse:
    """The programme in force: years, money, how good it is, and every street's turn."""
    plan = adopted_plan(KIND)
    if plan is None:
        return render(request, "roads/programme.html", {"plan": None})
    return _page(request, plan, "roads/programme.html")


def _page(request: HttpRequest, plan: Plan, template: str, **more: Any) -> HttpResponse:
    form = TurnFilter(request.GET or None)
    asked = form.cleaned_data if form.is_bound and form.is_valid() else {}
    rows = lines_of(plan, words=asked.get("q", ""), year=asked.get("year"))
    table = Table(
        request, _columns(), rows, caption=_("Streets of the programme"), filters=form, name="programme",
        empty=_("No street of the programme matches. It may have its turn after these years."),
    )  # fmt: skip
    if table.wants_csv:
        return table.as_csv()
    told = {
        "plan": plan, "table": table, "years": years_of(plan), "outlook": _outlook(plan), "limits": limits_of(plan)
    }
    return render(request, template, told | more)


def _outlook(plan: Plan) -> list[tuple[Any, ...]]:
    """Year by year: condition and backlog with the plan, without any repair, by the list sorted by condition."""
    start = int(plan.asked["start"])
    courses = [plan.told[name] for name in ("outlook", "nothing", "worst_first")]
    return [
        (start + at, *((one["condition"][at + 1], one["backlog"][at + 1]) for one in courses))
        for at in range(len(courses[0]["condition"]) - 1)
    ]


def _columns() -> list[Column]:
    def link(row: Choice) -> str:
        street = getattr(row, "street_id", None)
        return reverse("roads:street", args=[street]) if street else ""

    return [
        Column("street", pgettext_lazy("roads", "Street"), street_name, link=link, sort="street_search"),
        Column("year", gettext_lazy("Year"), lambda row: row.year, sort="year", show=lambda row: str(row.year)),
        Column(
            "treatment", gettext_lazy("What is done"), lambda row: row.option,
            show=lambda row: MENDS.get(row.option, row.option), sort="option",
        ),
        Column(
            "metres", gettext_lazy("Length, m"), lambda row: row.metres, show=lambda row: number(row.metres, 0),
            sort="metres", number=True,
        ),
        Column(
            "tenge", gettext_lazy("Cost"), lambda row: row.tiyn, show=lambda row: tenge(row.tiyn), sort="tiyn",
            number=True,
        ),
        Column(
            "source", gettext_lazy("Money from"), lambda row: row.source,
            show=lambda row: SOURCES.get(row.source, row.source), sort="source",
        ),
    ]  # fmt: skip


@require_safe
def document(request: HttpRequest, pk: int) -> HttpResponse:
    """The document the checker reads; of plans that were in force for everybody, of others for the desk."""
    plan = get_object_or_404(plans().exclude(sha256=""), pk=pk)
    if plan.state not in {"adopted", "superseded"}:
        require(may_compare_programmes(reader(request)))
    answer = HttpResponse(document_of(plan), content_type="application/json")
    answer["Content-Disposition"] = f'attachment; filename="programme-{plan.pk}.json"'
    return answer


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def desk(request: HttpRequest) -> HttpResponse:
    """All programmes side by side, and the form that asks for new ones."""
    by = reader(request)
    require(may_compare_programmes(by))
    form = ProgrammeForm(request.POST or None)
    if request.method == "POST":
        require(may_ask_programme(by))
        if form.is_valid():
            asked = form.asked()
            shares = SCENARIOS if form.cleaned_data["scenarios"] else SCENARIOS[:1]
            for percent, word in shares:
                title = f"{form.cleaned_data['title']} {word}".strip()
                ask(by=by, kind=KIND, title=title, asked=asked.scaled(percent).told())
            messages.success(request, _("Asked for. It is reckoned within a few minutes; come back to this page."))
            return redirect("roads:desk_programme")
    told = {
        "form": form if may_ask_programme(by) else None, "plans": compared(plans().exclude(state="set_aside")[:12]),
        "waits": plans().filter(state="asked").exists(),
    }  # fmt: skip
    return render(request, "roads/desk_programme.html", told, status=422 if form.is_bound and form.errors else 200)


@login_required
@require_safe
def desk_plan(request: HttpRequest, pk: int) -> HttpResponse:
    """One programme, in force or not, with what may be done about it."""
    by = reader(request)
    require(may_compare_programmes(by))
    plan = get_object_or_404(plans(), pk=pk)
    if not plan.sha256:
        return render(request, "roads/desk_plan.html", {"plan": plan, "may_set_aside": may_ask_programme(by)})
    form = AdoptForm() if plan.state == "solved" and may_adopt_programme(by, plan) else None
    return _page(request, plan, "roads/desk_plan.html", adopt=form, may_set_aside=plan.state == "solved")


@login_required
@require_POST
def desk_plan_step(request: HttpRequest, pk: int, verb: str) -> HttpResponse:
    """Adopt a programme or set it aside."""
    by, plan = reader(request), get_object_or_404(plans(), pk=pk)
    if verb == "adopt":
        adopt(by=by, plan=plan, reason=request.POST.get("reason", ""))
        messages.success(request, _("The programme is in force and published."))
        return redirect("roads:programme")
    if verb == "set_aside":
        set_aside(by=by, plan=plan)
        messages.success(request, _("The programme is set aside."))
        return redirect("roads:desk_programme")
    raise Http404
