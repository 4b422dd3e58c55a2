"""What somebody brings to have it checked."""

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from qala.journal.rules.notes import Key, NotANote

LARGEST = 64 * 1024


class ReceiptForm(forms.Form):
    """A receipt as a file or as text; a key got elsewhere, if there is one."""

    file = forms.FileField(label=_("The receipt, a file that ends in .tlog-proof"), required=False)
    text = forms.CharField(
        label=_("or its text"), required=False, max_length=LARGEST, strip=False,
        widget=forms.Textarea(attrs={"rows": 4, "spellcheck": "false"}),
    )  # fmt: skip
    key = forms.CharField(
        label=_("The log's key, if you got it elsewhere"), required=False, max_length=300,
        help_text=_("Without it the key of this page is used. It shows a torn receipt, not a city that lies to you."),
    )  # fmt: skip

    def clean_file(self) -> str:
        """The file's text."""
        file = self.cleaned_data["file"]
        if not isinstance(file, UploadedFile):
            return ""
        if (file.size or 0) > LARGEST:
            raise ValidationError(_("A receipt is a small text file."))
        try:
            return str(file.read().decode("utf-8"))
        except UnicodeDecodeError:
            raise ValidationError(_("A receipt is a small text file.")) from None

    def clean_key(self) -> Key | None:
        """The key in the form logs write it."""
        try:
            return Key.read(self.cleaned_data["key"]) if self.cleaned_data["key"].strip() else None
        except NotANote:
            raise ValidationError(_("A key looks like name+8 signs+44 signs.")) from None

    @property
    def receipt(self) -> str:
        return str(self.cleaned_data["file"] or self.cleaned_data["text"])
