"""Forms of works orders and of families of cases: order, evidence, return; link, unlink, split, incident."""

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from qala.people.models import Person
from qala.proposals.forms.desk import VerbForm, day_field, days_to_promise, departments
from qala.proposals.models import Incident, Link, Proposal
from qala.proposals.queries.storms import storm_around

LISTED = 60
NUMBER = r"^\s*\d{2}-\d{6,12}\s*$"


class OrderForm(VerbForm):
    """Who mends what, until when, from which money."""

    executor = forms.ModelChoiceField(departments(), label=_("Executor"))
    task = forms.CharField(max_length=2_000, label=_("What is to be done"), widget=forms.Textarea(attrs={"rows": 4}))
    due_on = day_field(label=_("Until which day"))
    money_source = forms.CharField(
        required=False, max_length=200, label=_("From which money"), help_text=_("Budget line or programme.")
    )
    contract = forms.CharField(required=False, max_length=120, label=_("Contract"))
    other_work = forms.CharField(
        required=False,
        max_length=120,
        label=_("Work of another part"),
        help_text=_("Its reference, such as roads.repair:12. It is told when the works are accepted."),
    )

    def prepare(self) -> None:
        self.fields["executor"].queryset = departments()  # type: ignore[attr-defined]
        self.initial.setdefault("executor", self.case.department_id)
        self.fields["due_on"].widget.attrs |= days_to_promise()


class EvidenceForm(forms.Form):
    """What shows the works: a photo, an act, a note with a place."""

    photo = forms.FileField(
        required=False,
        label=_("Photo"),
        help_text=_("Its own position says where it was taken. An officer covers faces before the public sees it."),
        widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png,image/webp"}),
    )
    act = forms.CharField(required=False, max_length=120, label=_("Number of the signed act"))
    note = forms.CharField(
        required=False, max_length=500, label=_("What it shows"), widget=forms.Textarea(attrs={"rows": 3})
    )
    longitude = forms.FloatField(required=False, min_value=-180, max_value=180, label=_("Longitude"))
    latitude = forms.FloatField(required=False, min_value=-90, max_value=90, label=_("Latitude"))

    def clean(self) -> dict[str, Any]:
        told = super().clean() or {}
        if (told.get("longitude") is None) != (told.get("latitude") is None):
            self.add_error("latitude", _("A place has both numbers."))
        return told


class ReturnForm(forms.Form):
    """What is still missing."""

    reason = forms.CharField(
        max_length=1_000, label=_("What is missing"), widget=forms.Textarea(attrs={"rows": 4})
    )


class EmptyForm(forms.Form):
    """A verb that asks nothing."""


class LinkForm(VerbForm):
    """The number of the twin that came first."""

    target = forms.RegexField(
        NUMBER, label=_("Number of the first case"), error_messages={"invalid": _("A number looks like 26-004217.")}
    )

    def clean_target(self) -> Proposal:
        number: str = self.cleaned_data["target"].strip()
        found = Proposal.objects.filter(pk=int(number.rpartition("-")[2])).first()
        if found is None or found.number != number:
            raise forms.ValidationError(_("There is no case with this number."))
        return found


class UnlinkForm(VerbForm):
    """Which link was a mistake."""

    link = forms.ModelChoiceField(Link.objects.none(), label=_("Link"), empty_label=None, widget=forms.RadioSelect)

    def prepare(self) -> None:
        field = self.fields["link"]
        mine = Link.objects.filter(undone_at=None, kind="duplicate").select_related("source", "target")
        field.queryset = mine.filter(source=self.case) | mine.filter(target=self.case)  # type: ignore[attr-defined]
        field.label_from_instance = lambda link: f"{link.source.number} → {link.target.number}"  # type: ignore[attr-defined]


class SplitForm(VerbForm):
    """Several matters in one message: each paragraph becomes a case."""

    aliases: ClassVar = {}
    texts = forms.CharField(
        max_length=20_000,
        label=_("One matter per paragraph"),
        help_text=_("Leave an empty line between two matters. Two to ten; each keeps the day of receipt."),
        widget=forms.Textarea(attrs={"rows": 12}),
    )

    def prepare(self) -> None:
        self.initial.setdefault("texts", self.case.statement.text)

    def paragraphs(self) -> list[str]:
        """The matters, each its own words."""
        lines = self.cleaned_data["texts"].replace("\r\n", "\n").split("\n\n")
        return [words.strip() for words in lines if words.strip()]


class Ticked(forms.MultipleChoiceField):
    """Keys of cases. New ones come while the officer reads, so a key that has left the list is no mistake."""

    def valid_value(self, value: str) -> bool:
        return value.isdecimal()


class IncidentForm(VerbForm):
    """Gather similar cases of the last day: into a new incident, or into one that goes on."""

    incident = forms.ModelChoiceField(
        Incident.objects.none(), required=False, label=_("Incident"), empty_label=_("Open a new one")
    )
    cases = Ticked(required=False, label=_("Similar cases of the last day"), widget=forms.CheckboxSelectMultiple)
    shown = forms.CharField(required=False, widget=forms.HiddenInput)
    rest = forms.BooleanField(required=False, initial=True)

    def __init__(self, *args: Any, case: Proposal, by: Person, **kwargs: Any) -> None:
        self.around = storm_around(case)
        super().__init__(*args, case=case, by=by, **kwargs)

    def prepare(self) -> None:
        going_on = Incident.objects.filter(closed_at=None, category=self.case.category_id)
        self.fields["incident"].queryset = going_on  # type: ignore[attr-defined]
        told = [(str(one.pk), f"{one.number} · {one.statement.text[:90]}") for one in self.around[:LISTED]]
        self.fields["cases"].choices = told  # type: ignore[attr-defined]
        more = len(self.around) - len(told)
        self.fields["rest"].label = _("And the other %(count)s of the same kind") % {"count": more}
        if not more:
            del self.fields["rest"]
        self.initial.setdefault("cases", [pk for pk, _words in told])
        self.initial.setdefault("shown", " ".join(pk for pk, _words in told))

    def chosen(self) -> list[Proposal]:
        """The case itself, those ticked and, if asked for, those the officer was not shown."""
        ticked, shown = set(self.cleaned_data["cases"]), set(self.cleaned_data["shown"].split())
        rest = bool(self.cleaned_data.get("rest"))
        return [self.case, *(one for one in self.around if _is_meant(str(one.pk), ticked, shown, rest=rest))]


def _is_meant(key: str, ticked: set[str], shown: set[str], *, rest: bool) -> bool:
    return key in ticked or (rest and key not in shown)
