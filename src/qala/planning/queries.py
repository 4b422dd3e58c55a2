"""Questions about plans."""

import gzip
from collections.abc import Iterable
from typing import Any

from qala.kernel.actors import Actor
from qala.planning.models import Plan
from qala.planning.policies import may_adopt, may_ask, may_read_drafts, may_set_aside


def verbs_open_to(by: Actor | None, plan: Plan) -> tuple[str, ...]:
    """The steps this person may take with a plan now."""
    allowed = {"adopt": may_adopt, "set_aside": may_set_aside}
    return tuple(verb for verb in plan.WORKFLOW.verbs(plan.state) if verb in allowed and allowed[verb](by, plan))


def is_planner(by: Actor | None) -> bool:
    """Whether this person asks for plans."""
    return may_ask(by)


def reads_drafts(by: Actor | None) -> bool:
    """Whether this person sees plans that are not in force."""
    return may_read_drafts(by)


def adopted_plan(kind: str) -> Plan | None:
    """The plan of this kind in force."""
    return Plan.objects.of(kind).adopted().first()


def document_of(plan: Plan) -> bytes:
    """The published document, as the checker reads it."""
    return gzip.decompress(bytes(plan.document.packed))


def weighed_for(plan: Plan, groups: Iterable[str]) -> dict[str, Any]:
    """What the plan weighed for these groups."""
    return dict(plan.weighings.filter(group__in=list(groups)).values_list("group", "told"))


def moved(before: Plan, after: Plan, years: Iterable[int]) -> dict[str, tuple[list[tuple[int, str]], ...]]:
    """Groups whose steps of these years differ between two plans, with their steps (year, option) in each."""
    told: dict[str, tuple[list[tuple[int, str]], ...]] = {}
    for place, plan in enumerate((before, after)):
        rows = plan.choices.filter(year__in=list(years))
        for group, year, option in rows.values_list("group", "year", "option"):
            told.setdefault(group, ([], []))[place].append((year, option))
    return {group: steps for group, steps in told.items() if steps[0] != steps[1]}
