"""Forms of the steps: triage, assign, give back, claim, confirm, contest, come back."""

from typing import ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from qala.proposals.forms.desk import VerbForm, departments
from qala.proposals.models import Category, WorksOrder


class PlainForm(VerbForm):
    """A verb that asks nothing."""


class CategoryForm(VerbForm):
    """The category, chosen from all, or one of the model's by a tap."""

    category = forms.ModelChoiceField(
        Category.objects.filter(active=True),
        required=False,
        label=_("What is it about?"),
        empty_label=_("Choose a category"),
    )
    suggested = forms.SlugField(required=False, widget=forms.HiddenInput)

    def prepare(self) -> None:
        self.fields["category"].initial = self.case.category_id
        # not required only because a tap on a suggestion answers too: one of the two must
        self.fields["category"].asked = True  # type: ignore[attr-defined]

    def clean(self) -> dict[str, object]:
        told = super().clean() or {}
        tapped = Category.objects.filter(active=True, pk=told.get("suggested") or "").first()
        told["category"] = tapped or told.get("category")
        if told["category"] is None:
            self.add_error("category", _("Choose a category."))
        return told


class AssignForm(VerbForm):
    """The department of the table, or another one by hand with a reason."""

    department = forms.ModelChoiceField(departments(), required=False, label=_("Department"))
    reason = forms.CharField(
        required=False,
        max_length=500,
        label=_("Why another department"),
        help_text=_("Only when you choose another one than the table. Colleagues read it."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def prepare(self) -> None:
        self.fields["department"].queryset = departments()  # type: ignore[attr-defined]


class ReasonForm(VerbForm):
    """Words for colleagues."""

    reason = forms.CharField(
        max_length=1_000, label=_("Reason"), widget=forms.Textarea(attrs={"rows": 4})
    )


class HopBackForm(ReasonForm):
    """Why it is not ours."""

    def prepare(self) -> None:
        self.fields["reason"].help_text = _("The hop is counted and the clock runs on. Colleagues read the reason.")


class ClaimForm(VerbForm):
    """Which works order did it, with an act where there is no picture."""

    order = forms.ModelChoiceField(
        WorksOrder.objects.none(), label=_("Works order"), empty_label=None, widget=forms.RadioSelect
    )

    def prepare(self) -> None:
        field = self.fields["order"]
        field.queryset = self.case.works_orders.exclude(state="cancelled")  # type: ignore[attr-defined]
        field.label_from_instance = lambda order: f"№ {order.pk} · {order.task[:80]}"  # type: ignore[attr-defined]


class WordsForm(VerbForm):
    """What was seen on the spot."""

    words = forms.CharField(
        required=False,
        max_length=2_000,
        label=_("What you saw"),
        widget=forms.Textarea(attrs={"rows": 4}),
    )


class ComeBackForm(VerbForm):
    """The other body's number."""

    their_number = forms.CharField(required=False, max_length=60, label=_("Their number"))


class LookForm(VerbForm):
    """How much the public sees, and why."""

    visibility = forms.ChoiceField(
        choices=[("outline", _("Number, category, place and state")), ("hidden", _("Nothing"))],
        initial="outline",
        label=_("What the public still sees"),
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(
        required=False, max_length=1_000, label=_("Reason"), widget=forms.Textarea(attrs={"rows": 3})
    )


class MaskForm(VerbForm):
    """Passages an officer hides by hand, one a line, beside those the rules hide."""

    aliases: ClassVar = {"text": "hide"}
    hide = forms.CharField(
        required=False,
        max_length=4_000,
        label=_("Hide these words as well"),
        help_text=_("One passage a line, as it stands in the text: a name, a nickname, a workplace."),
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def marks(self) -> list[tuple[int, int]]:
        """Every place of every passage in the original text."""
        typed = self.data.get("hide", "") if self.is_bound else ""
        return places_of(self.case.statement.text, typed)

    def clean_hide(self) -> str:
        typed: str = self.cleaned_data["hide"]
        text = self.case.statement.text.casefold()
        strange = [line.strip() for line in typed.splitlines() if line.strip() and line.strip().casefold() not in text]
        if strange:
            raise forms.ValidationError(_("This does not stand in the text: %(words)s") % {"words": "; ".join(strange)})
        return typed


def places_of(text: str, typed: str) -> list[tuple[int, int]]:
    """Where the lines of `typed` stand in `text`, whatever their capitals."""
    found = []
    low = text.casefold() if len(text.casefold()) == len(text) else text
    for line in {line.strip().casefold() for line in typed.splitlines() if line.strip()}:
        at = low.find(line)
        while at >= 0:
            found.append((at, at + len(line)))
            at = low.find(line, at + 1)
    return sorted(found)
