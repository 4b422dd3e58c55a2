"""Who may ask for a plan, and who may put it in force."""

from qala.kernel.actors import Actor, Job
from qala.people.queries import roles_of
from qala.planning.models import Plan

PLANNERS = frozenset({"road_engineer"})
ADOPTERS = frozenset({"road_director"})


def may_ask(by: Actor | None) -> bool:
    """The engineers who plan."""
    return bool(PLANNERS & roles_of(by))


def may_keep(by: Actor) -> bool:
    """The job that solves, or the engineer who solves at once."""
    return isinstance(by, Job) or may_ask(by)


def may_adopt(by: Actor | None, plan: Plan) -> bool:
    """The head of the office, and never the one who asked for it."""
    return by is not None and bool(ADOPTERS & roles_of(by)) and by.actor_key != plan.asked_by


def may_set_aside(by: Actor | None, plan: Plan) -> bool:
    """Planners and adopters, as long as it is not in force."""
    return bool((PLANNERS | ADOPTERS) & roles_of(by)) and "set_aside" in plan.WORKFLOW.verbs(plan.state)


def may_read_drafts(by: Actor | None) -> bool:
    """What is not adopted yet is seen by planners, adopters and auditors."""
    return bool((PLANNERS | ADOPTERS | {"auditor"}) & roles_of(by))
