"""What the department types: a contract with its prices, money for a programme, money for a contract."""

from collections.abc import Iterable, Iterator
from datetime import datetime, time
from typing import Any
from uuid import uuid4

from django import forms
from django.utils.translation import gettext_lazy as _

from qala.kernel.clock import CITY, now, today
from qala.meals.forms.supply import DATE, TIYN
from qala.meals.models import AgeBand, Contract, Service
from qala.meals.queries.settings import setting
from qala.meals.rules.banking import is_iban
from qala.meals.rules.price import Terms
from qala.meals.words import WHY_UNCOMMIT
from qala.people.models import Organisation
from qala.roster.models import School

PRICE = "price-"


class ContractForm(forms.Form):
    """A signed contract. Each price is only offered: the supplier agrees to it on its own desk."""

    number = forms.CharField(label=_("Number of the contract"), max_length=60)
    supplier = forms.ModelChoiceField(Organisation.objects.filter(kind="company"), label=_("Supplier"))
    iban = forms.CharField(label=_("The supplier's bank account"), max_length=34, help_text=_("KZ and 18 signs more"))
    signed_on = forms.DateField(label=_("Signed on"), widget=DATE)
    from_on = forms.DateField(label=_("From the day"), widget=DATE)
    until_on = forms.DateField(label=_("Last day"), widget=DATE)
    services = forms.ModelMultipleChoiceField(
        Service.objects.all(), label=_("Meals of the day"), widget=forms.CheckboxSelectMultiple
    )
    schools = forms.ModelMultipleChoiceField(
        School.objects.select_related("organisation"),
        label=_("Schools it cooks for"),
        widget=forms.CheckboxSelectMultiple,
    )
    vat_permille = forms.IntegerField(
        label=_("Tax, thousandths"), min_value=0, max_value=500, initial=lambda: setting("vat_permille")
    )
    vat_included = forms.BooleanField(label=_("The tax is in the price"), required=False, initial=True)
    act = forms.CharField(label=_("Act"), max_length=120)
    source = forms.CharField(label=_("Source"), max_length=300)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for band in AgeBand.objects.order_by("from_age"):
            label = _("Price of one meal, tenge: %(band)s") % {"band": band.titles.in_language()}
            self.fields[PRICE + band.slug] = forms.DecimalField(
                label=label, min_value=1, max_digits=8, decimal_places=2, required=False
            )

    def clean_iban(self) -> str:
        told = "".join(self.cleaned_data["iban"].upper().split())
        if not is_iban(told):
            raise forms.ValidationError(_("This is no bank account of Kazakhstan: a sign is wrong."))
        return told

    def clean(self) -> dict[str, Any]:
        told = super().clean() or self.cleaned_data
        first, last = told.get("from_on"), told.get("until_on")
        if first and last and last < first:
            self.add_error("until_on", _("A contract ends after it begins."))
        return told

    @property
    def told(self) -> dict[str, Any]:
        """What the action asks for."""
        words = ("number", "supplier", "iban", "signed_on", "from_on", "until_on")
        lists = {word: list(self.cleaned_data[word]) for word in ("services", "schools")}
        return {word: self.cleaned_data[word] for word in words} | lists | {"prices": list(self._prices())}

    def _prices(self) -> Iterator[Terms]:
        clean = self.cleaned_data
        for field, tenge in clean.items():
            if field.startswith(PRICE) and tenge:
                yield Terms(
                    field.removeprefix(PRICE), int(tenge * TIYN), clean["vat_permille"], clean["vat_included"],
                    clean["act"], clean["source"],
                )  # fmt: skip


class MoneyForm(forms.Form):
    """A sum by an act of a day. The key is made with the empty form, so that pressing twice gives once."""

    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)
    tenge = forms.DecimalField(label=_("Sum, tenge"), min_value=1, max_digits=15, decimal_places=2)
    day = forms.DateField(label=_("Day of the act"), widget=DATE, initial=today)

    def clean_day(self) -> Any:
        if self.cleaned_data["day"] > today():
            raise forms.ValidationError(_("This day has not come yet."))
        return self.cleaned_data["day"]

    @property
    def told(self) -> dict[str, Any]:
        """What the action asks for: key, whole tiyn, and a moment of the act's day that a second press repeats."""
        clean = self.cleaned_data
        early = datetime.combine(clean["day"], time(0, 1), CITY)
        return {"key": clean["key"], "tiyn": int(clean["tenge"] * TIYN), "at": min(early, now())}


class CommitForm(MoneyForm):
    """Which contract gets it."""

    contract = forms.ModelChoiceField(Contract.objects.select_related("supplier"), label=_("Contract"))
    field_order: Iterable[str] = ("key", "contract", "tenge", "day")

    def __init__(self, *args: Any, year: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["contract"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = Contract.objects.filter(from_on__year__lte=year, until_on__year__gte=year)

    @property
    def told(self) -> dict[str, Any]:
        return super().told | {"contract": self.cleaned_data["contract"]}


class UncommitForm(CommitForm):
    """Which contract gives it back, and why."""

    reason = forms.ChoiceField(label=_("Why"), choices=list(WHY_UNCOMMIT.items()))
    field_order = ("key", "contract", "tenge", "day", "reason")

    @property
    def told(self) -> dict[str, Any]:
        return super().told | {"reason": self.cleaned_data["reason"]}
