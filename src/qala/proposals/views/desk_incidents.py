"""Storms: incidents that go on, their cases, one answer to all, and the end."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db.models import Count, F
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from qala.journal.queries import history
from qala.kernel.refusals import Refusal, require
from qala.people.reading import reader
from qala.proposals.actions import links
from qala.proposals.forms.desk_incident import AnswerAllForm
from qala.proposals.models import Incident
from qala.proposals.policies import may_link, may_see_desk
from qala.proposals.queries.desk_case import told_lines
from qala.proposals.queries.storms import newcomers
from qala.proposals.views.desk import rows_of
from qala.ui.fields import show_refusal

PAGE = 50


@login_required
@require_safe
def desk_incidents(request: HttpRequest) -> HttpResponse:
    """Incidents, those that go on first, each with its counter."""
    require(may_see_desk(reader(request)))
    rows = Incident.objects.select_related("category", "district").annotate(cases=Count("proposals"))
    ordered = rows.order_by(F("closed_at").desc(nulls_first=True), "-opened_at")
    page = Paginator(ordered, PAGE).get_page(request.GET.get("page"))
    return render(request, "proposals/desk_incidents.html", {"page": page})


@login_required
@require_http_methods(["GET", "POST"])
def desk_incident(request: HttpRequest, pk: int) -> HttpResponse:
    """One storm: its counter and cases; answer all, let newcomers join, close."""
    by = reader(request)
    require(may_see_desk(by))
    incident = get_object_or_404(Incident.objects.select_related("category", "district"), pk=pk)
    form = AnswerAllForm(request.POST if request.POST.get("verb") == "answer" else None)
    status = 200
    if request.method == "POST":
        require(may_link(by))
        try:
            if _acted(request, by, incident, form):
                return redirect("proposals:desk_incident", pk=pk)
            status = 422
        except Refusal as refusal:
            if not form.is_bound:
                raise
            show_refusal(form, refusal)
            status = refusal.status
    cases = incident.proposals.select_related("statement", "category", "landmark", "street").order_by("-received_at")
    page = Paginator(cases, PAGE).get_page(request.GET.get("page"))
    context = {
        "incident": incident,
        "page": page,
        "rows": rows_of(list(page)),
        "form": form,
        "may_act": may_link(by) and incident.closed_at is None,
        "newcomers": len(newcomers(incident)) if incident.closed_at is None else 0,
        "replies": incident.replies.all(),
        "story": told_lines(history(incident)),
    }
    return render(request, "proposals/desk_incident.html", context, status=status)


def _acted(request: HttpRequest, by: object, incident: Incident, form: AnswerAllForm) -> bool:
    """Whether the posted verb was done; False where the answer's form is not yet right."""
    verb = request.POST.get("verb")
    if verb == "answer":
        if not form.is_valid():
            return False
        links.answer_incident(by=by, incident=incident, text=form.words())  # type: ignore[arg-type]
        messages.success(request, _("One answer was given to all."))
    elif verb == "join":
        links.join_incident(by=by, incident=incident, proposals=newcomers(incident))  # type: ignore[arg-type]
        messages.success(request, _("New cases joined."))
    elif verb == "close":
        links.close_incident(by=by, incident=incident)  # type: ignore[arg-type]
        messages.success(request, _("The incident is closed. Each case still needs its own confirmation."))
    else:
        raise Refusal(_("This step is not possible with this incident."), code="unlawful-step", status=409)
    return True
