"""What an office behind the desk types: rows of the routing table, defaults, terms."""

from datetime import timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from qala.kernel.clock import today
from qala.kernel.refusals import Refusal
from qala.people.models import Organisation
from qala.proposals.actions.norms import NormSheet
from qala.proposals.actions.routing import RowSheet
from qala.proposals.forms.desk import departments
from qala.proposals.models import Category, RoutingRow
from qala.proposals.queries.routing_editor import LAST_CASES, MOST_CASES
from qala.proposals.queries.routing_words import Names
from qala.proposals.rules.norm_words import TERMS
from qala.ui.fields import DayInput, HourInput, show_refusal


class DepartmentChoice(forms.ModelChoiceField):  # type: ignore[type-arg]  # not subscriptable when it runs
    """A department that exists today, by its name."""

    def __init__(self, **options: Any) -> None:
        super().__init__(queryset=Organisation.objects.none(), **options)

    def label_from_instance(self, obj: Any) -> str:
        return str(obj.name)


class RefusableForm(forms.Form):
    """Shows a refusal beside the fields it speaks of; what was typed stays."""

    def take(self, refusal: Refusal) -> None:
        show_refusal(self, refusal)


def _many(label: Any) -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(label=label, required=False, widget=forms.CheckboxSelectMultiple)


class RowForm(RefusableForm):
    """One row. Whatever is left empty means any."""

    department = DepartmentChoice(label=_("Department"))
    categories = _many(_("Categories"))
    areas = _many(_("Districts"))
    placard_kinds = _many(_("Placards"))
    track = forms.ChoiceField(label=_("Track"), required=False, widget=forms.RadioSelect)
    weekdays = _many(_("Weekdays"))
    from_hour = forms.TimeField(label=_("From this hour"), required=False, widget=HourInput)
    until_hour = forms.TimeField(
        label=_("Until this hour"),
        required=False,
        widget=HourInput,
        help_text=_("An end before the beginning goes past midnight: 20:00 until 06:00."),
    )

    def __init__(self, *args: Any, names: Names, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["department"].queryset = departments()  # type: ignore[attr-defined]
        for side in ("categories", "areas", "placard_kinds", "weekdays"):
            # "unknown" has an empty slug: a form needs a word for it
            pairs = [(slug or "-", title) for slug, title in getattr(names, side).items()]
            self.fields[side].choices = pairs  # type: ignore[attr-defined]
        self.fields["track"].choices = [("", _("any")), *names.tracks.items()]  # type: ignore[attr-defined]

    @staticmethod
    def first(row: RoutingRow) -> dict[str, Any]:
        """A stored row as first values."""
        return {
            "department": row.department_id,
            "categories": row.categories,
            "areas": [area or "-" for area in row.areas],
            "placard_kinds": [kind or "-" for kind in row.placard_kinds],
            "track": row.track,
            "weekdays": [str(day) for day in row.weekdays],
            "from_hour": row.from_hour,
            "until_hour": row.until_hour,
        }

    def sheet(self) -> RowSheet:
        typed = self.cleaned_data
        return RowSheet(
            department=typed["department"],
            categories=tuple(typed["categories"]),
            areas=tuple("" if area == "-" else area for area in typed["areas"]),
            placard_kinds=tuple("" if kind == "-" else kind for kind in typed["placard_kinds"]),
            track=typed["track"],
            weekdays=tuple(int(day) for day in typed["weekdays"]),
            from_hour=typed["from_hour"],
            until_hour=typed["until_hour"],
        )


class DefaultsForm(RefusableForm):
    """A department for each category in use."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        live = list(departments())
        choices = [("", "—"), *((str(one.pk), str(one.name)) for one in live)]
        self.departments = {str(one.pk): one for one in live}
        for category in Category.objects.filter(active=True):
            self.fields[category.slug] = forms.ChoiceField(label=str(category.title), choices=choices, required=False)

    def defaults(self) -> dict[str, Organisation]:
        return {slug: self.departments[key] for slug, key in self.cleaned_data.items() if key}


class TryForm(forms.Form):
    last = forms.IntegerField(label=_("How many past cases"), min_value=1, max_value=MOST_CASES, initial=LAST_CASES)


class NormForm(RefusableForm):
    """A term from a day on."""

    term = forms.ChoiceField(label=_("Term"))
    days = forms.IntegerField(label=_("Days"), min_value=1, max_value=3650)
    from_on = forms.DateField(label=_("From this day"), widget=DayInput)
    source = forms.CharField(
        label=_("Source"),
        max_length=300,
        help_text=_("An article of a law, an act with its number and date, or a decision of the city."),
    )
    verified = forms.BooleanField(label=_("I have read the source myself: it says so"), required=False)
    pause_stops = forms.BooleanField(label=_("A question to the author stops this clock"), required=False)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        names = Names()
        pairs = [
            (f"{slug}:{track}", f"{term.title} · {names.tracks[track]}" if track else str(term.title))
            for slug, term in TERMS.items()
            for track in term.tracks
        ]
        self.fields["term"].choices = pairs  # type: ignore[attr-defined]
        self.fields["from_on"].widget.attrs["min"] = (today() + timedelta(days=1)).isoformat()

    def sheet(self) -> NormSheet:
        typed = self.cleaned_data
        slug, _colon, track = typed["term"].partition(":")
        return NormSheet(
            slug=slug,
            track=track,
            days=typed["days"],
            from_on=typed["from_on"],
            source=typed["source"],
            verified=typed["verified"],
            pause_stops=typed["pause_stops"],
        )
