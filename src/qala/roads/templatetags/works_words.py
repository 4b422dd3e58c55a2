"""Works and digs of the passport in templates."""

from datetime import date
from typing import Any

from django import template
from django.urls import reverse
from django.utils.translation import pgettext_lazy

from qala.roads.models.works import KINDS
from qala.roads.rules.condition_words import GRADE_WORDS, METHOD_WORDS, PROCEDURE_WORDS
from qala.roads.rules.work_words import CUT_WORDS, WORKS_WORDS
from qala.roads.words import SIDES
from qala.ui.templatetags.ui import day

register = template.Library()
WORDS = {**dict(KINDS), "cut": pgettext_lazy("roads", "dig")}


@register.filter
def works_words(row: dict[str, Any]) -> str:
    """What was done and how it stands, in words."""
    states = CUT_WORDS if row["kind"] == "cut" else WORKS_WORDS
    return f"{WORDS.get(row['kind'], row['kind'])} · {states.get(row['state'], row['state'])}"


TONES = {
    "need": "quiet", "candidate": "quiet", "cancelled": "quiet", "withdrawn": "quiet", "rejected": "quiet",
    "released": "quiet", "in_work": "act", "suspended": "attention", "accepted": "confirmed", "inspected": "confirmed",
    "mended": "confirmed", "running": "confirmed", "fixed": "confirmed", "opened": "attention",
    "temporary_cover": "attention", "claimed": "harm", "disputed": "harm", "confirmed": "attention",
    "survey_due": "attention",
}  # fmt: skip


@register.filter
def case_tone(thing: Any) -> str:
    """The tone of a state of works, digs, guarantees and defects."""
    return TONES.get(thing.state, "wait")


@register.filter
def case_address(row: dict[str, Any]) -> str:
    """The public page of works or of a dig, by its key."""
    label, _colon, pk = row["key"].partition(":")
    return reverse("roads:work" if label == "roads.works" else "roads:dig", args=[pk])


@register.filter
def graded(slug: str) -> Any:
    """A grade of condition in words."""
    return GRADE_WORDS.get(slug, slug)


@register.filter
def rated_how(slug: str) -> Any:
    """A procedure of rating in words."""
    return PROCEDURE_WORDS.get(slug, slug)


@register.filter
def forecast_how(slug: str) -> Any:
    """How a forecast of condition was made, in words."""
    return METHOD_WORDS.get(slug, slug)


@register.filter
def side(slug: str) -> Any:
    """A side of the street in words."""
    return SIDES.get(slug, slug)


@register.filter
def iso_day(text: str) -> str:
    """A day of the passport's data as people read it."""
    return str(day(date.fromisoformat(text)))
