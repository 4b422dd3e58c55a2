"""Papers and photos of a street, brought by whoever keeps the register: the street first, then the file."""

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from qala.kernel.clock import today
from qala.kernel.refusals import Refusal, require
from qala.people.reading import reader
from qala.places.models import Segment
from qala.roads.actions.holdings import keep_paper, keep_photo
from qala.roads.forms import asked
from qala.roads.policies import may_keep_register
from qala.roads.rules.register import PaperKind
from qala.roads.views.new_case import StreetSearch, chosen_street, found_streets, new_case
from qala.ui.fields import show_refusal

HOME = ("roads:desk_passports", gettext_lazy("Road passports"))
PAPER, PHOTO = gettext_lazy("A paper of a street"), gettext_lazy("A photo of a street")


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def street_paper(request: HttpRequest) -> HttpResponse:
    """A paper of a street: what it is, its number, its day, its file."""
    by = reader(request)
    require(may_keep_register(by))
    street = chosen_street(request)
    told: dict[str, Any] = {"title": PAPER, "home": HOME, "street": street}
    if street is None:
        told |= {"search": StreetSearch(request.GET or None), "found": found_streets(request)}
        return render(request, "roads/new_case.html", told)
    posted = (request.POST, request.FILES) if request.method == "POST" else ()
    form = forms.Form(*posted)
    form.fields.update(asked.paper())
    if form.is_valid():
        paper = form.cleaned_data
        try:
            keep_paper(
                by=by, street=street, kind=PaperKind(paper["kind"]), signed_on=paper["signed_on"],
                content=paper["file"].read(), number=paper["number"],
            )  # fmt: skip
        except Refusal as refusal:
            show_refusal(form, refusal)
        else:
            return _kept(request, street.pk)
    return render(request, "roads/new_case.html", told | {"form": form}, status=422 if posted else 200)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def street_photo(request: HttpRequest) -> HttpResponse:
    """A photo taken on a stretch of a street. The public does not see it: people and cars may be on it."""
    by = reader(request)
    require(may_keep_register(by))

    def make(told: dict[str, Any]) -> HttpResponse:
        there = told["places"][0]
        keep_photo(by=by, there=there, taken_on=told["taken_on"], content=told["photo"].read(), source="desk")
        return _kept(request, Segment.objects.get(pk=there.segment).street_id)

    before = {"photo": asked.a_picture(), "taken_on": asked.a_day(_("Taken on"), initial=today)}
    return new_case(request, title=PHOTO, home=HOME, before=before, make=make)


def _kept(request: HttpRequest, street: int | None) -> HttpResponse:
    messages.success(request, _("It is kept with the street."))
    return redirect("roads:street", pk=street)
