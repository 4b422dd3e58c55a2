"""What the keeper of registers types: a category, a ready text."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from qala.kernel.translated import LANGUAGES, Translated
from qala.proposals.actions.categories import CategorySheet
from qala.proposals.actions.reply_templates import ReadyText
from qala.proposals.forms.desk import TONGUES, departments
from qala.proposals.forms.listing import TOPIC_WORDS
from qala.proposals.forms.offices import DepartmentChoice, RefusableForm
from qala.proposals.models import Category, ReplyTemplate
from qala.proposals.queries.registers import SPOKEN
from qala.proposals.rules.registers import DAYS_BACK, RADIUS_M, SPEAKING
from qala.proposals.rules.typed import tidy

TITLE = {"kk": _("Name in Kazakh"), "ru": _("Name in Russian"), "en": _("Name in English")}


class RegisterForm(RefusableForm):
    """A row with a name in three languages; its slug is typed once and never changes."""

    slug = forms.CharField(label=_("Short name for addresses"), max_length=50)
    title_kk = forms.CharField(label=TITLE["kk"], max_length=80)
    title_ru = forms.CharField(label=TITLE["ru"], max_length=80)
    title_en = forms.CharField(label=TITLE["en"], max_length=80)

    def __init__(self, *args: Any, known: bool, **options: Any) -> None:
        super().__init__(*args, **options)
        if known:
            del self.fields["slug"]
        else:
            self.fields["slug"].widget.attrs |= {"autocapitalize": "none", "spellcheck": "false"}
        for code in LANGUAGES:
            self.fields[f"title_{code}"].widget.attrs["lang"] = code

    def tongues(self, side: str) -> Translated:
        return Translated(**{code: tidy(self.cleaned_data[f"{side}_{code}"]) for code in LANGUAGES})


class CategoryForm(RegisterForm):
    """One category of the register."""

    topic = forms.ChoiceField(label=_("Topic"), choices=[(slug.value, word) for slug, word in TOPIC_WORDS.items()])
    radius_m = forms.IntegerField(
        label=_("How near is the same place, in metres"),
        min_value=RADIUS_M[0],
        max_value=RADIUS_M[-1],
        initial=250,
        help_text=_("Within this distance an open case may be about the same thing."),
    )
    days_back = forms.IntegerField(
        label=_("How many days back"),
        min_value=DAYS_BACK[0],
        max_value=DAYS_BACK[-1],
        initial=84,
        help_text=_("Older cases are not offered as the same."),
    )
    emergency_phone = forms.CharField(
        label=_("Number to call when it is dangerous"), max_length=20, required=False, widget=forms.TextInput
    )

    @staticmethod
    def first(row: Category) -> dict[str, Any]:
        titles = {f"title_{code}": getattr(row.title, code) for code in LANGUAGES}
        return {name: getattr(row, name) for name in ("topic", "radius_m", "days_back", "emergency_phone")} | titles

    def sheet(self) -> CategorySheet:
        typed = self.cleaned_data
        return CategorySheet(
            self.tongues("title"), typed["topic"], typed["radius_m"], typed["days_back"], typed["emergency_phone"]
        )


class DefaultForm(RefusableForm):
    """Who gets a category's cases where no row says otherwise: written into the draft of the table."""

    department = DepartmentChoice(label=_("Department"), empty_label=_("Choose a department"))

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["department"].queryset = departments()  # type: ignore[attr-defined]


class TemplateForm(RegisterForm):
    """One ready text of the register."""

    verb = forms.ChoiceField(
        label=_("For which step"), choices=[("", "—"), *((verb, SPOKEN[verb]) for verb in SPEAKING)]
    )
    category = forms.ModelChoiceField(
        Category.objects.filter(active=True), label=_("Only for this category"), required=False, empty_label=_("any")
    )
    text_kk = forms.CharField(label=TONGUES["kk"], max_length=4_000, widget=forms.Textarea(attrs={"rows": 5}))
    text_ru = forms.CharField(label=TONGUES["ru"], max_length=4_000, widget=forms.Textarea(attrs={"rows": 5}))
    text_en = forms.CharField(
        label=TONGUES["en"], max_length=4_000, required=False, widget=forms.Textarea(attrs={"rows": 5})
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["title_en"].required = False
        for code in LANGUAGES:
            self.fields[f"text_{code}"].widget.attrs["lang"] = code
        if (kept := self.initial.get("category")) is not None:
            # a category that was retired meanwhile stays on the texts that speak of it
            fitting = Category.objects.filter(active=True) | Category.objects.filter(pk=kept)
            self.fields["category"].queryset = fitting  # type: ignore[attr-defined]

    @staticmethod
    def first(row: ReplyTemplate) -> dict[str, Any]:
        sides = {"title": row.title, "text": row.text}
        words = {f"{side}_{code}": getattr(told, code) for side, told in sides.items() for code in LANGUAGES}
        return {"verb": row.verb, "category": row.category_id, **words}

    def sheet(self) -> ReadyText:
        typed = self.cleaned_data
        return ReadyText(typed["verb"], self.tongues("title"), self.tongues("text"), typed["category"])
