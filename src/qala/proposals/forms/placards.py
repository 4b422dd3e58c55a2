"""What a keeper types."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from qala.people.models import Person
from qala.places.models import District, Landmark
from qala.proposals.actions.placards import REASONS, PlacardSheet
from qala.proposals.printing.placards import SIZES
from qala.proposals.rules.placards import KINDS

#: Sheets issued by one press: as many as one file of paper holds.
MOST_AT_ONCE = 200
ANY = ("", pgettext_lazy("proposals", "Any"))
REASON_WORDS = {
    "worn": _("Worn out"),
    "moved": _("Hung elsewhere"),
    "overpasted": _("Pasted over"),
    "stolen": _("Gone"),
    "place_closed": _("The place is closed"),
    "code_retired": _("The code is retired"),
}
VIEWS = [
    ("", _("All")),
    ("hanging", _("Hanging")),
    ("silent", _("Not scanned for long")),
    ("moved", _("Perhaps moved")),
    ("removed", _("Taken down")),
]


class PlacardFilter(forms.Form):
    """Which sheets to see; it stands in the address."""

    is_filter = True
    view = forms.ChoiceField(label=_("State"), choices=VIEWS, required=False)
    kind = forms.ChoiceField(label=_("Kind"), required=False)
    district = forms.ModelChoiceField(
        District.objects.all(), label=_("District"), required=False, empty_label=pgettext_lazy("proposals", "Any")
    )
    route = forms.CharField(label=_("Route"), required=False, max_length=20)

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.fields["kind"] = forms.ChoiceField(label=_("Kind"), choices=[ANY, *kinds()], required=False)


def kinds() -> list[tuple[str, str]]:
    """Kinds of placards as people call them."""
    return [(slug, str(kind.title)) for slug, kind in KINDS.items()]


class WhereForm(forms.Form):
    """Of which kind the new sheets are, and where places for them are looked for."""

    is_filter = True
    kind = forms.ChoiceField(label=_("Kind"), choices=kinds)
    district = forms.ModelChoiceField(
        District.objects.all(), label=_("District"), required=False, empty_label=pgettext_lazy("proposals", "Any")
    )
    words = forms.CharField(label=_("Name of the place"), required=False, max_length=100)


class RidesForm(forms.Form):
    """New sheets in buses: one for each vehicle of a route."""

    route = forms.CharField(label=_("Route"), max_length=20)
    vehicles = forms.CharField(
        label=_("Number plates, one a line"), max_length=10_000, widget=forms.Textarea(attrs={"rows": 6})
    )

    def clean_vehicles(self) -> list[str]:
        lines = (line.strip() for line in self.cleaned_data["vehicles"].splitlines())
        found = list(dict.fromkeys(line for line in lines if line))
        if any(len(line) > 20 for line in found) or not 0 < len(found) <= MOST_AT_ONCE:
            raise forms.ValidationError(_("Write one to two hundred number plates, each on its own line."))
        return found

    def sheets(self, keeper: Person) -> list[PlacardSheet]:
        route = self.cleaned_data["route"]
        return [PlacardSheet("bus", route=route, vehicle=one, keeper=keeper) for one in self.cleaned_data["vehicles"]]


class StandsForm(forms.Form):
    """New sheets at places: one for each that is ticked."""

    places = forms.ModelMultipleChoiceField(Landmark.objects.none(), widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args: Any, kind: str, places: QuerySet[Landmark], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kind, self.fitting = kind, places
        self.fields["places"].queryset = places  # type: ignore[attr-defined]

    def sheets(self, keeper: Person) -> list[PlacardSheet]:
        chosen = self.cleaned_data["places"]
        return [
            PlacardSheet(self.kind, landmark_id=place.pk, street_id=place.street_id, keeper=keeper) for place in chosen
        ]


class RemoveForm(forms.Form):
    """Why a sheet comes down."""

    reason = forms.ChoiceField(label=_("Reason"), choices=[(slug, REASON_WORDS[slug]) for slug in REASONS])


class CheckForm(forms.Form):
    """The keeper's own look at a sheet."""

    photo = forms.ImageField(label=_("Photo of the hanging sheet"))


# A paper size is a name in every language; the strip is ours.
SIZE_WORDS = {"strip": _("Strip, 297 × 105 mm")}


class SizeForm(forms.Form):
    """On which paper."""

    size = forms.ChoiceField(choices=[(size, SIZE_WORDS.get(size, size.upper())) for size in SIZES], initial="a5")
