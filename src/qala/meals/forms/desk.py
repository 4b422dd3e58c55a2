"""What staff type: a reason, the days of a filter, the children of a list."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from qala.kernel.clock import today
from qala.meals.models import Voucher
from qala.meals.rules.bases import CONTESTS, ENDINGS, PAUSES, REMOVALS, TAKEN_BACK
from qala.meals.words import REASON_WORDS
from qala.roster.models import Pupil
from qala.ui.fields import DayInput


class ReasonForm(forms.Form):
    """Why."""

    reason = forms.CharField(label=_("Why"), max_length=300)


class RemovalForm(forms.Form):
    """Why a child leaves the month's list: a known reason, never free words about a child."""

    reasons: Sequence[str] = REMOVALS
    reason = forms.ChoiceField(label=_("Why"), widget=forms.RadioSelect)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["reason"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(one, REASON_WORDS[one]) for one in self.reasons]


class PauseForm(RemovalForm):
    """Why a voucher rests."""

    reasons = PAUSES


class EndForm(RemovalForm):
    """Why a voucher ends."""

    reasons = ENDINGS


class ContestForm(RemovalForm):
    """Why the school says that a meal should not count."""

    reasons = CONTESTS


class TakeBackForm(RemovalForm):
    """Why the department takes a meal back."""

    reasons = TAKEN_BACK


class DayFilter(forms.Form):
    """Which day a page speaks of."""

    is_filter = True
    day = forms.DateField(label=_("Day"), required=False, widget=DayInput())

    @property
    def chosen(self) -> date:
        named = self.cleaned_data.get("day") if self.is_bound and self.is_valid() else None
        return named or today()


class PaperForm(forms.Form):
    """Children whose signed sheets lie at the school."""

    vouchers = forms.MultipleChoiceField(
        label=_("Signed sheets lie at the school for"), widget=forms.CheckboxSelectMultiple, required=False
    )

    def __init__(self, *args: Any, waiting: Sequence[Voucher], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["vouchers"]
        assert isinstance(field, forms.MultipleChoiceField)
        field.choices = [(str(row.pk), row.pupil.person.name.full) for row in waiting]


class ChildForm(forms.Form):
    """Which child was fed on trust."""

    pupil = forms.ChoiceField(label=_("Which child was it?"), required=False)

    def __init__(self, *args: Any, pupils: Sequence[Pupil], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["pupil"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", "—"), *((str(one.pk), one.person.name.full) for one in pupils)]
