"""A new case at a place: first the street, then the stretch and what is told of it. Works without scripts."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from qala.kernel.refusals import Refusal
from qala.places.models import Street
from qala.places.queries import street_lines
from qala.roads.forms.places import StretchForm
from qala.ui.fields import show_refusal

MOST = 20


class StreetSearch(forms.Form):
    """Which street."""

    q = forms.CharField(label=_("Street"), max_length=80, required=False, widget=forms.TextInput({"type": "search"}))
    is_filter = True


def chosen_street(request: HttpRequest) -> Street | None:
    """The street in the address."""
    asked = request.GET.get("street", "")
    return Street.objects.filter(pk=int(asked)).first() if asked.isdecimal() and len(asked) < 12 else None


def found_streets(request: HttpRequest) -> list[Street]:
    """Streets whose name has these letters."""
    text = request.GET.get("q", "").strip()
    return list(street_lines(text, "").filter(valid_to=None)[:MOST]) if text else []


def new_case(  # noqa: PLR0913 - a page is exactly these
    request: HttpRequest,
    *,
    title: Any,
    home: tuple[str, Any],
    before: dict[str, forms.Field],
    make: Callable[[dict[str, Any]], HttpResponse],
    lead: Any = "",
    whole: bool = False,
) -> HttpResponse:
    """The street, then the form; `make` writes the case and says where to go."""
    street = chosen_street(request)
    told = {"title": title, "home": home, "lead": lead, "search": StreetSearch(request.GET or None), "street": street}
    if street is None:
        return render(request, "roads/new_case.html", told | {"found": found_streets(request)})
    first = {name: request.GET[name] for name in before if name in request.GET}
    if request.method != "POST":
        form = StretchForm(street=street, before=before, whole=whole, initial=first)
        return render(request, "roads/new_case.html", told | {"form": form})
    form = StretchForm(request.POST, request.FILES, street=street, before=before, whole=whole)
    if form.is_valid():
        try:
            return make(form.cleaned_data)
        except Refusal as refusal:
            show_refusal(form, refusal)
    return render(request, "roads/new_case.html", told | {"form": form}, status=422)
