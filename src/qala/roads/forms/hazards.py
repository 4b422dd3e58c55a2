"""What is told of a dangerous place."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from qala.kernel.clock import local, now
from qala.roads.forms.asked import a_word


def _now() -> str:
    return f"{local(now()):%Y-%m-%dT%H:%M}"


def _hour(label: Any, **more: Any) -> forms.DateTimeField:
    shown = forms.DateTimeInput({"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
    return forms.DateTimeField(label=label, widget=shown, input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M"], **more)


def danger() -> dict[str, forms.Field]:
    """What, seen and fenced when, whose it is, mended by when."""
    return {
        "about": a_word(_("What is dangerous"), 300, help_text=_("Everybody reads this: no names, no telephones.")),
        "seen_at": _hour(_("Seen"), initial=_now),
        "fenced_at": _hour(_("Fenced"), required=False),
        "owner": a_word(_("Who answers for it"), 120, required=False),
        "due_at": _hour(_("Mended by"), required=False),
    }
