"""The one form: a box, perhaps a photo, a place, and the fields of an official appeal."""

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import EmailValidator
from django.utils.translation import gettext_lazy as _

from qala.people.rules.numbers import fault_of, plain
from qala.proposals.rules.sheet import LONGEST, AuthorSheet
from qala.proposals.rules.typed import Point, problem_of, read_point, read_uid, tidy, tidy_line
from qala.ui.shared_fields import with_shared_fields

PROBLEMS = {
    "empty": _("Write what should change. A few words are enough."),
    "short": _("Write a little more: what is wrong, and where."),
    "broken": _("Some letters were lost on the way. Please type the text again."),
    "long": _("This is longer than %(most)s characters. Please shorten it, or send the rest as a second message."),
}
LONGEST_ADDRESS = 200  # that letters are sent to
EVERY_KAZAKH_PHONE = re.compile(r"\+77\d{9}")


class Words(forms.CharField):
    """A short line, tidied and cut to its column; never refused."""

    def __init__(self, longest: int = 300, **more: Any) -> None:
        self.longest = longest
        super().__init__(required=False, **more)
        self.validators = []

    def to_python(self, value: Any) -> str:
        return tidy_line(str(value or ""), self.longest)


def _line(hint: str, **more: Any) -> forms.TextInput:
    return forms.TextInput(attrs={"autocomplete": hint, **more})


class AuthorForm(forms.Form):
    """Who speaks and how to answer: all optional, checked only where a slip would lose the answer."""

    name = Words(200, label=_("Family name and given name"), widget=_line("name"))
    iin = Words(20, label=_("IIN"), widget=_line("off", inputmode="numeric"))
    postal_address = Words(300, label=_("Postal address"), widget=_line("street-address"))
    email = Words(254, label=_("E-mail"), widget=forms.EmailInput(attrs={"autocomplete": "email"}))
    phone = Words(30, label=_("Phone"), widget=forms.TextInput(attrs={"autocomplete": "tel", "type": "tel"}))

    def clean_iin(self) -> str:
        number = plain(self.cleaned_data["iin"])
        if number and fault_of(number):
            raise ValidationError(_("There is a slip in the IIN. Check the twelve digits, or leave it empty."))
        return number

    def clean_email(self) -> str:
        address: str = self.cleaned_data["email"]
        wrong = _("This e-mail address cannot be right. Check it, or leave it empty.")
        if len(address) > LONGEST_ADDRESS:
            raise ValidationError(wrong)
        if address:
            EmailValidator(wrong)(address)
        return address

    def clean_phone(self) -> str:
        typed: str = self.cleaned_data["phone"]
        phone = re.sub(r"[^\d+]", "", typed)
        phone = re.sub(r"^8(?=7\d{9}$)|^7(?=7\d{9}$)", "+7", phone)
        if typed and not EVERY_KAZAKH_PHONE.fullmatch(phone):
            raise ValidationError(_("Write the mobile number as +7 7xx xxx xx xx, or leave it empty."))
        return phone

    def author(self, person_id: str = "") -> AuthorSheet:
        """What was typed, as clean values."""
        names = ("name", "iin", "postal_address", "phone", "email")
        return AuthorSheet(person_id=person_id, **{name: self.cleaned_data.get(name, "") for name in names})


class AsItCame(forms.CharField):
    """Taken without a validator: a NUL or an endless line is tidied, not a fault."""

    def __init__(self, **more: Any) -> None:
        super().__init__(required=False, **more)
        self.validators = []


@with_shared_fields
class IntakeForm(AuthorForm):
    """The placard form and the public form. Hidden fields carry the message's own key, the page's token, the pot."""

    text = AsItCame(
        strip=False,
        label=_("Your words"),
        widget=forms.Textarea(attrs={"rows": 5, "maxlength": 3 * LONGEST, "enterkeyhint": "send", "dir": "auto"}),
    )
    uid = AsItCame(widget=forms.HiddenInput)
    token = AsItCame(widget=forms.HiddenInput)
    opened = AsItCame(widget=forms.HiddenInput)
    point = AsItCame(widget=forms.HiddenInput(attrs={"id": "point"}))
    place = Words(40)
    place_text = Words(300, label=_("Where exactly?"), widget=_line("off", enterkeyhint="search"))
    category = Words(50)
    official = forms.BooleanField(required=False, label=_("Register as an official appeal"))
    sign = Words(10)
    nameless = forms.BooleanField(required=False, label=_("Send without my name"))

    def clean_text(self) -> str:
        text = tidy(self.cleaned_data["text"])
        if problem := problem_of(text):
            raise ValidationError(PROBLEMS[problem], code=problem, params={"most": LONGEST})
        return text

    def clean_point(self) -> Point | None:
        return read_point(self.cleaned_data["point"])

    def clean(self) -> dict[str, Any]:
        found: dict[str, Any] = super().clean() or {}
        found["uid"] = read_uid(found.get("uid", ""))
        named = any(found.get(name) for name in ("name", "iin", "postal_address"))
        found["official"] = bool(found.get("official")) or named
        return found

    @property
    def wants_official(self) -> bool:
        """Whether the part about an official answer stands open when the form is shown again."""
        names = ("official", "name", "iin", "postal_address", "email", "phone")
        return any(self[name].value() or self[name].errors for name in names)


class EntryForm(IntakeForm):
    """The same form filled in for somebody else: by phone, at a desk, at a meeting."""

    CHANNELS = (("phone", _("By phone")), ("desk", _("At the desk")), ("meeting", _("At a meeting")))

    channel = forms.ChoiceField(choices=CHANNELS, initial="phone", label=_("How it came"), widget=forms.RadioSelect)
    paper = forms.BooleanField(
        required=False, label=_("I have seen an identity document and a signed paper, and keep the paper.")
    )
    by_minor = forms.BooleanField(required=False, label=_("The author is under 18"))
