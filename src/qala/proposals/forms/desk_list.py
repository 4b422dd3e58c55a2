"""What the officers' list can be asked: all of it stands in the address."""

from django import forms
from django.utils.translation import gettext_lazy as _

from qala.places.models import District
from qala.proposals.forms.desk import departments
from qala.proposals.models import Category
from qala.proposals.queries.desk import Asked
from qala.proposals.rules.process import Track
from qala.proposals.rules.words import STATE_WORDS, TRACK_WORDS

ANY = ("", _("any"))
DUE = [ANY, ("overdue", _("overdue")), ("today", _("today")), ("week", _("within a week")), ("later", _("later"))]


class ListForm(forms.Form):
    """Filters of the desk. A word that means nothing filters nothing."""

    q = forms.CharField(required=False, max_length=200, label=_("Number or words"))
    state = forms.ChoiceField(required=False, label=_("State"))
    category = forms.ChoiceField(required=False, label=_("Category"))
    department = forms.ChoiceField(required=False, label=_("Department"))
    district = forms.ChoiceField(required=False, label=_("District"))
    track = forms.ChoiceField(required=False, label=_("Track"))
    due = forms.ChoiceField(required=False, choices=DUE, label=_("Due"))
    pile = forms.SlugField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        fields: dict[str, list[tuple[str, object]]] = {
            "state": [(slug, str(word)) for slug, word in STATE_WORDS.items()],
            "category": [(row.pk, str(row.title)) for row in Category.objects.all()],
            "department": [(row.slug, str(row)) for row in departments()],
            "district": [(row.pk, str(row)) for row in District.objects.defer("area")],
            "track": [(track.value, str(TRACK_WORDS[track])) for track in Track],
        }
        for name, choices in fields.items():
            self.fields[name].choices = [ANY, *choices]  # type: ignore[attr-defined]
        self.fields["q"].widget.attrs |= {"type": "search", "data-search": ""}

    @property
    def is_narrowed(self) -> bool:
        """Whether a filter beside the words is on: such filters stay in sight."""
        return any(self.data.get(name) for name in self.fields if name not in {"q", "pile"})

    def asked(self) -> Asked:
        """What was asked, without what cannot be understood."""
        self.is_valid()
        words = {name: str(word) for name, word in self.cleaned_data.items() if word}
        return Asked(**words)
