"""What a child must not eat, as ticks."""

from django import forms
from django.utils.translation import gettext_lazy as _

from qala.meals.rules.allergens import ALLERGENS

ALLERGEN_WORDS = {
    "gluten": _("gluten"),
    "milk": _("milk"),
    "egg": _("egg"),
    "fish": _("fish"),
    "nuts": _("nuts"),
    "peanut": _("peanut"),
    "soy": _("soy"),
    "sesame": _("sesame"),
    "citrus": _("citrus"),
    "honey": _("honey"),
}


class AllergyForm(forms.Form):
    """Nothing ticked means: nothing is known, and nothing stays written."""

    allergens = forms.MultipleChoiceField(
        label=_("My child must not eat"),
        choices=[(slug, ALLERGEN_WORDS[slug]) for slug in ALLERGENS],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
