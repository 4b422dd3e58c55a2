"""What a step of works or of a dig asks besides the button: one small form a verb."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


def _day(label: Any) -> forms.DateField:
    return forms.DateField(label=label, widget=forms.DateInput({"type": "date"}))


def _word(label: Any, length: int = 80) -> forms.CharField:
    return forms.CharField(label=label, max_length=length)


WAIT: dict[str, forms.Field] = {
    "waiting_for": _word(_("What it waits for"), 200),
    "until_on": _day(_("Until when")),
    "owner": _word(_("Who answers for it"), 120),
    "cover": _word(_("What covers the place"), 120),
}
ASKED: dict[str, dict[str, forms.Field]] = {
    "programme": {"year": forms.IntegerField(label=_("Year"), min_value=2000, max_value=2200)},
    "tender": {"expertise": forms.CharField(label=_("State expertise, number"), max_length=80, required=False)},
    "contract": {
        "number": _word(pgettext_lazy("contract", "Number of the contract")),
        "contractor": _word(_("Contractor")),
        "tenge": forms.IntegerField(label=_("Price, ₸"), min_value=1),
    },
    "suspend": WAIT,
    "put_off": WAIT,
    "cancel": {"reason": _word(_("Why"), 500)},
    "withdraw": {"reason": _word(_("Why"), 500)},
    "permit": {"permit": _word(_("Number of the permit")), "guarantor": _word(_("Guarantor"), 120)},
    "cover": {"until": _day(_("Until when"))},
}


def step_form(verb: str, data: Any = None) -> forms.Form:
    """The form of one verb; without fields where a button is enough."""
    form = forms.Form(data, prefix="")
    for name, field in ASKED.get(verb, {}).items():
        form.fields[name] = field
    return form
