"""Children fed on trust: somebody else looks within the dated days, or the city carries the loss."""

from dataclasses import replace
from datetime import datetime
from uuid import UUID, uuid5

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from qala.journal.log import record, record_many
from qala.kernel.actors import Actor
from qala.kernel.clock import now, today
from qala.kernel.refusals import Refusal, require
from qala.ledger import book
from qala.meals.drawing import draw_each, draw_key
from qala.meals.models import Meal, Provisional
from qala.meals.policies import is_department, may_keep_money, may_look_at
from qala.meals.queries.accounts import LOSS, account, committed
from qala.meals.queries.counter import Counter, Dish
from qala.meals.queries.provisional import is_above_cap, loss_price, overdue
from qala.meals.rules.counting import ACCEPTED, counted
from qala.meals.rules.events import Event, read
from qala.meals.rules.processes import PROVISIONAL
from qala.meals.steps import alone, grows, hold_meal
from qala.meals.words import REASON_WORDS, said
from qala.roster.models import Pupil, School

LOSSES = UUID("a7c0f6de-3c57-4c7f-8f2b-2b7b2d0c2b07")


@transaction.atomic
def confirm(*, by: Actor, waiting: Provisional, pupil: Pupil | None = None) -> Meal:
    """Say which child it was: the service becomes a meal with its draw, by the same rules as any other."""
    require(may_look_at(by, waiting.event) or is_department(by))
    _may_still(by, waiting)
    alone(waiting.event.school)
    known = waiting.event.pupil or pupil
    if known is None:
        raise Refusal(_("Say which child was fed."), code="child_missing")
    if pupil is not None and pupil != known:
        raise Refusal(_("The counter wrote down another child. Reject it if that is wrong."), code="another_child")
    event, dish = _seen_again(waiting, known)
    outcome, reason = counted(dish.plate)
    if outcome != ACCEPTED:
        raise Refusal(_("This service cannot count: %(reason)s.") % {"reason": said(REASON_WORDS, reason)}, code=reason)
    _decide(by, waiting, "confirm", now())
    _pay(by, waiting.event.school, event, dish)
    assert dish.kitchen is not None
    assert dish.voucher is not None
    assert dish.plate.price is not None
    meal = Meal.objects.create(
        event=waiting.event, pupil=known, voucher=dish.voucher, school=waiting.event.school,
        contract=dish.kitchen.contract, day=event.day, service=waiting.event.service, band=dish.band,
        tiyn=dish.plate.price.tiyn, vat_tiyn=dish.plate.price.vat_tiyn, draw=draw_key(event.uid),
    )  # fmt: skip
    record(by, "meals.provisional.confirmed", waiting, meal=meal.pk)
    return meal


def _may_still(by: Actor, waiting: Provisional) -> None:
    """Nobody confirms what they served or witnessed; above the published cap only the department looks."""
    if by.actor_key == waiting.witness:
        raise Refusal(_("Who vouched for the child does not confirm it."), code="same_person")
    if is_above_cap(waiting.event.school_id, waiting.event.day) and not is_department(by):
        raise Refusal(_("This school fed too many on trust this month: the department looks."), code="above_cap")


def _seen_again(waiting: Provisional, pupil: Pupil) -> tuple[Event, Dish]:
    """The event as if the child had shown a card, put to every rule of the counter."""
    told = read(bytes(waiting.event.body))
    event = told._replace(how="card", who="pupil", identifier=str(pupil.key), at=min(told.at, now()))
    dish = Counter(waiting.event.terminal, [event]).dish(event)
    # A wrong clock, a gap or a name from the list was why somebody looks: whoever confirms has looked. While the month
    # grows, what it did not hold is held now.
    is_held = dish.plate.is_held or grows(waiting.event.school, event.day.replace(day=1))
    plate = replace(dish.plate, is_clock_right=True, fits_chain=True, is_by_hand=False, is_held=is_held)
    return event, replace(dish, plate=plate)


def _pay(by: Actor, school: School, event: Event, dish: Dish) -> None:
    """Draw from the child's month; where that is spent hold one meal more, for a meal that somebody saw is paid."""
    if not draw_each(by, school, [(event, dish)]):
        return
    more = hold_meal(by, school, event.day.replace(day=1), dish)
    if more is None or draw_each(by, school, [(event, replace(dish, holds=(more,)))]):
        raise Refusal(
            _("The contract has no money left for this meal. Once the department sets more apart, confirm it."),
            code="no_money_held",
        )


def _decide(by: Actor, waiting: Provisional, verb: str, at: datetime) -> None:
    locked = Provisional.objects.select_for_update().get(pk=waiting.pk)
    waiting.state = PROVISIONAL.after(locked.state, verb)
    waiting.decided_at, waiting.decided_by = at, by.actor_key
    waiting.save(update_fields=["state", "decided_at", "decided_by"])


@transaction.atomic
def reject(*, by: Actor, waiting: Provisional) -> Provisional:
    """Say that no child of ours was fed here: the supplier bears the plate, no money of the city moves."""
    require(may_look_at(by, waiting.event) or is_department(by))
    _decide(by, waiting, "reject", now())
    record(by, "meals.provisional.rejected", waiting)
    return waiting


@transaction.atomic
def lapse(*, by: Actor) -> int:
    """The nightly job: what nobody looked at in time is charged to the loss account, as far as cap and money go.

    A plate its contract has no money for stays open; `close_month` says so to whoever can commit more.
    """
    require(may_keep_money(by))
    waiting = overdue(today())
    orders, prices = [], {}
    for one in waiting:
        contract, tiyn = loss_price(one)
        prices[one.pk] = tiyn
        if contract is not None and tiyn:
            key = uuid5(LOSSES, str(one.event.uid))
            orders.append(
                book.move(
                    key=key, credit=committed(contract, one.event.day.year), debit=account(LOSS), tiyn=tiyn,
                    code="lapsed", happened_at=now(), header={"kind": "loss", "school": one.event.school.slug},
                )
            )  # fmt: skip
    unpaid = {refused.key for refused in book.post_many(by=by, orders=orders).refused}
    done = [one for one in waiting if uuid5(LOSSES, str(one.event.uid)) not in unpaid]
    for one in done:
        one.state, one.tiyn = PROVISIONAL.after(one.state, "lapse"), prices[one.pk]
        one.decided_at, one.decided_by = now(), by.actor_key
    Provisional.objects.bulk_update(done, ["state", "tiyn", "decided_at", "decided_by"])
    record_many(
        by, "meals.provisionals.lapsed", done, tiyn=sum(one.tiyn for one in done), unpaid=len(unpaid)
    )
    return len(done)
