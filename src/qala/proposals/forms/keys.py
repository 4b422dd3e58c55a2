"""What an administrator types about a program's key."""

from django import forms
from django.utils.translation import gettext_lazy as _

MOST_A_DAY = 100_000


class KeyForm(forms.Form):
    name = forms.CharField(
        label=_("Program and its owner"), max_length=120, help_text=_("Such as “Dala City app, Aina Studio LLP”.")
    )
    contact = forms.EmailField(
        label=_("E-mail of its owner"), help_text=_("Where to write before the key is taken back.")
    )
    daily_quota = forms.IntegerField(
        label=_("Messages a day"), min_value=1, max_value=MOST_A_DAY, initial=200,
        help_text=_("A quarter of it in one hour; what comes faster waits for an officer."),
    )  # fmt: skip
    for_testing = forms.BooleanField(
        label=_("For testing only"), required=False, help_text=_("Messages are checked and answered, and not stored.")
    )


class RevokeForm(forms.Form):
    because = forms.CharField(
        label=_("Why it is taken back"), max_length=200, widget=forms.Textarea({"rows": 3}),
        help_text=_("Its owner and the next administrator will read this."),
    )  # fmt: skip
