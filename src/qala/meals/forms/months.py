"""Which month a page speaks of."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from qala.meals.queries.months import known_months
from qala.ui.speech import month_words


def month_word(month: date) -> str:
    """«November 2026» in the reader's language."""
    return month_words(month, (get_language() or "kk")[:2])


class MonthFilter(forms.Form):
    """One of the months that have meals."""

    is_filter = True
    month = forms.ChoiceField(label=_("Month"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["month"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(f"{month:%Y-%m}", month_word(month)) for month in known_months()]
