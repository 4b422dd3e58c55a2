"""Fields that several verbs of the road offices ask: a day, a word, a reason, a picture, a wait."""

from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from qala.roads.models import Paper
from qala.ui.fields import DayInput

Choices = Sequence[tuple[Any, Any]] | Callable[[], Sequence[tuple[Any, Any]]]
PICTURE = {"accept": "image/jpeg"}


def a_day(label: Any, **more: Any) -> forms.DateField:
    """A day in the browser's own calendar."""
    return forms.DateField(label=label, widget=DayInput(), **more)


def a_word(label: Any, length: int = 80, **more: Any) -> forms.CharField:
    """A short text."""
    return forms.CharField(label=label, max_length=length, **more)


def a_choice(label: Any, choices: Choices, **more: Any) -> forms.ChoiceField:
    """One of a few."""
    return forms.ChoiceField(label=label, choices=choices, **more)


def metres_of(label: Any, **more: Any) -> forms.DecimalField:
    """Metres or square metres with two places."""
    plain: dict[str, Any] = {"min_value": Decimal("0.01"), "max_digits": 9, "decimal_places": 2}
    return forms.DecimalField(label=label, **(plain | more))


def why() -> dict[str, forms.Field]:
    """A reason in one's own words."""
    return {"reason": forms.CharField(label=_("Why"), max_length=500, widget=forms.Textarea({"rows": 3}))}


def wait() -> dict[str, forms.Field]:
    """What something waits for, until when, who answers, what covers the place."""
    return {
        "waiting_for": a_word(_("What it waits for"), 200),
        "until_on": a_day(_("Until when")),
        "owner": a_word(_("Who answers for it"), 120),
        "cover": a_word(_("What covers the place"), 120),
    }


def tested() -> dict[str, forms.Field]:
    """What the laboratory said."""
    return {
        "passed": a_choice(
            _("Result"),
            [("yes", pgettext_lazy("test", "passed")), ("no", pgettext_lazy("test", "failed"))],
            widget=forms.RadioSelect,
        ),
        "protocol": a_word(_("Number of the protocol")),
    }


def a_picture() -> forms.FileField:
    """A JPEG as a telephone makes it."""
    return forms.FileField(label=_("Photo"), widget=forms.FileInput(PICTURE))


def paper() -> dict[str, forms.Field]:
    """A paper: what it is, its number, its day, its file."""
    return {
        "kind": a_choice(_("What it is"), [one for one in Paper.KINDS if one[0] != "passport"]),
        "number": a_word(_("Number"), required=False),
        "signed_on": a_day(_("Signed on")),
        "file": forms.FileField(
            label=_("File, PDF or JPEG"), widget=forms.FileInput({"accept": "application/pdf,image/jpeg"})
        ),
    }
