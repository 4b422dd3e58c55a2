"""Every change of a plan: allow, change, record, return. What is kept was proved again, without the solver."""

import gzip
import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _
from rfc8785 import dumps

from qala.journal.log import record
from qala.kernel.actors import Actor
from qala.kernel.clock import now
from qala.kernel.refusals import Refusal, require
from qala.people.rules import clean_text
from qala.planning.models import Choice, Limit, Plan, PlanDocument, Weighing
from qala.planning.objections import objection_to
from qala.planning.policies import may_adopt, may_ask, may_keep, may_set_aside
from qala.planning.rules.model import Model
from qala.planning.rules.proof import UnsoundPlanError, check
from qala.planning.rules.solving import Answer

WORKFLOW = Plan.WORKFLOW
Step = tuple[str, int, str, str, int]
"""Group, calendar year, option, source, tiyn."""


@dataclass(frozen=True, slots=True)
class Shown:
    """What the part above tells of a solved plan: its document, the steps, what was weighed by group, and figures.

    ``seconds``: how long it took to find.
    """

    document: Mapping[str, Any]
    steps: Sequence[Step]
    weighed: Mapping[str, Any] = field(default_factory=dict)
    told: Mapping[str, Any] = field(default_factory=dict)
    seconds: float = 0.0


@transaction.atomic
def ask(*, by: Actor, kind: str, title: str, asked: dict[str, Any]) -> Plan:
    """Write down what is to be planned; a job solves it."""
    require(may_ask(by))
    if not title.strip():
        raise Refusal(_("Give the plan a name."), fields={"title": _("Give the plan a name.")})
    plan = Plan(kind=kind, title=title.strip(), asked=asked, asked_by=by.actor_key, asked_at=now())
    plan.save(force_insert=True)
    record(by, "planning.plan.asked", plan, kind=kind)
    return plan


@transaction.atomic
def keep(*, by: Actor, plan: Plan, model: Model, answer: Answer, shown: Shown) -> Plan:
    """Keep a solved plan with its proof. Refuses one whose limits, value or bound do not hold."""
    require(may_keep(by))
    try:
        check(model, answer.chosen, answer.value, answer.certificate)
    except UnsoundPlanError as why:
        raise Refusal(_("The plan does not hold and was not kept: %(why)s.") % {"why": why}) from why
    text = dumps(shown.document)
    _move(plan, "solve")
    plan.value, plan.late, plan.seconds, plan.told = answer.value, answer.late, shown.seconds, dict(shown.told)
    plan.bound, plan.bound_per = _scaled(answer)
    plan.sha256, plan.solved_at, plan.progress = hashlib.sha256(text).hexdigest(), now(), ""
    plan.save()
    PlanDocument.objects.create(plan=plan, packed=gzip.compress(text, mtime=0))
    _write(plan, shown)
    Limit.objects.bulk_create(_limits(plan, model, answer))
    record(by, "planning.plan.solved", plan, value=answer.value, sha256=plan.sha256)
    return plan


@transaction.atomic
def fail(*, by: Actor, plan: Plan, conflict: Sequence[str]) -> Plan:
    """Say which demands contradict each other; nothing else changes."""
    require(may_keep(by))
    _move(plan, "fail")
    plan.conflict, plan.progress = list(conflict), ""
    plan.save(update_fields=["state", "conflict", "progress"])
    record(by, "planning.plan.failed", plan, conflict=list(conflict))
    return plan


@transaction.atomic
def adopt(*, by: Actor, plan: Plan, reason: str) -> Plan:
    """Put a plan in force; the one before it is replaced. The log tells everybody the fingerprint of its document.

    Refused while the part that built it objects: what it was built on has changed.
    """
    require(may_adopt(by, plan))
    if not (words := clean_text(reason)):
        raise Refusal(_("Say why this plan is adopted."), fields={"reason": _("Say why this plan is adopted.")})
    if why := objection_to(plan):
        raise Refusal(why, code="stale_plan")
    for before in Plan.objects.of(plan.kind).adopted():
        _move(before, "replace")
        before.save(update_fields=["state"])
    _move(plan, "adopt")
    plan.adopted_by, plan.adopted_at, plan.reason = by.actor_key, now(), words
    plan.save(update_fields=["state", "adopted_by", "adopted_at", "reason"])
    record(by, "planning.plan.adopted", plan, value=plan.value, published=plan.sha256)
    return plan


@transaction.atomic
def set_aside(*, by: Actor, plan: Plan) -> Plan:
    """Take a plan that is not in force from the table."""
    require(may_set_aside(by, plan))
    _move(plan, "set_aside")
    plan.save(update_fields=["state"])
    record(by, "planning.plan.set_aside", plan)
    return plan


def _move(plan: Plan, verb: str) -> None:
    """To the next state from where the row stands now, under its lock: another hand may have been quicker."""
    plan.state = WORKFLOW.after(Plan.objects.select_for_update().get(pk=plan.pk).state, verb)


def _write(plan: Plan, shown: Shown) -> None:
    """The steps as rows, and beside them what was weighed for each group."""
    steps = [
        Choice(plan=plan, group=group, year=year, option=option, source=source, tiyn=tiyn)
        for group, year, option, source, tiyn in shown.steps
    ]
    Choice.objects.bulk_create(steps, batch_size=2_000)
    weighed = [Weighing(plan=plan, group=group, told=told) for group, told in shown.weighed.items()]
    Weighing.objects.bulk_create(weighed, batch_size=2_000)


def _scaled(answer: Answer) -> tuple[int, int]:
    """The bound over the prices' own denominator."""
    proof = answer.certificate
    return int(proof.bound * proof.per), proof.per


def _limits(plan: Plan, model: Model, answer: Answer) -> list[Limit]:
    """The shared limits with what is used of them and their prices."""
    used = model.charged(answer.chosen).tolist()
    return [
        Limit(plan=plan, key=row.key, sense=str(row.sense), limit=row.limit, used=taken, price=price)
        for row, taken, price in zip(model.rows, used, answer.certificate.prices, strict=True)
    ]
