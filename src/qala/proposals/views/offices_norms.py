"""Terms: what holds, since when, who says so. Everyone reads them; an administrator sets the next row."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from qala.kernel.refusals import Refusal, require
from qala.people.models import Person
from qala.people.reading import reader
from qala.proposals.actions.norms import set_norm
from qala.proposals.forms.offices import NormForm
from qala.proposals.policies import may_see_engine, may_set_norms
from qala.proposals.queries.norms import register
from qala.proposals.queries.workflow_words import steps_in_words
from qala.proposals.rules.process import WORKFLOW


@require_safe
def norms(request: HttpRequest) -> HttpResponse:
    """The public page: terms with sources, what is unverified, and the life of a case as a table."""
    context = {
        "lines": register(),
        "steps": steps_in_words(WORKFLOW),
        "picture": WORKFLOW.svg(_("The life of a case")),
        "drawing": WORKFLOW.mermaid(),
    }
    return render(request, "proposals/offices_norms.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def norms_desk(request: HttpRequest) -> HttpResponse:
    """Set a term from a day to come."""
    by = reader(request)
    require(may_see_engine(by))
    form = NormForm(request.POST or None) if may_set_norms(by) else None
    status = 200
    if request.method == "POST":
        require(may_set_norms(by))
        if form is not None and form.is_valid() and _set(by, form):
            messages.success(request, _("The term is set. Clocks that run already are not moved."))
            return redirect("proposals:norms_desk")
        status = 422
    context = {"lines": register(), "form": form}
    return render(request, "proposals/offices_norms_desk.html", context, status=status)


def _set(by: Person, form: NormForm) -> bool:
    try:
        set_norm(by=by, sheet=form.sheet())
    except Refusal as refusal:
        if "slug" in refusal.fields:
            refusal.fields["term"] = refusal.fields.pop("slug")
        form.take(refusal)
        return False
    return True
