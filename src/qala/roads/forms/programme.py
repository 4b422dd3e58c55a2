"""What a road engineer types to ask for a programme, and a resident to find a street in it."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from qala.kernel.clock import today
from qala.roads.rules.asked import Asked, evenly
from qala.roads.rules.columns import Horizon
from qala.roads.rules.programme import Budget

TIYN = 100
RICHEST = 10**13


class ProgrammeForm(forms.Form):
    """Name, years, money a year of each source in tenge, treatments of one stretch, years that stay as they are."""

    title = forms.CharField(label=_("Name of the programme"), max_length=160)
    start = forms.IntegerField(label=_("First year"), min_value=2000, max_value=2200)
    years = forms.IntegerField(label=_("How many years"), min_value=1, max_value=20, initial=10)
    local = forms.IntegerField(label=_("City budget, ₸ a year"), min_value=0, max_value=RICHEST)
    republic = forms.IntegerField(label=_("Republic's budget, ₸ a year"), min_value=0, max_value=RICHEST, initial=0)
    growth = forms.DecimalField(
        label=_("Growth of prices a year, %"), min_value=0, max_value=100, decimal_places=2, initial=3
    )
    most = forms.IntegerField(label=_("Most repairs of one stretch"), min_value=1, max_value=4, initial=2)
    apart = forms.IntegerField(label=_("Years between two repairs"), min_value=1, max_value=20, initial=3)
    keep_years = forms.IntegerField(
        label=_("Years of the programme in force that stay"), min_value=0, max_value=20, initial=0
    )
    scenarios = forms.BooleanField(
        label=_("Also with 20 % less and 20 % more money, to compare"), required=False, initial=True
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["start"].initial = today().year + 1

    def clean(self) -> dict[str, Any]:
        """Years that stay lie within the years planned."""
        told: dict[str, Any] = super().clean() or self.cleaned_data
        if told.get("keep_years", 0) > told.get("years", 0):
            self.add_error("keep_years", _("More years stay than are planned."))
        return told

    def asked(self) -> Asked:
        """What was typed, in tiyn and millionths."""
        told = self.cleaned_data
        horizon = Horizon(
            told["start"], told["years"], int(told["growth"] * 10_000), told["most"], told["apart"]
        )
        money = {name: told[name] * TIYN for name in ("local", "republic") if told[name]} or {"local": 0}
        budgets = tuple(Budget(*one) for one in evenly(told["start"], told["years"], money))
        return Asked(horizon, budgets, (), told["keep_years"])


class TurnFilter(forms.Form):
    """A street's name and a year; both may stay empty."""

    is_filter = True
    q = forms.CharField(label=pgettext_lazy("roads", "Street"), required=False, max_length=100)
    year = forms.IntegerField(label=_("Year"), required=False, min_value=2000, max_value=2200)


class AdoptForm(forms.Form):
    """Why a programme is put in force."""

    reason = forms.CharField(label=_("Why this programme"), widget=forms.Textarea({"rows": 3}), max_length=2_000)
