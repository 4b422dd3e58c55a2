"""What stands in the way of a dig, in words, with the way to each."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _

from qala.kernel.keys import split_key
from qala.roads.models import Cut, CutConflict
from qala.roads.queries.names import colleagues
from qala.roads.rules.cuts import Conflict

OBSTACLES = dict(CutConflict.OBSTACLES)


@dataclass(frozen=True, slots=True)
class Told:
    """One obstacle: what, about which work or dig, until when; who took it upon themselves and why."""

    words: str
    about: str
    address: str
    until: date | None
    by: str = ""
    reason: str = ""


def told_conflicts(found: Iterable[Conflict]) -> list[Told]:
    """Obstacles as they stand in the way today."""
    return [Told(str(OBSTACLES[one.obstacle.value]), *_way(one.about), one.until) for one in found]


def listed(cut: Cut) -> list[Told]:
    """Obstacles that the check wrote down."""
    rows = list(cut.conflicts.all())
    names = colleagues({row.overridden_by for row in rows})
    return [
        Told(
            str(row.get_obstacle_display()), *_way(row.about), row.until_on,
            names.get(row.overridden_by, row.overridden_by), row.override_reason,
        )
        for row in rows
    ]  # fmt: skip


def _way(about: str) -> tuple[str, str]:
    """What a key names and its page; a request to other operators names no object."""
    label, pk = split_key(about) if ":" in about else ("", "")
    if label == "roads.works":
        return _("works № %(number)s") % {"number": pk}, reverse("roads:work", args=[pk])
    if label == "roads.cut":
        return _("dig № %(number)s") % {"number": pk}, reverse("roads:dig", args=[pk])
    if label == "planning.plan":
        return _("the programme in force"), reverse("roads:programme")
    return "", ""
