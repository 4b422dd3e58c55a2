"""What the school types when a vendor's reader comes, and for which child it is told a number."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from qala.meals.rules.codes import decoded


class ReaderForm(forms.Form):
    """A vendor's reader with its public key."""

    vendor = forms.CharField(label=_("Vendor"), max_length=60)
    public_key = forms.CharField(
        label=_("Its public key"), max_length=120, help_text=_("P-256 point, base64url, as the vendor gives it.")
    )
    daily_quota = forms.IntegerField(label=_("Presses a day at most"), min_value=1, max_value=20_000, initial=2_000)

    def clean_public_key(self) -> bytes:
        try:
            return decoded(self.cleaned_data["public_key"].strip())
        except ValueError:
            raise forms.ValidationError(_("This is no key in base64url.")) from None

    @property
    def told(self) -> dict[str, Any]:
        return dict(self.cleaned_data)
