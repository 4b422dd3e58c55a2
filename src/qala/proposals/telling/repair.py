"""From works to proof as it was told: ordered, started, claimed with evidence, seen by other eyes."""

from collections.abc import Callable

from qala.kernel.clock import local
from qala.proposals.models import Evidence, Remark, Verdict, WorksOrder
from qala.proposals.rules.clock import EventKind
from qala.proposals.rules.history import Told, insist
from qala.proposals.rules.promises import latest_day
from qala.proposals.rules.works import ORDERED_IN, WORKS, may_claim
from qala.proposals.telling.case import Case


def _order(case: Case, told: Told) -> None:
    facts = told.facts
    insist(case.proposal.state in ORDERED_IN, "works are ordered for a case that has a department")
    said_on = local(told.at).date()
    insist(said_on <= facts["due_on"] <= latest_day(said_on), "works are ordered until a day to come, not too far off")
    case.order = WorksOrder(
        executor=case.known.departments[facts["executor"]],
        task=facts["task"],
        due_on=facts["due_on"],
        money_source=facts["money_source"],
        contract=facts.get("contract", ""),
        ordered_at=told.at,
        ordered_by=told.by,
    )
    case.rows.orders[case.story.uid] = case.order
    case.rows.ordered.append((case.order, case.proposal))


def _start(case: Case, told: Told) -> None:
    """A twin starts with the order of the case it hangs on."""
    first = case.story.shares_order_of
    if case.order is None and first is not None:
        shared = case.rows.orders.get(first) or case.known.orders.get(first)
        insist(shared is not None, "the order a twin shares was told before it")
        assert shared is not None
        case.rows.ordered.append((shared, case.proposal))
    if case.order is not None and case.order.state == "ordered":
        _move(case.order, "start")
    case.step(told)


def _move(order: WorksOrder, verb: str) -> None:
    order.state = WORKS.after(order.state, verb)


def _claim(case: Case, told: Told) -> None:
    if case.order is not None:
        _show(case, told, case.order)
        _move(case.order, "claim")
        case.order.claimed_at, case.order.claimed_by = told.at, told.by
    proposal, case.claimed_by = case.proposal, told.by
    proposal.claimed_at, proposal.answered_at = told.at, proposal.answered_at or told.at
    case.happened(EventKind.ANSWERED, told.at)
    case.step(told)


def _show(case: Case, told: Told, order: WorksOrder) -> None:
    facts = told.facts
    owed = may_claim(
        has_photo=bool(facts.get("picture")),
        has_act=bool(facts.get("act")),
        place_known=case.proposal.says_where or facts.get("longitude") is not None,
    )
    insist(not owed, f"a claim needs evidence: {', '.join(owed)}")
    case.rows.add(
        Evidence(
            order=order,
            picture=facts.get("picture", ""),
            act=facts.get("act", ""),
            note=facts.get("note", ""),
            longitude=facts.get("longitude"),
            latitude=facts.get("latitude"),
            at=told.at,
            by=told.by,
        )
    )


def _verdict(case: Case, told: Told, answer: str) -> None:
    if told.facts.get("words"):
        said = str(told.facts["words"])
        case.rows.add(Remark(proposal=case.proposal, text=said, at=told.at, by=told.by, verb=answer))
    case.rows.add(
        Verdict(
            proposal=case.proposal,
            answer=answer,
            eyes="resident" if told.by == case.story.author else "inspector",
            by=told.by,
            claimed_by=case.claimed_by,
            at=told.at,
        )
    )


def _confirm(case: Case, told: Told) -> None:
    _verdict(case, told, Verdict.Answer.CONFIRMED)
    case.proposal.confirmed_at = case.proposal.closed_at = told.at
    if told.office == "inspector" and case.order is not None:
        _accept(case, told)
    case.step(told)


def _accept(case: Case, told: Told) -> None:
    """An inspector takes the works over; a twin has no order of its own."""
    if case.order is None:
        return
    _move(case.order, "accept")
    case.order.accepted_at, case.order.accepted_by = told.at, told.by


def _contest(case: Case, told: Told) -> None:
    proposal = case.proposal
    _verdict(case, told, Verdict.Answer.CONTESTED)
    almanac = case.known.almanac
    proposal.promised_on = almanac.first_due("signal", local(told.at).date())
    proposal.confirmed_at = proposal.claimed_at = proposal.closed_at = None
    if case.order is not None and case.order.state in ("claimed", "accepted"):
        _move(case.order, "return")
        case.order.accepted_at, case.order.accepted_by = None, ""
    case.happened(EventKind.CONTESTED, told.at)
    case.step(told)


TELL: dict[str, Callable[[Case, Told], None]] = {
    "order_works": _order,
    "start": _start,
    "claim_fixed": _claim,
    "confirm": _confirm,
    "contest": _contest,
    "accept_works": _accept,
}
