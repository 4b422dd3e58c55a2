"""One answer to every author of a storm."""

from django import forms

from qala.kernel.translated import LANGUAGES, Translated
from qala.proposals.forms.desk import LONG, TONGUES


class AnswerAllForm(forms.Form):
    """Kazakh and Russian are both asked for: many people read it."""

    text_kk = forms.CharField(
        required=False, max_length=LONG, label=TONGUES["kk"], widget=forms.Textarea(attrs={"lang": "kk", "rows": 5})
    )
    text_ru = forms.CharField(
        required=False, max_length=LONG, label=TONGUES["ru"], widget=forms.Textarea(attrs={"lang": "ru", "rows": 5})
    )
    text_en = forms.CharField(
        required=False, max_length=LONG, label=TONGUES["en"], widget=forms.Textarea(attrs={"lang": "en", "rows": 5})
    )

    def words(self) -> Translated:
        return Translated(**{code: self.cleaned_data[f"text_{code}"].strip() for code in LANGUAGES})
