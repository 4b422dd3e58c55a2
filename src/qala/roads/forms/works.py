"""What the verbs of works ask besides a tap."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from qala.kernel.clock import today
from qala.roads.forms.asked import a_choice, a_day, a_picture, a_word, metres_of, tested
from qala.roads.models import Works
from qala.roads.queries.ahead import otherwise_planned, planned_for
from qala.roads.queries.names import bodies_with
from qala.roads.queries.works import lines_below
from qala.roads.rules.works import Kind

Fields = dict[str, forms.Field]
TIYN = 100


def year(works: Works) -> Fields:
    """The year of the programme; where a plan is in force its own year, and a reason for any other."""
    this, planned = today().year, planned_for(works)
    first = next((one for one in planned.years if one >= this), this + 1) if planned else this + 1
    asked: Fields = {"year": forms.IntegerField(label=_("Year"), min_value=this, max_value=this + 30, initial=first)}
    if planned:
        asked["reason"] = a_word(
            _("Why in another year"), 300, required=False, help_text=otherwise_planned(planned)
        )
    return asked


def line_answers(works: Works) -> Fields:
    """An answer for the age of each line below; none where nothing lies below."""
    fields: Fields = {}
    for line in lines_below(works):
        told = {"line": line, "year": line.laid_year or "?"}
        label = _("What the design does about: %(line)s, laid in %(year)s") % told
        fields[f"line_{line.pk}"] = a_word(label, 300, required=False)
    return fields


def expertise(works: Works) -> Fields:
    """The state expertise; capital repair has no tender without it."""
    if works.kind != Kind.CAPITAL:
        return {}
    return {"expertise": a_word(_("State expertise, number"), required=False)}


def contract(_works: Works) -> Fields:
    """What was signed with whom."""
    return {
        "number": a_word(pgettext_lazy("contract", "Number of the contract")),
        "contractor": a_choice(_("Contractor"), bodies_with("contractor")),
        "tenge": forms.IntegerField(label=_("Price, ₸"), min_value=1),
        "guarantee_years": forms.IntegerField(
            label=_("Guarantee by the contract, years"), required=False, min_value=1, max_value=15,
            help_text=_("Empty: the term of the norm."),
        ),
    }  # fmt: skip


def price(works: Works) -> Fields:
    """A new price and the decision behind it."""
    return {
        "tenge": forms.IntegerField(label=_("New price, ₸"), min_value=1, initial=(works.price_tiyn or 0) // TIYN),
        "decision": a_word(_("Number of the decision"), required=False),
        "reason": forms.CharField(label=_("Why"), max_length=500, required=False, widget=forms.Textarea({"rows": 3})),
    }


def lot(works: Works) -> Fields:
    """A lot of material; it may stand in for one that failed."""
    failed = [(one.pk, one.number) for one in works.lots.filter(replaced_by=None, samples__passed=False).distinct()]
    replaces = a_choice(_("Laid instead of a failed lot"), [("", "—"), *failed], required=False)
    fields: Fields = {"number": a_word(_("Number of the lot"), 40), "material": a_word(_("Material"))}
    return fields | ({"replaces": replaces} if failed else {})


def sample(works: Works) -> Fields:
    """What the laboratory said of a lot."""
    lots = [(one.pk, f"{one.number} · {one.material}") for one in works.lots.filter(replaced_by=None)]
    return {"lot": a_choice(_("Lot"), lots), **tested()}


def photo(_works: Works) -> Fields:
    """A photo taken at the works; a telephone writes the place into it."""
    return {
        "photo": a_picture(),
        "taken_on": a_day(_("Taken on"), initial=today),
        "longitude": forms.FloatField(
            label=_("Longitude"), required=False, min_value=-180, max_value=180,
            help_text=_("Only where the picture does not carry its place."),
        ),
        "latitude": forms.FloatField(label=_("Latitude"), required=False, min_value=-90, max_value=90),
    }  # fmt: skip


def measure(_works: Works) -> Fields:
    """Length, area and layers on the ground."""
    return {"length_m": metres_of(_("Measured length, m")), "area_m2": metres_of(_("Measured area, m²")), **_layers()}


def need() -> Fields:
    """What a place needs, told by layers and area: the kind of repair follows from them."""
    return {
        "why": a_word(_("Why"), 300, help_text=_("Everybody reads this: no names, no telephones.")),
        "area_m2": metres_of(_("Area, m²")),
        **_layers(),
        "case": a_word(_("Case it comes from"), required=False, help_text=_("Its key, where a resident asked for it.")),
    }


def _layers() -> Fields:
    """Centimetres of new layers; none where nothing was laid."""
    return {
        "top_cm": metres_of(_("New upper layers, cm"), min_value=0, decimal_places=1, initial=0),
        "base_cm": metres_of(_("New base, cm"), min_value=0, decimal_places=1, initial=0),
    }


def state_filter(states: Any) -> type[forms.Form]:
    """A list narrowed to one state, and perhaps to one street."""

    class StateFilter(forms.Form):
        is_filter = True
        state = a_choice(pgettext_lazy("works", "State"), [("", _("every state")), *states], required=False)
        street = forms.IntegerField(label="", required=False, max_value=2**31 - 1, widget=forms.HiddenInput)

    return StateFilter
