"""What every verb's form shares: the case, the count it has seen, and a place for each reason of a refusal."""

from collections.abc import Mapping
from typing import Any, ClassVar

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from qala.kernel.clock import today
from qala.kernel.refusals import Refusal
from qala.kernel.translated import LANGUAGES, Translated
from qala.people.models import Organisation, Person
from qala.proposals.models import Proposal
from qala.proposals.rules.promises import latest_day
from qala.ui.fields import DayInput, show_refusal

LONG = 8_000
TONGUES = {"kk": _("In Kazakh"), "ru": _("In Russian"), "en": _("In English")}


class VerbForm(forms.Form):
    """One verb's form. `seen` is how much of the case's life lay before the officer."""

    seen = forms.IntegerField(required=False, widget=forms.HiddenInput)
    # Where an action's field stands in this form, if under another name.
    aliases: ClassVar[Mapping[str, str]] = {}

    def __init__(self, *args: Any, case: Proposal, by: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.case, self.by = case, by
        self.prepare()

    def prepare(self) -> None:
        """Fill choices and first values from the case."""

    def take(self, refusal: Refusal) -> None:
        """Show a refusal beside the fields it speaks of; what was typed stays."""
        show_refusal(self, refusal, self.place_of)

    def place_of(self, name: str) -> str:
        return self.aliases.get(name, name)


class TonguesForm(VerbForm):
    """A text in three languages; the author's own stands first and must be filled."""

    text_kk = forms.CharField(required=False, max_length=LONG, label=TONGUES["kk"], widget=forms.Textarea)
    text_ru = forms.CharField(required=False, max_length=LONG, label=TONGUES["ru"], widget=forms.Textarea)
    text_en = forms.CharField(required=False, max_length=LONG, label=TONGUES["en"], widget=forms.Textarea)

    def prepare(self) -> None:
        own = self.case.language
        for code in LANGUAGES:
            self.fields[f"text_{code}"].widget.attrs.update({"lang": code, "rows": 6})
        self.fields[f"text_{own}"].required = True
        self.fields[f"text_{own}"].help_text = _("The author wrote in this language: begin here.")
        others = [name for name in self.fields if not name.startswith("text_")]
        self.order_fields([*others, f"text_{own}", *(f"text_{code}" for code in LANGUAGES if code != own)])

    def words(self) -> Translated:
        """What was typed, language by language."""
        return Translated(**{code: self.cleaned_data[f"text_{code}"].strip() for code in LANGUAGES})

    def place_of(self, name: str) -> str:
        return f"text_{self.case.language}" if name == "reason" else super().place_of(name)


def day_field(**options: Any) -> forms.DateField:
    """A day by the browser's own calendar."""
    options.setdefault("widget", DayInput())
    return forms.DateField(input_formats=["%Y-%m-%d", "%d.%m.%Y"], **options)


def days_to_promise() -> dict[str, str]:
    """From today to the last day anybody answers for, as a browser's calendar reads it."""
    return {"min": today().isoformat(), "max": latest_day(today()).isoformat()}


def departments() -> QuerySet[Organisation]:
    """Bodies that can answer for a case today: neither the city's schools nor their kitchens."""
    return Organisation.objects.live().exclude(kind="school").exclude(appointments__role="supplier")
