"""Questions about plans."""

import gzip
from collections.abc import Iterable

from qala.planning.models import Choice, Plan


def adopted_plan(kind: str) -> Plan | None:
    """The plan of this kind in force."""
    return Plan.objects.of(kind).adopted().first()


def document_of(plan: Plan) -> bytes:
    """The published document, as the checker reads it."""
    return gzip.decompress(bytes(plan.document.packed))


def steps_for(kind: str, groups: Iterable[str]) -> list[Choice]:
    """What the plan in force does to these groups, in the order of years."""
    return list(Choice.objects.filter(plan__kind=kind, plan__state="adopted", group__in=list(groups)))


def moved(before: Plan, after: Plan) -> dict[str, tuple[list[tuple[int, str]], list[tuple[int, str]]]]:
    """Groups whose steps differ between two plans, with their steps (year, option) in each."""
    told: dict[str, tuple[list[tuple[int, str]], list[tuple[int, str]]]] = {}
    for place, plan in enumerate((before, after)):
        for group, year, option in plan.choices.values_list("group", "year", "option"):
            told.setdefault(group, ([], []))[place].append((year, option))
    return {group: steps for group, steps in told.items() if steps[0] != steps[1]}
