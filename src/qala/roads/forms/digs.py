"""What a dig's request and its verbs ask."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from qala.kernel.clock import today
from qala.roads.forms.asked import a_choice, a_day, a_picture, a_word, metres_of, why
from qala.roads.models import Cut
from qala.roads.queries.names import body_called

Fields = dict[str, forms.Field]


def request(operators: list[tuple[str, str]]) -> Fields:
    """Who digs, what for, how much, when."""
    return {
        "operator": a_choice(_("Operator of the line"), operators),
        "purpose": a_word(_("What for"), 200, help_text=_("Everybody reads this: no names, no telephones.")),
        "area_m2": metres_of(_("Area to open, m²"), max_digits=8, decimal_places=1),
        "from_on": a_day(_("First day"), initial=today),
        "until_on": a_day(_("Last day")),
    }


def override(cut: Cut) -> Fields:
    """Which conflict somebody takes upon themselves, and why."""
    left = [(one.pk, one.get_obstacle_display()) for one in cut.conflicts.all() if not one.overridden_by]
    return {"conflict": a_choice(_("Which conflict"), left), **why()}


def permit(cut: Cut) -> Fields:
    """The permit and who answers for the place."""
    return {
        "permit": a_word(_("Number of the permit")),
        "guarantor": a_word(_("Guarantor"), 120, initial=body_called(cut.operator)),
    }


def cover(_cut: Cut) -> Fields:
    """Until when a temporary cover lies."""
    return {"until": a_day(_("The permanent cover is laid by"), required=False)}


def picture(_cut: Any) -> Fields:
    """A photo of the dig."""
    return {"photo": a_picture(), "taken_on": a_day(_("Taken on"), initial=today)}
