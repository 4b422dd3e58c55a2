"""A stretch of a street as a person tells it: a segment, metres from its start, a side."""

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from qala.places.models import PositionFields, Segment, Street
from qala.places.rules.position import Position, UnlawfulPositionError
from qala.roads.forms.asked import a_choice, metres_of

WHOLE = "whole"


class StretchForm(forms.Form):
    """One stretch of a street, or the whole of it; more fields may stand before."""

    def __init__(
        self, *args: Any, street: Street, before: dict[str, forms.Field], whole: bool = False, **more: Any
    ) -> None:
        super().__init__(*args, **more)
        self.segments = list(Segment.objects.present().filter(street=street).order_by("order", "pk"))
        choices: list[tuple[str, Any]] = [(str(one.pk), _told(one)) for one in self.segments]
        if whole and len(choices) > 1:
            choices.insert(0, (WHOLE, _("the whole street")))
        self.fields.update(before)
        self.fields["segment"] = a_choice(_("Segment"), choices)
        self.fields["from_m"] = metres_of(
            _("From, m"), min_value=0, required=False, help_text=_("Empty: from end to end.")
        )
        self.fields["to_m"] = metres_of(_("To, m"), min_value=0, required=False)
        self.fields["side"] = a_choice(_("Side"), PositionFields.SIDES, initial="both")

    def clean(self) -> dict[str, Any]:
        """The stretches that were told stand under `places`."""
        told = super().clean() or {}
        if self.errors:
            return told
        try:
            told["places"] = self._places(told)
        except UnlawfulPositionError:
            self.add_error("to_m", _("The stretch ends before it begins."))
        return told

    def _places(self, told: dict[str, Any]) -> list[Position]:
        chosen = [one for one in self.segments if told["segment"] in {WHOLE, str(one.pk)}]
        if told["segment"] == WHOLE:
            return [Position(one.pk, Decimal(0), one.measured_length_m, told["side"]) for one in chosen]
        one = chosen[0]
        from_m, to_m = told["from_m"] or Decimal(0), told["to_m"]
        to_m = one.measured_length_m if to_m is None else to_m
        if to_m > one.measured_length_m:
            self.add_error("to_m", _("The segment is %(length)s m long.") % {"length": one.measured_length_m})
        return [Position(one.pk, from_m, to_m, told["side"])]


def _told(one: Segment) -> Any:
    return _("№ %(order)s, %(length)s m") % {"order": one.order, "length": one.measured_length_m}
