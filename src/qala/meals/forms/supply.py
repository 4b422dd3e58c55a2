"""What a supplier and the department type: a menu, a price."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from qala.kernel.clock import today
from qala.meals.forms.allergies import ALLERGEN_WORDS
from qala.meals.models import AgeBand, Service
from qala.meals.queries.settings import setting
from qala.meals.rules.allergens import ALLERGENS
from qala.ui.fields import DayInput

DATE = DayInput()
TIYN = 100


class MenuForm(forms.Form):
    """The menu of a day in two languages."""

    day = forms.DateField(label=_("Day"), widget=DATE, initial=today)
    service = forms.ModelChoiceField(Service.objects.all(), label=_("Service"), empty_label=None)
    kk = forms.CharField(label=_("Dishes in Kazakh"), max_length=300)
    ru = forms.CharField(label=_("Dishes in Russian"), max_length=300)
    kilocalories = forms.IntegerField(label=_("Kilocalories"), min_value=1, max_value=3000, required=False)
    allergens = forms.MultipleChoiceField(
        label=_("Allergens in it"),
        choices=[(slug, ALLERGEN_WORDS[slug]) for slug in ALLERGENS],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )


class OfferForm(forms.Form):
    """A price one party names."""

    band = forms.ChoiceField(label=_("Age band"))
    from_on = forms.DateField(label=_("From the day"), widget=DATE)
    tenge = forms.DecimalField(label=_("Price of one meal, tenge"), min_value=1, max_digits=8, decimal_places=2)
    vat_permille = forms.IntegerField(
        label=_("Tax, thousandths"), min_value=0, max_value=500, initial=lambda: setting("vat_permille"),
        help_text=_("0 where the supplier pays no such tax"),
    )  # fmt: skip
    vat_included = forms.BooleanField(label=_("The tax is in the price"), required=False, initial=True)
    act = forms.CharField(label=_("Act"), max_length=120)
    source = forms.CharField(label=_("Source"), max_length=300)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["band"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(row.slug, row.titles.in_language()) for row in AgeBand.objects.order_by("from_age")]

    @property
    def told(self) -> dict[str, Any]:
        """What the action asks for, the price in whole tiyn."""
        clean = dict(self.cleaned_data)
        tiyn = int(clean.pop("tenge") * TIYN)
        return clean | {"tiyn": tiyn}


class VerdictForm(forms.Form):
    """The department's answer to a question."""

    verdict = forms.ChoiceField(
        label=_("Answer"), choices=[("explained", _("explained")), ("error", _("an error")), ("fraud", _("fraud"))]
    )
    explanation = forms.CharField(
        label=_("Why"), max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
