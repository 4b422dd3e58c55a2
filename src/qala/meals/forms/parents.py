"""What a parent types."""

from django import forms
from django.utils.translation import gettext_lazy as _

STARS = [(n, str(n)) for n in range(1, 6)]


class StarsForm(forms.Form):
    """One to five."""

    stars = forms.TypedChoiceField(
        label=_("How was it? One to five"), choices=STARS, coerce=int, widget=forms.RadioSelect
    )


class ConcernForm(forms.Form):
    """A complaint in a parent's own words."""

    words = forms.CharField(
        label=_("What was wrong?"),
        help_text=_("An officer reads it within the legal days. Leave names of children out."),
        widget=forms.Textarea(attrs={"rows": 5}),
        max_length=4000,
    )


class AppealForm(forms.Form):
    """Why a child belongs on the list, or its voucher should work, in a parent's own words."""

    words = forms.CharField(
        label=_("Why is this wrong?"),
        help_text=_("Name the paper you have, if you have one. Leave names and numbers out."),
        widget=forms.Textarea(attrs={"rows": 5}),
        max_length=4000,
    )
