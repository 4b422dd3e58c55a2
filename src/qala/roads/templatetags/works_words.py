"""Works and digs of the passport in templates."""

from datetime import date
from typing import Any

from django import template
from django.utils.translation import pgettext_lazy

from qala.roads.models.works import KINDS
from qala.roads.rules.work_words import CUT_WORDS, WORKS_WORDS
from qala.ui.templatetags.ui import day

register = template.Library()
WORDS = {**dict(KINDS), "cut": pgettext_lazy("roads", "dig")}


@register.filter
def works_words(row: dict[str, Any]) -> str:
    """What was done and how it stands, in words."""
    states = CUT_WORDS if row["kind"] == "cut" else WORKS_WORDS
    return f"{WORDS.get(row['kind'], row['kind'])} · {states.get(row['state'], row['state'])}"


@register.filter
def iso_day(text: str) -> str:
    """A day of the passport's data as people read it."""
    return str(day(date.fromisoformat(text)))
