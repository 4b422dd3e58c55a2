"""What people type to find a street."""

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from qala.places.models import District, Street


class StreetFilter(forms.Form):
    """Words, a district, a kind; all may stay empty."""

    is_filter = True
    q = forms.CharField(label=pgettext_lazy("places", "Name"), required=False, max_length=100)
    district = forms.ModelChoiceField(
        District.objects.all(), label=_("District"), required=False, empty_label=pgettext_lazy("places", "All")
    )
    kind = forms.ChoiceField(
        label=pgettext_lazy("places", "Kind"),
        required=False,
        choices=[("", pgettext_lazy("places", "All")), *Street.KINDS],
    )
