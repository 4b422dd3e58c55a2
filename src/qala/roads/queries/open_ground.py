"""Open data of the ground: where works and digs stood on a day, and where a guarantee ran. No person."""

from datetime import date
from typing import Any

from django.db.models import Q, QuerySet

from qala.roads.models import Ground, Warranty
from qala.roads.queries.passport_works import stretch_told, with_state
from qala.roads.rules.cuts import DUG

#: Collections whose features are stretches of works and digs.
GROUND = ("works", "digs", "guarantees")


def grounds(name: str, day: date) -> QuerySet[Ground]:
    """Stretches of a collection as they stood on a day, each with its state (`stood`)."""
    rows = with_state(Ground.objects.select_related("segment__street", "works__warranty", "cut__warranty"), day)
    return rows.filter(_counted(name, day))


def _counted(name: str, day: date) -> Q:
    if name == "works":
        return Q(works__isnull=False) & ~Q(stood="cancelled")
    if name == "digs":
        return Q(cut__isnull=False, stood__in=("permitted", *DUG))
    running = Warranty.objects.filter(begins_on__lte=day, until_on__gte=day).exclude(state="released")
    return Q(works__warranty__in=running) | Q(cut__warranty__in=running)


def ground_told(row: Ground, day: date) -> dict[str, Any]:
    """What is told of one stretch beside its place."""
    told = stretch_told(row, str(vars(row)["stood"]), day)  # `with_state` put it there
    names = ("key", "kind", "state", "contractor", "accepted_on", "warranty_until")
    whole = {name: told[name] or None for name in names}
    return {"about": whole.pop("key"), **whole, "programmed_year": row.works.programmed_year if row.works else None}
