"""What each verb leaves behind, as the living action of the same name would."""

from collections.abc import Callable

from qala.proposals.models import Assignment, Correction, Proposal, Remark, Track, Visibility
from qala.proposals.queries.routing import facts_of
from qala.proposals.rules.clock import EventKind
from qala.proposals.rules.history import Told
from qala.proposals.rules.routing import route
from qala.proposals.telling import answers, events, repair
from qala.proposals.telling.case import Case


def _triage(case: Case, told: Told) -> None:
    proposal, category = case.proposal, told.facts["category"]
    if proposal.category_id != category:
        if proposal.category_id:
            case.rows.add(
                Correction(
                    proposal=proposal, before_id=proposal.category_id, after_id=category, at=told.at, by=told.by
                )
            )
        proposal.category_id = category
    proposal.triaged_at = proposal.triaged_at or told.at
    case.step(told)


def _assign(case: Case, told: Told) -> None:
    """By the table where it names the same department, else by hand with a reason."""
    proposal, department = case.proposal, case.known.departments[told.facts["department"]]
    kind = case.known.placard_kinds.get(proposal.placard_id or 0, "")
    routed = route(case.known.table, facts_of(proposal, kind)) if case.known.table else None
    by_table = routed is not None and routed.department == department.slug
    if not by_table:
        reason = told.facts.get("reason", "")
        case.rows.add(Remark(proposal=proposal, text=reason, at=told.at, by=told.by, verb="assign"))
    case.rows.add(
        Assignment(
            proposal=proposal,
            department=department,
            at=told.at,
            by=told.by,
            table_version=routed.version if routed and by_table else None,
            row=(routed.row or "default") if routed and by_table else "",
            matched=dict(routed.matched) if routed and by_table else {},
        )
    )
    case.hops += 1
    if case.hops > 1:
        case.happened(EventKind.HOPPED, told.at)
    proposal.department, proposal.hops = department, case.hops
    case.step(told)


def _give_back(case: Case, told: Told) -> None:
    reason = str(told.facts["reason"])
    case.rows.add(Remark(proposal=case.proposal, text=reason, at=told.at, by=told.by, verb="give_back"))
    case.proposal.department = None
    case.step(told)


def _publish(case: Case, told: Told) -> None:
    case.statement.reviewed_at = told.at
    case.proposal.visibility = Visibility.PUBLIC


def _upgrade(case: Case, told: Told) -> None:
    """The statutory clock starts; the first submission stays visible."""
    proposal: Proposal = case.proposal
    proposal.track = Track.APPEAL
    proposal.upgraded_at = told.at
    proposal.registered_on = case.known.almanac.registered(told.at)
    proposal.due_on = case.known.almanac.first_due(Track.APPEAL, proposal.registered_on, proposal.kind)
    proposal.identity = "unconfirmed"
    proposal.visibility = Visibility.OUTLINE
    case.events.clear()


TELL: dict[str, Callable[[Case, Told], None]] = {
    "triage": _triage,
    "assign": _assign,
    "give_back": _give_back,
    "publish": _publish,
    "upgrade": _upgrade,
    **answers.TELL,
    **events.TELL,
    **repair.TELL,
}
