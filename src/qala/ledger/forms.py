"""Which days a reader of the books asks for."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from qala.kernel.clock import today
from qala.ui.fields import DayInput


class SpanFilter(forms.Form):
    """Two days, both in; empty ones mean this month until today."""

    is_filter = True
    since = forms.DateField(label=_("First day"), required=False, widget=DayInput())
    until = forms.DateField(label=_("Last day"), required=False, widget=DayInput())

    @property
    def span(self) -> tuple[date, date]:
        """The days asked for, in order; nonsense is read as this month."""
        given: dict[str, Any] = self.cleaned_data if self.is_valid() else {}
        until = given.get("until") or today()
        since = given.get("since") or until.replace(day=1)
        return (since, until) if since <= until else (until, since)

    @property
    def shown(self) -> tuple[date, date]:
        """The same days, written into the empty fields: a reader sees what is asked."""
        self.initial["since"], self.initial["until"] = self.span
        return self.span
