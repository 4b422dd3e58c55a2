"""What a person types about people."""

from typing import Any

from allauth.mfa.webauthn.forms import AddWebAuthnForm
from django import forms
from django.utils.translation import gettext_lazy as _

from qala.kernel.clock import today
from qala.people.models import Organisation, OrganisationKind, Person
from qala.people.models.persons import LANGUAGES
from qala.people.rules import ROLES
from qala.ui.fields import DayInput


def role_choices() -> list[tuple[str, str]]:
    """Return every role with its title in the reader's language."""
    return [(role.slug, str(role.title)) for role in ROLES.values()]


class OrganisationChoice(forms.ModelChoiceField):  # type: ignore[type-arg]  # not subscriptable when it runs
    """Shows a body by its name in the reader's language."""

    def label_from_instance(self, obj: Any) -> str:
        return str(obj.name)


class LanguageForm(forms.Form):
    language = forms.ChoiceField(
        label=_("Language of letters and messages"), choices=LANGUAGES, widget=forms.RadioSelect
    )


class ContactsForm(forms.Form):
    email = forms.EmailField(label=_("E-mail"), required=False)
    phone = forms.CharField(
        label=_("Phone"), required=False, max_length=30, widget=forms.TextInput({"type": "tel", "autocomplete": "tel"})
    )
    post = forms.CharField(
        label=_("Postal address"),
        required=False,
        max_length=300,
        widget=forms.TextInput({"autocomplete": "street-address"}),
    )


class AppointmentsFilter(forms.Form):
    is_filter = True
    role = forms.ChoiceField(label=_("Role"), required=False)
    organisation = OrganisationChoice(
        label=_("Body"),
        required=False,
        queryset=Organisation.objects.none(),
        to_field_name="slug",
        empty_label=_("All bodies"),
    )
    ending = forms.IntegerField(label=_("Ends within days"), required=False, min_value=1, max_value=3650)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["role"].choices = [("", _("All roles")), *role_choices()]  # type: ignore[attr-defined]
        self.fields["organisation"].queryset = Organisation.objects.live()  # type: ignore[attr-defined]


class AdminSessionForm(forms.Form):
    reason = forms.CharField(
        label=_("Why do you need it?"),
        max_length=300,
        help_text=_("One sentence. It is kept with the journal of this session."),
        widget=forms.Textarea({"rows": 3}),
    )
    minutes = forms.TypedChoiceField(
        label=_("For how long?"),
        coerce=int,
        choices=[(10, _("10 minutes")), (20, _("20 minutes")), (30, _("30 minutes"))],
        initial=10,
        widget=forms.RadioSelect,
    )


class ColleagueForm(forms.Form):
    family = forms.CharField(label=_("Family name"), max_length=100)
    given = forms.CharField(label=_("Given name"), max_length=100)
    patronymic = forms.CharField(label=_("Patronymic"), max_length=100, required=False)
    language = forms.ChoiceField(label=_("Language"), choices=LANGUAGES, initial="kk")
    email = forms.EmailField(label=_("Work e-mail"))
    password = forms.CharField(
        label=_("First password"),
        help_text=_("At least 12 characters. The colleague changes it at the first sign-in."),
        widget=forms.PasswordInput({"autocomplete": "new-password"}),
    )


class AppointForm(forms.Form):
    person = forms.UUIDField(widget=forms.HiddenInput)
    organisation = OrganisationChoice(label=_("Body"), queryset=Organisation.objects.none())
    role = forms.ChoiceField(label=_("Role"))
    from_on = forms.DateField(label=_("From"), widget=DayInput())
    until_on = forms.DateField(
        label=_("Until"), required=False, widget=DayInput(), help_text=_("The first day without the role.")
    )
    act = forms.CharField(label=_("Act"), max_length=100, help_text=_("Number and day of the order."))

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["organisation"].queryset = Organisation.objects.live()  # type: ignore[attr-defined]
        self.fields["role"].choices = role_choices()  # type: ignore[attr-defined]
        self.fields["from_on"].initial = today

    def clean_person(self) -> Person:
        person = Person.objects.living_rows().filter(pk=self.cleaned_data["person"]).first()
        if person is None:
            raise forms.ValidationError(_("There is no such person."))
        return person


class EndForm(forms.Form):
    until_on = forms.DateField(label=_("Ends on"), widget=DayInput(), help_text=_("The first day without the role."))


class OrganisationForm(forms.Form):
    slug = forms.SlugField(label=_("Short name in addresses"), max_length=60)
    kind = forms.ChoiceField(label=_("Kind"), choices=OrganisationKind.choices)
    kk = forms.CharField(label=_("Name in Kazakh"), max_length=200)
    ru = forms.CharField(label=_("Name in Russian"), max_length=200)
    en = forms.CharField(label=_("Name in English"), max_length=200, required=False)
    bin = forms.CharField(label=_("BIN"), max_length=20, required=False)
    parent = OrganisationChoice(label=_("Stands under"), queryset=Organisation.objects.none(), required=False)
    from_on = forms.DateField(label=_("From"), widget=DayInput())

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["parent"].queryset = Organisation.objects.live()  # type: ignore[attr-defined]
        self.fields["from_on"].initial = today


class NamedKeyForm(AddWebAuthnForm):  # type: ignore[misc]
    """allauth's form for a passkey, its one field named in the reader's language."""

    name = forms.CharField(required=False, label=_("Name of the key"))
