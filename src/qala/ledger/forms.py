"""Which days a reader of the books asks for."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from qala.kernel.clock import today


class SpanFilter(forms.Form):
    """Two days, both in; empty ones mean this month until today."""

    is_filter = True
    since = forms.DateField(label=_("First day"), required=False, widget=forms.DateInput(attrs={"type": "date"}))
    until = forms.DateField(label=_("Last day"), required=False, widget=forms.DateInput(attrs={"type": "date"}))

    @property
    def span(self) -> tuple[date, date]:
        """The days asked for, in order; nonsense is read as this month."""
        given: dict[str, Any] = self.cleaned_data if self.is_valid() else {}
        until = given.get("until") or today()
        since = given.get("since") or until.replace(day=1)
        return (since, until) if since <= until else (until, since)
