"""What one may ask of the public list. Every wish stands in the address, so that a view can be sent as a link."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from qala.places.models import District
from qala.proposals.models import Category, Topic
from qala.proposals.rules.outcomes import Outcome
from qala.proposals.rules.placards import KINDS
from qala.proposals.rules.process import Track
from qala.proposals.rules.words import OUTCOME_WORDS, TRACK_WORDS

ANY = ("", pgettext_lazy("proposals", "Any"))
TOPIC_WORDS = {
    Topic.IMPROVEMENT: _("Improvement"),
    Topic.URBAN_ENVIRONMENT: _("City environment"),
    Topic.TRANSPORT: _("Transport"),
    Topic.ECOLOGY: _("Ecology"),
    Topic.OTHER: pgettext_lazy("topic", "Other"),
}


class PeriodFilter(forms.Form):
    """When and where: shared by the list and the statistics."""

    is_filter = True
    since = forms.DateField(label=_("Sent from"), required=False, widget=forms.DateInput(attrs={"type": "date"}))
    until = forms.DateField(label=_("Sent until"), required=False, widget=forms.DateInput(attrs={"type": "date"}))
    district = forms.ModelChoiceField(
        District.objects.only("names"),  # borders are long, and only names are asked
        label=_("District"),
        required=False,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer(district=[(row.pk, str(row)) for row in District.objects.only("names")])

    def offer(self, **choices: list[tuple[str, str]]) -> None:
        """Fill the lists to choose from, each read once: Django asks for a list's choices several times."""
        for name, rows in choices.items():
            self.fields[name].choices = [ANY, *rows]  # type: ignore[attr-defined]


class ListFilter(PeriodFilter):
    """The visible wishes of the list."""

    field_order = ("q", "near", "category", "topic", "outcome", "district", "kind", "track", "since", "until")

    q = forms.CharField(label=_("Words"), required=False, max_length=100)
    near = forms.CharField(label=_("Near a street or a place"), required=False, max_length=100)
    category = forms.ChoiceField(label=_("Category"), required=False)
    topic = forms.ChoiceField(label=_("Topic"), required=False, choices=[ANY, *TOPIC_WORDS.items()])
    outcome = forms.ChoiceField(label=_("What came of it"), required=False)
    kind = forms.ChoiceField(label=_("Placard"), required=False)
    track = forms.ChoiceField(label=_("Track"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer(
            category=[
                (slug, str(title)) for slug, title in Category.objects.filter(active=True).values_list("slug", "title")
            ],
            outcome=[(one.value, OUTCOME_WORDS[one].in_language()) for one in Outcome],
            kind=[(kind.slug, kind.title.in_language()) for kind in KINDS.values()],
            track=[(one.value, TRACK_WORDS[one].in_language()) for one in Track],
        )
