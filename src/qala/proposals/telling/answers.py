"""Signed answers as they were told: plan, redate, explain, refuse, forward, come back, withdraw."""

from collections.abc import Callable
from datetime import date
from typing import Any

from qala.kernel.clock import local
from qala.kernel.translated import Translated
from qala.proposals.models import Decision, Plan
from qala.proposals.rules.clock import EventKind
from qala.proposals.rules.history import Told, insist
from qala.proposals.rules.outcomes import GROUND_SLUGS
from qala.proposals.rules.promises import latest_day
from qala.proposals.telling.case import Case


def translation_of(reason: Translated, language: str) -> dict[str, str]:
    return {code: "original" if code == language else "translated" for code in reason.as_dict()}


def _decide(case: Case, told: Told, kind: str, **fields: Any) -> None:
    reason = Translated.of(told.facts["reason"])
    case.rows.add(
        Decision(
            proposal=case.proposal,
            kind=kind,
            reason=reason,
            translation=translation_of(reason, case.language),
            signed_by=told.by,
            signed_at=told.at,
            **fields,
        )
    )


def _answered(case: Case, told: Told, kind: EventKind = EventKind.ANSWERED) -> None:
    if kind is EventKind.ANSWERED:
        case.proposal.answered_at = case.proposal.answered_at or told.at
    case.happened(kind, told.at)


def _stand(case: Case, told: Told) -> None:
    """The new plan stands, the earlier ones stay readable."""
    facts = told.facts
    due_on: date | None = facts.get("due_on")
    review_on: date | None = facts.get("review_on")
    day = due_on or review_on
    said_on = local(told.at).date()
    insist(day is not None and day >= said_on, "a promise names a day that was still to come")
    insist(day is None or day <= latest_day(said_on), "nobody answers for a day so far off")
    insist(not due_on or (facts.get("money_source") and facts.get("place")), "a funded promise names money and place")
    if case.plan is not None:
        case.plan.replaced_at = told.at
    case.plan = Plan(
        proposal=case.proposal,
        owner=case.known.departments[facts["owner"]],
        due_on=due_on,
        money_source=facts.get("money_source", ""),
        place=facts.get("place", ""),
        unfunded=due_on is None,
        review_on=None if due_on else review_on,
        reason=Translated.of(facts["reason"]),
        made_at=told.at,
    )
    case.rows.add(case.plan)
    case.proposal.promised_on = day


def _plan(case: Case, told: Told) -> None:
    _decide(case, told, Decision.Kind.SATISFIED)
    _stand(case, told)
    _answered(case, told)
    case.proposal.department = case.known.departments[told.facts["owner"]]
    case.step(told)


def _redate(case: Case, told: Told) -> None:
    _stand(case, told)
    case.step(told)


def _explain(case: Case, told: Told) -> None:
    _decide(case, told, Decision.Kind.EXPLAINED)
    _answered(case, told)
    case.proposal.closed_at = told.at
    case.step(told)


def _refuse(case: Case, told: Told) -> None:
    insist(told.facts.get("ground") in GROUND_SLUGS, "a refusal names a ground of the list")
    _decide(case, told, Decision.Kind.REFUSED, ground=told.facts["ground"])
    _answered(case, told)
    case.proposal.closed_at = told.at
    case.step(told)


def _forward(case: Case, told: Told) -> None:
    insist(told.facts.get("to"), "a forwarded case names its new owner")
    number = told.facts.get("their_number", "")
    _decide(case, told, Decision.Kind.REDIRECTED, forwarded_to=told.facts["to"], their_number=number)
    _answered(case, told, EventKind.FORWARDED)
    case.proposal.closed_at = told.at
    case.step(told)


def _come_back(case: Case, told: Told) -> None:
    case.proposal.closed_at, case.proposal.department = None, None
    case.happened(EventKind.CAME_BACK, told.at)
    case.step(told)


def _withdraw(case: Case, told: Told) -> None:
    _decide(case, told, Decision.Kind.TERMINATED)
    _answered(case, told)
    case.proposal.closed_at = told.at
    case.step(told)


TELL: dict[str, Callable[[Case, Told], None]] = {
    "plan": _plan,
    "redate": _redate,
    "explain": _explain,
    "refuse": _refuse,
    "forward": _forward,
    "come_back": _come_back,
    "withdraw": _withdraw,
}
