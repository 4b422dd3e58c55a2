"""What stands against putting a plan in force: known to the part that built it, because planning knows no ground."""

from collections.abc import Callable

from qala.planning.models import Plan

Objection = Callable[[Plan], str]
"""Why a plan must not be put in force as it is, in the reader's language; nothing where it may."""

_KNOWN: dict[str, Objection] = {}


def objects_to(kind: str) -> Callable[[Objection], Objection]:
    """Let a function be asked about the plans of one kind before they are adopted; said in `apps.ready()`."""

    def known(objection: Objection) -> Objection:
        _KNOWN[kind] = objection
        return objection

    return known


def objection_to(plan: Plan) -> str:
    """Why a plan must not be put in force as it is; nothing where it may."""
    return _KNOWN[plan.kind](plan) if plan.kind in _KNOWN else ""
