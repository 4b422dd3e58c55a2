"""What the canteen reads off the scales."""

from decimal import Decimal

from django import forms
from django.utils.translation import gettext_lazy as _

from qala.kernel.clock import today
from qala.meals.forms.supply import DATE
from qala.meals.models import Service

GRAMS = 1_000


class WeighForm(forms.Form):
    """A service of a day and what came back from its tables, in kilograms."""

    day = forms.DateField(label=_("Day"), widget=DATE, initial=today)
    service = forms.ModelChoiceField(Service.objects.all(), label=_("Service"), empty_label=None)
    kilograms = forms.DecimalField(
        label=_("Leftovers, kilograms"), min_value=Decimal(0), max_value=Decimal(2000), max_digits=7, decimal_places=3
    )

    @property
    def grams(self) -> int:
        return int(self.cleaned_data["kilograms"] * GRAMS)
