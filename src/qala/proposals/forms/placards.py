"""What a keeper types."""

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from qala.places.models import District
from qala.proposals.actions.placards import REASONS
from qala.proposals.printing.placards import SIZES
from qala.proposals.rules.placards import KINDS

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
        kinds = [(slug, str(kind.title)) for slug, kind in KINDS.items()]
        self.fields["kind"] = forms.ChoiceField(label=_("Kind"), choices=[ANY, *kinds], required=False)


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
