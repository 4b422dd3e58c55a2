"""What people type to find a street of the register, or to ask it as of a day."""

from django import forms
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


class DayForm(forms.Form):
    """A day as of which the register is asked."""

    is_filter = True
    on = forms.DateField(
        label=_("As of the day"), required=False, widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d")
    )
