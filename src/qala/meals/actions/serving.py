"""The counter's one door: what terminals signed becomes events, meals and draws. Any order, any number of times."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID, uuid5

from django.db import connection, transaction

from qala.journal.log import record
from qala.kernel.clock import now
from qala.kernel.refusals import require
from qala.ledger import book
from qala.ledger.rules import Order, draw
from qala.meals.models import Meal, Provisional, ServiceEvent, SpentNonce, Terminal
from qala.meals.policies import may_serve
from qala.meals.queries.accounts import payable
from qala.meals.queries.counter import Counter, Dish
from qala.meals.queries.settings import decide_until
from qala.meals.queries.signed import Answer, Signed, opened
from qala.meals.rules.counting import ACCEPTED, PROVISIONAL, counted
from qala.meals.rules.events import Event

DRAWS = UUID("6f0a0c52-5d3e-4b5e-9b57-2f6f0b6f2d11")


@dataclass
class Served:
    """One event on its way: what it turned out to be, and the key of its draw where it is paid."""

    event: Event
    signed: Signed
    dish: Dish
    outcome: str
    reason: str

    @property
    def draw(self) -> UUID:
        return uuid5(DRAWS, str(self.event.uid))


@transaction.atomic
def receive(*, by: Terminal, signed: Sequence[Signed]) -> list[Answer]:
    """Take in what a terminal signed; every event gets an answer, an unreadable one says why and is not stored."""
    require(may_serve(by))
    _one_at_a_time(by.school_id)
    batch = opened(by, signed)
    counter = Counter(by, [event for event, _signed in batch.fresh])
    served = [_judged(counter, event, one) for event, one in batch.fresh]
    _draw(by, served)
    rows = {one.event.uid: _row(by, one, counter) for one in served}
    ServiceEvent.objects.bulk_create(rows.values())
    _write_down(by, served, rows, counter)
    Terminal.objects.filter(pk=by.pk).update(seen_at=now())
    record(
        by,
        "meals.events.received",
        by.actor_key,
        events=len(served),
        meals=sum(one.outcome == ACCEPTED for one in served),
        repeated=len(batch.answered),
        through=max((one.event.sequence for one in served), default=0),
    )
    return [*batch.answered, *(Answer(str(one.event.uid), one.outcome, one.reason) for one in served)]


def _one_at_a_time(school: int) -> None:
    """Two counters of one school are heard one after the other: the second sees what the first served."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('meals.school'), %s)", [school])


def _judged(counter: Counter, event: Event, signed: Signed) -> Served:
    dish = counter.dish(event)
    outcome, reason = counted(dish.plate)
    if outcome == ACCEPTED and dish.pupil:
        counter.served(event, dish.pupil)
    return Served(event, signed, dish, outcome, reason)


def _draw(by: Terminal, served: Sequence[Served]) -> None:
    """Draw for every counted meal; where the month's hold has not enough left, somebody must look."""
    paid = {one.draw: one for one in served if one.outcome == ACCEPTED}
    if not paid:
        return
    outcome = book.post_many(by=by, orders=[_order(by, one) for one in paid.values()])
    for refused in outcome.refused:
        paid[refused.key].outcome, paid[refused.key].reason = PROVISIONAL, "no_money_held"


def _order(by: Terminal, one: Served) -> Order:
    dish = one.dish
    assert dish.hold and dish.kitchen and dish.voucher and dish.plate.price
    return draw(
        key=one.draw,
        hold=dish.hold.transfer,
        debit=payable(dish.kitchen.contract),
        tiyn=dish.plate.price.tiyn,
        code="meal",
        happened_at=one.event.at,
        subject=f"meals.voucher:{dish.voucher.key}",
        header={"kind": "meal", "school": by.school.slug, "day": one.event.day.isoformat(), "band": dish.band},
    )


def _row(by: Terminal, one: Served, counter: Counter) -> ServiceEvent:
    event = one.event
    return ServiceEvent(
        uid=event.uid,
        terminal=by,
        sequence=event.sequence,
        previous=event.previous,
        digest=event.digest,
        signature=one.signed.signature,
        body=one.signed.body,
        happened_at=event.at,
        day=event.day,
        service=counter.services.get(event.service),
        school_id=by.school_id,
        pupil=one.dish.pupil,
        how=event.how,
        outcome=one.outcome,
        reason=one.reason,
    )


def _write_down(
    by: Terminal, served: Sequence[Served], rows: dict[UUID, ServiceEvent], counter: Counter
) -> None:
    shown = {one.event.uid: counter.tokens[one.event.uid] for one in served if one.event.uid in counter.tokens}
    SpentNonce.objects.bulk_create(
        SpentNonce(event=rows[uid], voucher=token.voucher, nonce=token.nonce)
        for uid, token in shown.items()
        if token.is_good
    )
    until = decide_until()
    waiting = [rows[one.event.uid] for one in served if one.outcome == PROVISIONAL]
    Provisional.objects.bulk_create(Provisional(event=row, decide_until=until) for row in waiting)
    Meal.objects.bulk_create(
        _meal(by, one, rows[one.event.uid], counter) for one in served if one.outcome == ACCEPTED
    )


def _meal(by: Terminal, one: Served, row: ServiceEvent, counter: Counter) -> Meal:
    dish = one.dish
    assert dish.kitchen and dish.plate.price
    return Meal(
        event=row,
        pupil=dish.pupil,
        voucher=dish.voucher,
        school=by.school,
        contract=dish.kitchen.contract,
        day=one.event.day,
        service=counter.services[one.event.service],
        band=dish.band,
        tiyn=dish.plate.price.tiyn,
        vat_tiyn=dish.plate.price.vat_tiyn,
        draw=one.draw,
    )
