"""What is typed from a paper sheet."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from qala.kernel.clock import today
from qala.meals.forms.supply import DATE
from qala.meals.models import Service
from qala.meals.words import WHY_PAPER
from qala.roster.models import Pupil, SchoolClass


class ClassDayForm(forms.Form):
    """Which class ate when."""

    day = forms.DateField(label=_("Day"), widget=DATE, initial=today)
    school_class = forms.ChoiceField(label=_("Class"))

    def __init__(self, *args: Any, classes: Sequence[SchoolClass], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["school_class"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(str(one.pk), one.title) for one in classes]


class SheetForm(forms.Form):
    """The sheet: number, meal, why it is paper, ticks."""

    number = forms.CharField(label=_("Printed number of the sheet"), max_length=20)
    service = forms.ModelChoiceField(Service.objects.all(), label=_("Service"), empty_label=None)
    why = forms.ChoiceField(label=_("Why on paper"), choices=list(WHY_PAPER.items()), widget=forms.RadioSelect)
    pupils = forms.MultipleChoiceField(label=_("Who ate"), widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args: Any, pupils: Sequence[Pupil], day: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.listed, self.day = {str(one.pk): one for one in pupils}, day
        field = self.fields["pupils"]
        assert isinstance(field, forms.MultipleChoiceField)
        field.choices = [(pk, one.person.name.full) for pk, one in self.listed.items()]

    @property
    def told(self) -> dict[str, Any]:
        """What the action asks for."""
        clean = dict(self.cleaned_data)
        return clean | {"pupils": [self.listed[pk] for pk in clean["pupils"]], "day": self.day}
