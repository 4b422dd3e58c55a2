"""What a road engineer types to ask for a programme, and a resident to find a street in it."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from qala.kernel.clock import today
from qala.places.models import District
from qala.planning.queries import adopted_plan
from qala.roads.queries.network import KIND
from qala.roads.rules.asked import Asked, Wish, evenly
from qala.roads.rules.columns import Horizon, courses_at_most
from qala.roads.rules.programme import Budget, Promise
from qala.roads.rules.terms import terms_on
from qala.roads.words import MENDS

TIYN = 100
RICHEST = 10**13
KEPT_YEARS = 2
"""So many years of a programme in force stay, unless its engineer says otherwise: [set]."""
MOST_COURSES = 20_000
"""Nearly twice those of ten years with four repairs three years apart, five treatments and two sources."""


class ProgrammeForm(forms.Form):
    """Name, years, money a year of each source in tenge, treatments of one stretch, years that stay as they are."""

    title = forms.CharField(label=_("Name of the programme"), max_length=160)
    start = forms.IntegerField(label=_("First year"), min_value=2000, max_value=2200)
    years = forms.IntegerField(label=_("How many years"), min_value=1, max_value=20, initial=10)
    local = forms.IntegerField(label=_("City budget, ₸ a year"), min_value=0, max_value=RICHEST)
    republic = forms.IntegerField(label=_("Republic's budget, ₸ a year"), min_value=0, max_value=RICHEST, initial=0)
    growth = forms.DecimalField(
        label=_("Growth of prices a year, %"), min_value=0, max_value=100, decimal_places=2, initial=3
    )
    most = forms.IntegerField(label=_("Most repairs of one stretch"), min_value=1, max_value=4, initial=2)
    apart = forms.IntegerField(label=_("Years between two repairs"), min_value=1, max_value=20, initial=3)
    keep_years = forms.IntegerField(
        label=_("Years of the programme in force that stay"), min_value=0, max_value=20, initial=0
    )
    fair = forms.IntegerField(
        label=_("What each district keeps at least of its share by length, %"), min_value=0, max_value=100, initial=0
    )
    scenarios = forms.BooleanField(
        label=_("Also with 20 % less and 20 % more money, and with half of each share kept, to compare"),
        required=False, initial=True,
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["start"].initial = today().year + 1
        self.fields["keep_years"].initial = KEPT_YEARS if adopted_plan(KIND) else 0
        self.districts = list(District.objects.all())
        for one in self.districts:
            self.fields[_floor(one)] = forms.IntegerField(
                label=_("Promised to %(district)s, ₸ in all") % {"district": one}, min_value=0, max_value=RICHEST,
                required=False,
            )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        """Years that stay lie within the years planned, and the courses of a stretch can all be looked at."""
        told: dict[str, Any] = super().clean() or self.cleaned_data
        if told.get("keep_years", 0) > told.get("years", 0):
            self.add_error("keep_years", _("More years stay than are planned."))
        if not self.errors and (found := self._courses()) > MOST_COURSES:
            why = _(
                "Each stretch would have %(found)s courses of repairs to look at, and %(most)s can be. Ask for fewer "
                "repairs of one stretch, fewer years or more years between two repairs."
            )
            self.add_error("most", why % {"found": found, "most": MOST_COURSES})
        return told

    @property
    def years_asked(self) -> range:
        """The years to be planned."""
        return range(self.cleaned_data["start"], self.cleaned_data["start"] + self.cleaned_data["years"])

    def _courses(self) -> int:
        asked = self.asked()
        sources = {one.source for one in asked.budgets}
        known = terms_on(date(asked.horizon.start, 1, 1)).treatments
        return courses_at_most(sum(len(sources & set(one.sources)) for one in known), asked.horizon)

    def asked(self, wishes: Iterable[Wish] = ()) -> Asked:
        """What was typed, in tiyn and millionths. The share of ``fair`` is laid on by whoever knows the districts."""
        told = self.cleaned_data
        horizon = Horizon(
            told["start"], told["years"], int(told["growth"] * 10_000), told["most"], told["apart"]
        )
        money = {name: told[name] * TIYN for name in ("local", "republic") if told[name]} or {"local": 0}
        budgets = tuple(Budget(*one) for one in evenly(told["start"], told["years"], money))
        promises = tuple(
            Promise("district", one.pk, told[_floor(one)] * TIYN) for one in self.districts if told[_floor(one)]
        )
        return Asked(horizon, budgets, promises, told["keep_years"], tuple(wishes))


def _floor(district: District) -> str:
    return f"floor_{district.pk}"


class WishForm(forms.Form):
    """One street held to its years: not before, not after, or mended in a year in one way for sure."""

    street = forms.CharField(label=pgettext_lazy("roads", "Street"), required=False, max_length=100)
    stretch = forms.IntegerField(
        label=_("Only its stretch number"), required=False, min_value=0, help_text=_("Empty: the whole street.")
    )
    first = forms.IntegerField(label=_("Not before"), required=False, min_value=2000, max_value=2200)
    last = forms.IntegerField(label=_("Not after"), required=False, min_value=2000, max_value=2200)
    year = forms.IntegerField(label=_("For sure in"), required=False, min_value=2000, max_value=2200)
    mend = forms.ChoiceField(
        label=_("What is done for sure"), required=False, choices=[("", "—"), *MENDS.items()]
    )

    def clean(self) -> dict[str, Any]:
        """A wish names its street and years that do not contradict each other."""
        told: dict[str, Any] = super().clean() or self.cleaned_data
        years = [told.get(name) for name in ("first", "last", "year")]
        if any(years) and not told.get("street"):
            self.add_error("street", _("Say which street."))
        if told.get("street") and not any(years):
            self.add_error("first", _("Say a year."))
        if bool(told.get("year")) != bool(told.get("mend")):
            self.add_error("mend", _("Say both the year and what is done."))
        if told.get("first") and told.get("last") and told["first"] > told["last"]:
            self.add_error("last", _("The latest year comes before the earliest."))
        elif told.get("year") and not (told.get("first") or 0) <= told["year"] <= (told.get("last") or told["year"]):
            self.add_error("year", _("The other years of this line leave it out."))
        return told

    def lies_in(self, years: range) -> bool:
        """Whether its years are among those planned; each that is not gets its reason."""
        outside = [name for name in ("first", "last", "year") if (self.cleaned_data[name] or years[0]) not in years]
        for name in outside:
            self.add_error(
                name, _("Say a year from %(first)s to %(last)s.") % {"first": years[0], "last": years[-1]}
            )
        return not outside


WISHES = 3
WishForms = forms.formset_factory(WishForm, extra=WISHES, max_num=40)


class TurnFilter(forms.Form):
    """A street's name and a year; both may stay empty."""

    is_filter = True
    q = forms.CharField(label=pgettext_lazy("roads", "Street"), required=False, max_length=100)
    year = forms.IntegerField(label=_("Year"), required=False, min_value=2000, max_value=2200)


class StreetForm(forms.Form):
    """The street a resident asks about."""

    is_filter = True
    q = forms.CharField(
        label=_("Your street"), required=False, max_length=100,
        widget=forms.TextInput({"type": "search", "autocomplete": "street-address"}),
    )  # fmt: skip


class AdoptForm(forms.Form):
    """Why a programme is put in force."""

    reason = forms.CharField(label=_("Why this programme"), widget=forms.Textarea({"rows": 3}), max_length=2_000)
