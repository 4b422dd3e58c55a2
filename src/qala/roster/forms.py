"""What a person types about school."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from qala.kernel.clock import today
from qala.people.models import Person
from qala.roster.models import DayKind, DayReason, Pupil, WithdrawalReason
from qala.ui.fields import DayInput

STATES = (("present", _("present")), ("late", _("late")), ("absent", _("absent")))


class DayFilter(forms.Form):
    """Which day a page shows; today unless asked."""

    is_filter = True
    day = forms.DateField(label=_("Day"), required=False, widget=DayInput())

    @property
    def chosen(self) -> date:
        return (self.cleaned_data.get("day") if self.is_valid() else None) or today()


class MarkDayForm(forms.Form):
    """A mark in the school calendar."""

    day = forms.DateField(label=_("Day"), widget=DayInput())
    kind = forms.ChoiceField(label=_("What the day is"), choices=DayKind, initial=DayKind.CLOSED)
    reason = forms.ChoiceField(label=_("Why"), choices=DayReason)
    note = forms.CharField(
        label=_("Note"),
        required=False,
        max_length=300,
        help_text=_("For colleagues. No names of children."),
    )


class CardForm(forms.Form):
    """A card's code, typed or put in by a reader that types."""

    code = forms.CharField(
        label=_("Code of the card"),
        max_length=64,
        help_text=_("Hold the card to a reader that types, or copy the number printed on it."),
        widget=forms.TextInput({"autocomplete": "off", "autofocus": True}),
    )


class WithdrawForm(forms.Form):
    """Why a card fails from today on."""

    reason = forms.ChoiceField(label=_("Why"), choices=WithdrawalReason, widget=forms.RadioSelect)


class TeacherForm(forms.Form):
    """Who leads a class."""

    teacher = forms.ChoiceField(label=_("Class teacher"), required=False)

    def __init__(self, *args: Any, teachers: Sequence[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["teacher"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", _("nobody yet")), *((str(one.pk), one.name.full) for one in teachers)]


class AttendanceForm:
    """One choice for each pupil of a class; whoever is not named makes the list incomplete, and it is refused."""

    def __init__(self, pupils: Sequence[Pupil], told: Any = None, states: dict[int, str] | None = None) -> None:
        self.pupils, self.told, self.states = pupils, told, states or {}

    def rows(self) -> list[dict[str, Any]]:
        """Each pupil with the state now chosen: as sent, as handed in before, else present."""
        return [{"pupil": pupil, "name": f"p{pupil.pk}", "state": self._state(pupil.pk)} for pupil in self.pupils]

    def _state(self, pupil: int) -> str:
        sent = self.told.get(f"p{pupil}") if self.told is not None else None
        known = self.states.get(pupil, "")
        return sent or (known if known in dict(STATES) else "present")

    def lists(self) -> dict[str, list[int]]:
        """The three lists as sent."""
        lists: dict[str, list[int]] = {state: [] for state, _word in STATES}
        for pupil in self.pupils:
            state = self.told.get(f"p{pupil.pk}", "")
            if state in lists:
                lists[state].append(pupil.pk)
        return lists
