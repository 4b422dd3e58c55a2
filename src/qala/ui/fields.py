"""What the forms of all desks share: a day, an hour, a refusal beside the field it speaks of."""

from collections.abc import Callable
from typing import Any

from django import forms

from qala.kernel.refusals import Forbidden, Refusal


class DayInput(forms.DateInput):
    """The browser's own calendar; by hand it is 2026-11-23."""

    input_type = "date"

    def __init__(self, **options: Any) -> None:
        super().__init__(format="%Y-%m-%d", **options)


class HourInput(forms.TimeInput):
    """The browser's own clock; by hand it is 09:30."""

    input_type = "time"

    def __init__(self, **options: Any) -> None:
        super().__init__(format="%H:%M", **options)


def show_refusal(form: forms.BaseForm, refusal: Refusal, place_of: Callable[[str], str] = str) -> None:
    """Show a refusal beside the fields it speaks of, or above all; what was typed stays.

    `place_of` names the form's field for an action's, where they differ. Who may not do it at all has nothing to
    correct in a form: Forbidden goes on to its own page.
    """
    if isinstance(refusal, Forbidden):
        raise refusal
    placed = {place_of(name): str(reason) for name, reason in refusal.fields.items()}
    beside = {name: reason for name, reason in placed.items() if name in form.fields}
    for name, reason in beside.items():
        form.add_error(name, reason)
    if not beside:
        form.add_error(None, str(refusal.reason))
