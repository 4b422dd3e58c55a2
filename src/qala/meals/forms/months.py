"""Which month a page speaks of."""

from datetime import date
from typing import Any

from django import forms
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from qala.meals.queries.months import known_months


def month_word(month: date) -> str:
    """«November 2026» in the reader's language."""
    return date_format(month, "F Y")


class MonthFilter(forms.Form):
    """One of the months that have meals."""

    is_filter = True
    month = forms.ChoiceField(label=_("Month"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["month"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(f"{month:%Y-%m}", month_word(month)) for month in known_months()]
