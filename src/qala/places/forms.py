"""What people type to find a street."""

from django import forms
from django.utils.translation import gettext_lazy as _

from qala.places.models import District, Street


class StreetFilter(forms.Form):
    """Words, a district, a kind; all may stay empty."""

    q = forms.CharField(label=_("Name"), required=False, max_length=100)
    district = forms.ModelChoiceField(District.objects.all(), label=_("District"), required=False, empty_label=_("All"))
    kind = forms.ChoiceField(label=_("Kind"), required=False, choices=[("", _("All")), *Street.KINDS])
