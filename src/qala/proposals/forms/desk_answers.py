"""Forms of answers: plan, redate, explain, refuse, forward, withdraw, extend, reply, ask, a draft for the signer."""

from collections.abc import Mapping
from typing import ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from qala.kernel.clock import today
from qala.proposals.forms.desk import TonguesForm, VerbForm, day_field, days_to_promise, departments
from qala.proposals.models import ReplyTemplate
from qala.proposals.rules.extensions import longest_until
from qala.proposals.rules.outcomes import REFUSAL_GROUNDS
from qala.ui.templatetags.ui import day

LANGUAGES = {"kk": _("Kazakh"), "ru": _("Russian"), "en": _("English")}


class PlanForm(TonguesForm):
    """Owner, day, money and place; or openly unfunded with a day of review."""

    owner = forms.ModelChoiceField(departments(), label=_("Who answers for it"))
    due_on = day_field(required=False, label=_("Until which day"))
    money_source = forms.CharField(required=False, max_length=200, label=_("From which money"))
    place = forms.CharField(required=False, max_length=300, label=_("Where exactly"))
    unfunded = forms.BooleanField(required=False, label=_("There is no money yet"))
    review_on = day_field(
        required=False,
        label=_("Looked at again on"),
        help_text=_("Only when there is no money yet. The day is public."),
    )
    act_number = forms.CharField(required=False, max_length=60, label=_("Number of the act"))

    def prepare(self) -> None:
        super().prepare()
        case = self.case
        standing = next((row for row in case.plans.all() if row.replaced_at is None), None)
        where = case.landmark or case.street
        self.fields["owner"].queryset = departments()  # type: ignore[attr-defined]
        self.initial.setdefault("owner", standing.owner_id if standing else case.department_id)
        self.initial.setdefault("place", standing.place if standing else str(where or ""))
        self.initial.setdefault("money_source", standing.money_source if standing else "")
        for name in ("due_on", "review_on"):
            self.fields[name].widget.attrs |= days_to_promise()
        for name in ("due_on", "money_source", "place", "review_on"):
            # Day, money and place, or no money and a day of review: neither half may simply stay empty.
            self.fields[name].asked = True  # type: ignore[attr-defined]


class RedateForm(PlanForm):
    """A new day with a public reason; the earlier day stays readable."""

    def prepare(self) -> None:
        super().prepare()
        del self.fields["act_number"]


class RefuseForm(TonguesForm):
    """A ground from the list and the reasons in words. Only the head or a deputy signs."""

    ground = forms.ChoiceField(choices=[], label=_("Ground"), widget=forms.RadioSelect)
    act_number = forms.CharField(required=False, max_length=60, label=_("Number of the act"))

    def prepare(self) -> None:
        super().prepare()
        self.fields["ground"].choices = [(one.slug, str(one.title)) for one in REFUSAL_GROUNDS]  # type: ignore[attr-defined]


class ForwardForm(TonguesForm):
    """To whom, and words for the author, who is told at once."""

    to = forms.CharField(max_length=200, label=_("To whom"))


class ExtendForm(TonguesForm):
    """A longer term, within the law's limits."""

    until_on = day_field(label=_("Until which day"))

    def prepare(self) -> None:
        super().prepare()
        last = longest_until(self.case.registered_on)
        limits = _("At most until %(last)s, decided before %(due)s. The author is told in the same step.")
        self.fields["until_on"].help_text = limits % {"last": day(last), "due": day(self.case.due_on)}
        self.fields["until_on"].widget.attrs |= {"min": today().isoformat(), "max": last.isoformat()}


class ReplyForm(TonguesForm):
    """A published reply. The ready text it began with is remembered."""

    template = forms.ModelChoiceField(
        ReplyTemplate.objects.filter(active=True), required=False, to_field_name="slug", widget=forms.HiddenInput
    )


class AskForm(VerbForm):
    """One question to the author."""

    question = forms.CharField(
        max_length=2_000, label=_("Your question"), widget=forms.Textarea(attrs={"rows": 4})
    )

    def prepare(self) -> None:
        self.fields["question"].help_text = _("Write in the author's language: %(language)s.") % {
            "language": LANGUAGES[self.case.language]
        }


class DraftForm(VerbForm):
    """A refusal or an extension laid before the signer."""

    verb = forms.ChoiceField(
        choices=[("refuse", _("Refuse")), ("extend", _("Take longer"))],
        label=_("What is asked"),
        widget=forms.RadioSelect,
    )
    words = forms.CharField(
        max_length=4_000,
        label=_("Draft"),
        help_text=_("Reasons for the author. The signer may change every word."),
        widget=forms.Textarea(attrs={"rows": 8}),
    )


class RemarkForm(VerbForm):
    """A note between officers."""

    text = forms.CharField(
        max_length=2_000,
        label=_("Remark"),
        help_text=_("Never public. It is erased together with the text of the case."),
        widget=forms.Textarea(attrs={"rows": 4}),
    )


class TranslationForm(forms.Form):
    """One language of a published text."""

    aliases: ClassVar[Mapping[str, str]] = {}
    language = forms.ChoiceField(choices=list(LANGUAGES.items()), label=_("Language"))
    words = forms.CharField(
        max_length=8_000, label=_("Translation"), widget=forms.Textarea(attrs={"rows": 8})
    )
    how = forms.ChoiceField(
        choices=[("translated", _("By a person")), ("automatic", _("By a machine, read by a person"))],
        label=_("How it was translated"),
        widget=forms.RadioSelect,
        initial="translated",
    )
