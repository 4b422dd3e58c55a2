"""New sheets: first of which kind and where, then the ticked places or the vehicles of a route get a code each."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from qala.kernel.refusals import require
from qala.people.reading import reader
from qala.proposals.actions.placards import issue_many
from qala.proposals.forms.placards import MOST_AT_ONCE, RidesForm, StandsForm, WhereForm
from qala.proposals.policies import may_keep_placards
from qala.proposals.queries.placards import places_for


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def placard_new(request: HttpRequest) -> HttpResponse:
    """Issue sheets; whoever issues them keeps them. They are printed and hung afterwards."""
    by = reader(request)
    require(may_keep_placards(by))
    where = WhereForm(request.GET if "kind" in request.GET else {"kind": "stop"})
    form = _form(where, request)
    if form is not None and form.is_bound and form.is_valid():
        made = issue_many(by=by, sheets=form.sheets(by))
        said = ngettext(
            "%(count)s sheet is issued. Print it, hang it, and say so on its page.",
            "%(count)s sheets are issued. Print them, hang them, and say so on their pages.",
            len(made),
        )
        messages.success(request, said % {"count": len(made)})
        return redirect("proposals:placards")
    context: dict[str, Any] = {"where": where, "form": form, "rides": isinstance(form, RidesForm), "most": MOST_AT_ONCE}
    if isinstance(form, StandsForm):
        context |= {"places": form.fitting[:MOST_AT_ONCE], "fitting": form.fitting.count()}
    return render(request, "proposals/placard_new.html", context, status=422 if form and form.errors else 200)


def _form(where: WhereForm, request: HttpRequest) -> RidesForm | StandsForm | None:
    """What is filled in for this kind; nothing where the kind is none of ours."""
    if not where.is_valid():
        return None
    asked, typed = where.cleaned_data, request.POST if request.method == "POST" else None
    if asked["kind"] == "bus":
        return RidesForm(typed)
    places = places_for(asked["kind"], asked["district"], asked["words"])
    return StandsForm(typed, kind=asked["kind"], places=places)
