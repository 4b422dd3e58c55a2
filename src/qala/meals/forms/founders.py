"""What the department copies from a register about a supplier's founder."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from qala.kernel.clock import today
from qala.meals.forms.supply import DATE


class FounderForm(forms.Form):
    """A founder as the register writes it."""

    kind = forms.ChoiceField(
        label=_("Who it is"), choices=[("body", _("a company")), ("person", _("a person"))], widget=forms.RadioSelect
    )
    name = forms.CharField(label=_("Name, as the register writes it"), max_length=200)
    number = forms.CharField(
        label=_("BIN or IIN"),
        max_length=20,
        help_text=_("An IIN is not kept and shown nowhere: only a fingerprint of it, to know the same person again."),
        widget=forms.TextInput({"inputmode": "numeric", "autocomplete": "off"}),
    )
    from_on = forms.DateField(label=_("From the day"), widget=DATE)
    source = forms.CharField(label=_("Source"), max_length=300)

    @property
    def told(self) -> dict[str, Any]:
        """What the action asks for."""
        clean = dict(self.cleaned_data)
        return clean | {"is_body": clean.pop("kind") == "body"}


class EndFounderForm(forms.Form):
    """The first day on which somebody is no founder any more."""

    until_on = forms.DateField(label=_("First day without"), widget=DATE, initial=today)
