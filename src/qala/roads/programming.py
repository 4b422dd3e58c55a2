"""Solving a programme: outside of a transaction, then one action keeps what came out."""

import logging
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import date
from fractions import Fraction
from time import monotonic
from typing import Any

import numpy as np
from django.db import OperationalError

from qala.kernel.actors import Job
from qala.kernel.keys import row_number, split_key
from qala.kernel.refusals import Refusal
from qala.planning.actions import Shown, Step, fail, keep
from qala.planning.models import Plan
from qala.planning.progress import SetAsideError, noting
from qala.planning.rules.conflicts import irreducible, smallest
from qala.planning.rules.dual import shortfall
from qala.planning.rules.model import Model, UnsoundModelError
from qala.planning.rules.rivals import by_worth_per_cost
from qala.planning.rules.solving import Answer, Effort, NoPlanError, met_whole, solve
from qala.planning.rules.stages import COLUMNS, CONFLICT, Stage, Tell, silent
from qala.roads.queries.groups import groups_of
from qala.roads.queries.network import Network, programme_for
from qala.roads.rules.asked import Asked, UnsoundAskingError, asked_of
from qala.roads.rules.outlook import Outlook, outlook, steps_of
from qala.roads.rules.practices import worst_first
from qala.roads.rules.programme import Programme, Written, written
from qala.roads.rules.published import document
from qala.roads.rules.reasons import reasons
from qala.roads.rules.terms import terms_on

log = logging.getLogger(__name__)

SOLVER = Job("roads.programme")
EFFORT = Effort(seconds=60.0, whole_seconds=15.0)
CONFLICT_SECONDS, WHOLE_SECONDS = 120.0, 10.0
"""So long a contradiction of whole columns, then the smallest one, is looked for; so long at each set of demands."""
PLENTY = 10**15
"""Tiyn: more than all roads cost."""


def reckon(plan: Plan) -> Plan:
    """Solve a programme when its turn has come. What breaks off is told on its page, and stops no other programme."""
    try:
        return solve_programme(plan)
    except OperationalError:
        raise  # The database is away: the next turn begins this one again.
    except Exception as trouble:
        log.exception("Programme %s broke off", plan.pk)
        return fail(by=SOLVER, plan=plan, conflict=[f"broken:{type(trouble).__name__}"])


def solve_programme(plan: Plan, effort: Effort = EFFORT) -> Plan:
    """Build the model of what was asked, solve it and keep it; or keep what contradicts itself.

    Set aside meanwhile, it is left as it is.
    """
    try:
        return _solved(plan, effort, noting(plan))
    except UnsoundAskingError as trouble:
        return fail(by=SOLVER, plan=plan, conflict=[f"unsound:{trouble.field}"])
    except (SetAsideError, Refusal):
        plan.refresh_from_db()
        if plan.state == "asked":
            raise
        return plan


def _solved(plan: Plan, effort: Effort, tell: Tell) -> Plan:
    began = monotonic()
    tell(Stage(COLUMNS))
    asked = asked_of(plan.asked)
    terms = terms_on(date(asked.horizon.start, 1, 1))
    programme, network = programme_for(asked, terms)
    if unplanned := strangers(asked, programme):
        return fail(by=SOLVER, plan=plan, conflict=unplanned)
    try:
        model = written(programme)
        answer = solve(model.model, effort, tell)
    except (NoPlanError, UnsoundModelError):
        return fail(by=SOLVER, plan=plan, conflict=contradiction(programme, tell))
    published = document(programme, model, answer.chosen, answer.value, answer.certificate) | {"terms": terms.told()}
    shown = Shown(
        document=published,
        steps=spelled(programme, model, answer),
        weighed={key: why.told() for key, why in reasons(programme, model, answer.chosen, answer.certificate)},
        told=told(programme, network, model, answer)
        | {"terms": terms.told() | {"treatments": published["treatments"]}},
        seconds=round(monotonic() - began, 2),
    )  # fmt: skip
    return keep(by=SOLVER, plan=plan, model=model.model, answer=answer, shown=shown)


def spelled(programme: Programme, plan: Written, answer: Answer) -> list[Step]:
    """The steps taken, as rows."""
    start = programme.horizon.start
    return [
        (road.key, start + year, plan.ways[way].treatment.key, plan.ways[way].source,
         plan.ways[way].prices[year] * road.area)
        for road, steps in zip(programme.roads, steps_of(plan, answer.chosen), strict=True)
        for year, way in steps
    ]  # fmt: skip


def told(programme: Programme, network: Network, plan: Written, answer: Answer) -> dict[str, Any]:
    """What the pages show beside the plan: the outlook with it, without any, and as a list sorted by condition."""
    model = plan.model
    by_list, by_greed = worst_first(programme, plan), by_worth_per_cost(model)
    nothing = [()] * len(programme.roads)
    return {
        "roads": len(programme.roads), "metres": sum(road.length for road in programme.roads),
        "left_out": dict(network.left_out), "under_way": network.under_way, "columns": len(model.value),
        "outlook": drawn(outlook(programme, steps_of(plan, answer.chosen), plan.ways)),
        "nothing": drawn(outlook(programme, nothing, plan.ways)),
        "worst_first": drawn(outlook(programme, steps_of(plan, by_list), plan.ways)) | worth(model, by_list, answer),
        "greedy": worth(model, by_greed, answer),
    }  # fmt: skip


def drawn(course: Outlook) -> dict[str, Any]:
    """An outlook as JSON."""
    return {
        "condition": list(course.condition), "backlog": list(course.backlog), "districts": dict(course.districts)
    }  # fmt: skip


def worth(model: Any, chosen: np.ndarray, answer: Answer) -> dict[str, Any]:
    """What another way of choosing gives, and the share of our bound it misses."""
    value = model.worth(chosen)
    missed = float(1 - Fraction(value) / answer.certificate.bound) if answer.certificate.bound > 0 else 0.0
    return {"value": value, "gap": round(missed, 6), "steps": int((chosen != model.start[:-1]).sum())}


def strangers(asked: Asked, programme: Programme) -> list[str]:
    """Repairs fixed on stretches that cannot be planned: unpaved, or never surveyed."""
    planned = {road.key for road in programme.roads}
    missed = [one.key for one in asked.wishes if one.fixed and one.key not in planned]
    lines = groups_of(row_number(split_key(key)[1]) for key in planned) if missed else {}
    known = {group for line in lines.values() for group in line}
    return [f"unplanned:{key}" for key in missed if key not in known]


def contradiction(programme: Programme, tell: Tell = silent) -> Sequence[str]:
    """Budgets, promises and commitments that cannot be met together, none of which can be left out.

    First asked of shares of columns; where these meet all, of whole ones. Then the fewest such demands are looked for,
    of whole columns, until the time is over.
    """
    committed = [road.key for road in programme.roads if road.committed]
    try:
        freed(programme, set(committed))
    except UnsoundModelError as stranded:
        return stranded.groups[:1]
    demands = [one.key for one in programme.budgets] + [one.key for one in programme.promises] + committed
    until = monotonic() + CONFLICT_SECONDS

    def by_shares(kept: Sequence[str]) -> bool:
        tell(Stage(CONFLICT))
        return not shortfall(freed(programme, set(kept))).any()

    def whole(kept: Sequence[str]) -> bool:
        tell(Stage(CONFLICT))
        if monotonic() > until:
            raise TimeoutError
        return met_whole(freed(programme, set(kept)), WHOLE_SECONDS)

    found = irreducible(demands, by_shares)
    with suppress(TimeoutError):
        found = smallest(demands, found or irreducible(demands, whole), whole, until)
    return found


def freed(programme: Programme, kept: set[str]) -> Model:
    """The model with these demands only; budgets that are not among them have all the money there is."""
    budgets = tuple(one if one.key in kept else replace(one, tiyn=PLENTY) for one in programme.budgets)
    promises = tuple(one for one in programme.promises if one.key in kept)
    roads = tuple(one if one.key in kept else replace(one, committed=()) for one in programme.roads)
    return written(replace(programme, budgets=budgets, promises=promises, roads=roads)).model
