"""Coming to a meeting, announcing one, writing down what was asked there."""

from typing import Any
from uuid import UUID, uuid4

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import EmailValidator
from django.utils.translation import gettext_lazy as _

from qala.kernel.clock import CITY
from qala.kernel.translated import LANGUAGES, Translated
from qala.places.models import District
from qala.proposals.actions.meetings import MeetingSheet
from qala.proposals.forms.desk import TONGUES
from qala.proposals.forms.intake import PROBLEMS, Words
from qala.proposals.rules.sheet import LONGEST
from qala.proposals.rules.typed import problem_of, read_uid, tidy


def _in(language: str) -> forms.TextInput:
    return forms.TextInput(attrs={"lang": language})


def _words(text: str, *, needed: bool) -> str:
    """A question as it was typed, or the reason why it cannot be read."""
    cleaned = tidy(text)
    if not cleaned and not needed:
        return ""
    problem = problem_of(cleaned)
    if problem:
        raise ValidationError(PROBLEMS[problem], params={"most": LONGEST})
    return cleaned


class SeatForm(forms.Form):
    """Everything is optional: a seat needs nobody's name."""

    uid = forms.CharField(required=False, widget=forms.HiddenInput)
    token = forms.CharField(required=False, widget=forms.HiddenInput)
    name = Words(200, label=_("Your name"), widget=forms.TextInput(attrs={"autocomplete": "name"}))
    email = Words(
        200,
        label=_("E-mail, to hear if something changes"),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    question = forms.CharField(
        required=False,
        label=_("What would you like to ask?"),
        help_text=_("A question becomes a case at once: it gets a number and a day by which it is answered."),
        widget=forms.Textarea(attrs={"rows": 4, "maxlength": LONGEST}),
    )

    def clean_uid(self) -> UUID:
        return read_uid(self.cleaned_data["uid"]) or uuid4()

    def clean_email(self) -> str:
        address: str = self.cleaned_data["email"]
        if address:
            EmailValidator(_("This e-mail address cannot be right. Check it, or leave it empty."))(address)
        return address

    def clean_question(self) -> str:
        return _words(self.cleaned_data["question"], needed=False)


class AskForm(forms.Form):
    """A question asked aloud, in the words it was asked."""

    uid = forms.CharField(required=False, widget=forms.HiddenInput)
    seat = forms.IntegerField(required=False, widget=forms.HiddenInput)
    question = forms.CharField(
        label=_("What was asked"), widget=forms.Textarea(attrs={"rows": 4, "maxlength": LONGEST})
    )

    def clean_uid(self) -> UUID:
        return read_uid(self.cleaned_data["uid"]) or uuid4()

    def clean_question(self) -> str:
        return _words(self.cleaned_data["question"], needed=True)


class HoldForm(forms.Form):
    """How many questions were counted in the hall."""

    asked = forms.IntegerField(min_value=0, max_value=1000, label=_("How many questions were asked"))


class CancelForm(forms.Form):
    """Why a meeting will not be."""

    reason_kk = Words(300, label=TONGUES["kk"], widget=_in("kk"))
    reason_ru = Words(300, label=TONGUES["ru"], widget=_in("ru"))
    reason_en = Words(300, label=TONGUES["en"], widget=_in("en"))

    def reason(self) -> Translated:
        return Translated(**{code: self.cleaned_data[f"reason_{code}"] for code in LANGUAGES})


def _moment() -> forms.DateTimeInput:
    return forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")


class MeetingForm(forms.Form):
    """A meeting to announce. Times are the city's."""

    title_kk = forms.CharField(max_length=120, label=_("Title in Kazakh"), widget=_in("kk"))
    title_ru = forms.CharField(max_length=120, label=_("Title in Russian"), widget=_in("ru"))
    title_en = Words(120, label=_("Title in English"), widget=_in("en"))
    place_kk = forms.CharField(max_length=120, label=_("Place in Kazakh"), widget=_in("kk"))
    place_ru = forms.CharField(max_length=120, label=_("Place in Russian"), widget=_in("ru"))
    place_en = Words(120, label=_("Place in English"), widget=_in("en"))
    host = forms.CharField(max_length=80, label=_("Who holds it"))
    district = forms.ModelChoiceField(District.objects.all(), required=False, label=_("District"))
    starts_at = forms.DateTimeField(label=_("Begins"), widget=_moment())
    ends_at = forms.DateTimeField(label=_("Ends"), widget=_moment())
    seats = forms.IntegerField(min_value=1, max_value=5000, label=_("Seats"))

    def sheet(self) -> MeetingSheet:
        values: dict[str, Any] = self.cleaned_data
        return MeetingSheet(
            title=self._said("title"),
            place=self._said("place"),
            host=values["host"],
            starts_at=values["starts_at"].astimezone(CITY),
            ends_at=values["ends_at"].astimezone(CITY),
            seats=values["seats"],
            district=values["district"],
        )

    def _said(self, what: str) -> Translated:
        return Translated(**{code: self.cleaned_data[f"{what}_{code}"].strip() for code in LANGUAGES})
