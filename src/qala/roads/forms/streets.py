"""What people type to find a street of the register, or to ask it as of a day."""

from datetime import date

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from qala.places.models import District
from qala.roads.models import Carriageway

ALL = pgettext_lazy("roads", "All")


class RoadFilter(forms.Form):
    """Words, a district, a surface, a passport; all may stay empty."""

    is_filter = True
    q = forms.CharField(label=pgettext_lazy("roads", "Name"), required=False, max_length=100)
    district = forms.ModelChoiceField(District.objects.all(), label=_("District"), required=False, empty_label=ALL)
    surface = forms.ChoiceField(label=_("Surface"), required=False, choices=[("", ALL), *Carriageway.SURFACES])
    passport = forms.ChoiceField(
        label=_("Passport"),
        required=False,
        choices=[("", ALL), ("approved", pgettext_lazy("passport", "approved")), ("none", _("not approved yet"))],
    )


FIRST_DAY, LAST_DAY = date(1900, 1, 1), date(2999, 12, 31)
"""A register is asked as of a day between these: years are reckoned back and on from it."""


class DayForm(forms.Form):
    """A day as of which the register is asked."""

    is_filter = True
    on = forms.DateField(
        label=_("As of the day"),
        required=False,
        widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
        validators=[MinValueValidator(FIRST_DAY), MaxValueValidator(LAST_DAY)],
    )
