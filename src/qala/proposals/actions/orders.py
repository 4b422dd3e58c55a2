"""Works orders: ordered, started, shown, claimed, accepted by somebody else, or returned."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from qala.journal.log import record
from qala.kernel.actors import Actor
from qala.kernel.clock import now, today
from qala.kernel.refusals import Refusal, require
from qala.people.models import Organisation
from qala.proposals.models import Evidence, Proposal, Remark, WorksOrder
from qala.proposals.policies import may_execute, may_inspect, may_order_works, works_for
from qala.proposals.queries.promises import too_far
from qala.proposals.rules.promises import latest_day
from qala.proposals.rules.works import ORDERED_IN


@dataclass(frozen=True)
class OrderSheet:
    """Who mends what, until when, from which money; perhaps the reference of another part's work."""

    executor: Organisation
    task: str
    due_on: date
    money_source: str
    contract: str = ""
    other_work: str = ""


@dataclass(frozen=True)
class EvidenceSheet:
    """A picture (path below MEDIA_ROOT) with its place, or the number of a signed act."""

    picture: str = ""
    act: str = ""
    note: str = ""
    longitude: float | None = None
    latitude: float | None = None


@transaction.atomic
def order_works(*, by: Actor, proposals: Sequence[Proposal], sheet: OrderSheet) -> WorksOrder:
    """Order works for one or more cases."""
    require(may_order_works(by))
    _insist_on_order(proposals, sheet)
    order = WorksOrder.objects.create(
        executor=sheet.executor,
        task=sheet.task,
        due_on=sheet.due_on,
        money_source=sheet.money_source,
        contract=sheet.contract,
        other_work=sheet.other_work,
        ordered_at=now(),
        ordered_by=by.actor_key,
    )
    order.proposals.set(proposals)
    record(
        by,
        "proposals.works.ordered",
        order,
        cases=[case.pk for case in proposals],
        executor=sheet.executor.slug,
        due_on=sheet.due_on,
    )
    return order


def _insist_on_order(proposals: Sequence[Proposal], sheet: OrderSheet) -> None:
    wrong = {}
    if not sheet.money_source.strip():
        wrong["money_source"] = _("A works order names the money it is paid from.")
    if not sheet.task.strip():
        wrong["task"] = _("Say what is to be done.")
    if sheet.due_on < today():
        wrong["due_on"] = _("The day of a works order is still to come.")
    elif sheet.due_on > latest_day(today()):
        wrong["due_on"] = too_far()
    if wrong:
        raise Refusal(next(iter(wrong.values())), code="order-incomplete", fields=wrong)
    if not proposals or any(case.state not in ORDERED_IN for case in proposals):
        raise Refusal(
            _("Works are ordered for cases that have a department and are not closed."), code="no-case", status=409
        )


@transaction.atomic
def start_works(*, by: Actor, order: WorksOrder) -> WorksOrder:
    """The executor begins."""
    require(may_execute(by, order))
    order.take_step("start")
    record(by, "proposals.works.started", order)
    return order


@transaction.atomic
def attach_evidence(*, by: Actor, order: WorksOrder, sheet: EvidenceSheet) -> Evidence:
    """A geo-photo or an act that shows the works."""
    require(may_execute(by, order))
    if not (sheet.picture or sheet.act):
        missing = _("Attach a photo, or write the number of the signed act.")
        raise Refusal(missing, code="evidence-missing", fields={"act": missing})
    shown = Evidence.objects.create(
        order=order,
        picture=sheet.picture,
        act=sheet.act,
        note=sheet.note,
        longitude=sheet.longitude,
        latitude=sheet.latitude,
        at=now(),
        by=by.actor_key,
    )
    record(by, "proposals.works.evidenced", order, evidence=shown.pk)
    return shown


@transaction.atomic
def claim_works(*, by: Actor, order: WorksOrder) -> WorksOrder:
    """The executor says the order is done; evidence must be there."""
    require(may_execute(by, order))
    if not order.evidence.exists():
        raise Refusal(_("Attach a photo or an act before you say it is done."), code="evidence-missing")
    order.take_step("claim", claimed_at=now(), claimed_by=by.actor_key, accepted_at=None, accepted_by="")
    record(by, "proposals.works.claimed", order)
    return order


@transaction.atomic
def accept_works(*, by: Actor, order: WorksOrder) -> WorksOrder:
    """An inspector from another unit accepts the works."""
    require(may_inspect(by))
    if by.actor_key == order.claimed_by or works_for(by, order.executor):
        raise Refusal(_("Whoever did the work cannot accept it."), code="own-work", status=403)
    order.take_step("accept", accepted_at=now(), accepted_by=by.actor_key)
    record(by, "proposals.works.accepted", order)
    return order


@transaction.atomic
def return_works(*, by: Actor, order: WorksOrder, reason: str) -> WorksOrder:
    """Not good enough: back to the executor, with words that say what is missing."""
    require(may_inspect(by))
    if not reason.strip():
        missing = _("Say what is missing: the executor reads it.")
        raise Refusal(missing, code="reason-missing", fields={"reason": missing})
    order.take_step("return", accepted_at=None, accepted_by="")
    at = now()
    Remark.objects.bulk_create(
        Remark(proposal=case, text=reason, at=at, by=by.actor_key, verb="return") for case in order.proposals.all()
    )
    record(by, "proposals.works.returned", order)
    return order


@transaction.atomic
def cancel_works(*, by: Actor, order: WorksOrder) -> WorksOrder:
    """The order is no longer needed."""
    require(may_order_works(by))
    order.take_step("cancel")
    record(by, "proposals.works.cancelled", order)
    return order
