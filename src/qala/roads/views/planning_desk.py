"""The desk of repair programmes: asked for, laid side by side, adopted or set aside."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from qala.kernel.actors import Actor
from qala.kernel.refusals import require
from qala.people.reading import reader
from qala.planning.actions import adopt, ask, set_aside
from qala.planning.objections import objection_to
from qala.planning.queries import is_planner, reads_drafts, verbs_open_to
from qala.roads.forms.programme import AdoptForm, ProgrammeForm, WishForms
from qala.roads.queries.network import KIND, district_shares
from qala.roads.queries.programme import compared, demands_of, plans
from qala.roads.queries.turns import residents_say
from qala.roads.queries.wishes import UnknownWishError, wishes_named
from qala.roads.rules.asked import Asked, UnsoundAskingError, Wish, merged
from qala.roads.views.programme import plan_page

HALF = 50
LESS, MORE = 80, 120


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def desk(request: HttpRequest) -> HttpResponse:
    """All programmes side by side, and the form that asks for new ones."""
    by = reader(request)
    require(reads_drafts(by))
    form, wishes = ProgrammeForm(request.POST or None), WishForms(request.POST or None, prefix="wish")
    if request.method == "POST":
        require(is_planner(by))
        told = _wished(wishes, form.years_asked if form.is_valid() else None)
        if form.is_valid() and told is not None:
            _ask(by, form, told)
            messages.success(request, _("Asked for. It is reckoned within a few minutes; come back to this page."))
            return redirect("roads:desk_programme")
    shown = {
        "form": form if is_planner(by) else None, "wishes": wishes,
        "plans": compared(plans().exclude(state="set_aside")[:12]),
        "waits": plans().filter(state="asked").order_by("asked_at", "pk"),
    }  # fmt: skip
    return render(request, "roads/desk_programme.html", shown, status=422 if request.method == "POST" else 200)


def _wished(forms: Any, years: range | None) -> tuple[Wish, ...] | None:
    """The wishes typed, one a stretch; None where a line is wrong, with the reason beside its field."""
    told: tuple[Wish, ...] = ()
    sound = forms.is_valid()
    for form in forms.forms if sound else ():
        if form.cleaned_data.get("street") and (years is None or form.lies_in(years)):
            try:
                told = merged([*told, *wishes_named(form.cleaned_data)])
            except UnknownWishError as trouble:
                form.add_error(trouble.field, trouble.why)
            except UnsoundAskingError:
                form.add_error("street", _("A line above asks something else of the same stretch."))
        sound = sound and not form.errors
    return told if sound else None


def _ask(by: Actor, form: ProgrammeForm, wishes: tuple[Wish, ...]) -> None:
    """Ask for the programme, and for the scenarios that are to stand beside it."""
    typed, fair = form.asked(wishes), form.cleaned_data["fair"]
    shares = district_shares()
    asked = typed.with_floors(fair, shares)
    scenarios: list[tuple[Asked, str]] = [(asked, "")]
    if form.cleaned_data["scenarios"]:
        scenarios += [(asked.scaled(LESS), "−20 %"), (asked.scaled(MORE), "+20 %")]
        if fair < HALF and shares:
            scenarios.append((typed.with_floors(HALF, shares), _("half of each share")))
    for one, word in scenarios:
        ask(by=by, kind=KIND, title=f"{form.cleaned_data['title']} {word}".strip(), asked=one.told())


@login_required
@require_safe
def desk_plan(request: HttpRequest, pk: int) -> HttpResponse:
    """One programme, in force or not, with what may be done about it."""
    by = reader(request)
    require(reads_drafts(by))
    plan = get_object_or_404(plans(), pk=pk)
    verbs = verbs_open_to(by, plan)
    more = {"may_set_aside": "set_aside" in verbs}
    if not plan.sha256:
        told = {"plan": plan, "demands": demands_of(plan), "waits": [plan] if plan.state == "asked" else []}
        return render(request, "roads/desk_plan.html", told | more)
    objection = objection_to(plan) if "adopt" in plan.WORKFLOW.verbs(plan.state) else ""
    form = AdoptForm() if "adopt" in verbs and not objection else None
    said = residents_say(request.GET.get("q", ""), by)
    return plan_page(request, plan, "roads/desk_plan.html", adopt=form, objection=objection, said=said, **more)


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
