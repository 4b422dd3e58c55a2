"""The counter's one door: what terminals signed becomes events, meals and draws. Any order, any number of times."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from types import MappingProxyType
from typing import Any
from uuid import UUID

from django.db import connection, transaction

from qala.journal.log import record
from qala.kernel.actors import Actor
from qala.kernel.clock import now
from qala.kernel.refusals import require
from qala.meals.drawing import draw_each, draw_key
from qala.meals.losing import Second, lose_doubles
from qala.meals.models import Contract, Provisional, SpentNonce, Terminal
from qala.meals.policies import may_hand_in, may_load
from qala.meals.queries.counter import Counter, Dish
from qala.meals.queries.settings import decide_until
from qala.meals.queries.signed import Answer, Signed, opened
from qala.meals.rules.counting import ACCEPTED, DUPLICATE, PROVISIONAL, counted
from qala.meals.rules.events import Event
from qala.meals.writing import numbers, write_events, write_meals


@dataclass
class Served:
    """One event on its way: what it turned out to be, and the key of its draw where it is paid."""

    event: Event
    signed: Signed
    dish: Dish
    outcome: str
    reason: str

    @cached_property
    def draw(self) -> UUID:
        return draw_key(self.event.uid)

    @property
    def contract(self) -> Contract:
        """Under which a counted meal is paid."""
        assert self.dish.kitchen
        return self.dish.kitchen.contract


@dataclass(frozen=True)
class Loaded:
    """What came of a bulk load: events that were new, meals of them, events that were there before."""

    events: int = 0
    meals: int = 0
    repeated: int = 0
    refused: int = 0


@transaction.atomic
def receive(*, by: Terminal, signed: Sequence[Signed], is_from_afar: bool = False) -> list[Answer]:
    """Take in what a terminal signed; every event gets an answer, an unreadable one says why and is not stored.

    What comes over the network (`is_from_afar`) and is older than the offline window, or goes back in time, feeds the
    child all the same and waits for a look. A queue that the city itself hands in is as old as it is.
    """
    require(may_hand_in(by))
    _one_at_a_time(by.school_id)
    batch = opened(by, signed)
    marks = {event.uid: one.mark for event, one in batch.fresh if one.mark}
    served, doubles = _served(by, batch.fresh, marks, is_from_afar=is_from_afar)
    Terminal.objects.filter(pk=by.pk).update(seen_at=now())
    record(
        by,
        "meals.events.received",
        by.actor_key,
        events=len(served),
        meals=sum(one.outcome == ACCEPTED for one in served),
        repeated=len(batch.answered),
        doubles=doubles,
        through=max((one.event.sequence for one in served), default=0),
    )
    return [*batch.answered, *(Answer(str(one.event.uid), one.outcome, one.reason) for one in served)]


@transaction.atomic
def load_queue(*, by: Actor, terminal: Terminal, signed: Sequence[Signed], check_each: int = 1) -> Loaded:
    """The bulk door: a phone's whole queue, however many days long, by a job or an administrator.

    The same rules, rows and triggers as `receive`, in the same few statements; nobody waits for answers, and the
    journal says that the days were loaded. A queue that was loaded before changes nothing. Who has signed the queue
    in this very process may check one signature in `check_each` only; the journal keeps that number.
    """
    require(may_load(by))
    _one_at_a_time(terminal.school_id)
    batch = opened(terminal, signed, check_each=check_each)
    served, _doubles = _served(terminal, batch.fresh)
    days = sorted({one.event.day for one in served})
    told = Loaded(
        len(served),
        sum(one.outcome == ACCEPTED for one in served),
        sum(one.is_repeated for one in batch.answered),
        sum(not one.is_repeated for one in batch.answered),
    )
    record(
        by, "meals.events.loaded", terminal.actor_key, events=told.events, meals=told.meals, repeated=told.repeated,
        refused=told.refused, checked_each=check_each, first_on=days[0] if days else None,
        last_on=days[-1] if days else None,
    )  # fmt: skip
    return told


def _served(
    terminal: Terminal, fresh: Sequence[tuple[Event, Signed]], marks: Mapping[UUID, UUID] = MappingProxyType({}), *,
    is_from_afar: bool = False,
) -> tuple[list[Served], int]:  # fmt: skip
    """Judge, draw and write down what is new; and how many second plates are a loss."""
    counter = Counter(terminal, [event for event, _signed in fresh], marks, is_from_afar=is_from_afar)
    served = [_judged(counter, event, one) for event, one in fresh]
    _draw(terminal, served)
    return served, _write_down(terminal, served, counter)


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
    """Draw for every counted meal; where the month's holds have not enough left, somebody must look."""
    paid = {one.event.uid: one for one in served if one.outcome == ACCEPTED}
    for uid in draw_each(by, by.school, [(one.event, one.dish) for one in paid.values()]) if paid else ():
        paid[uid].outcome, paid[uid].reason = PROVISIONAL, "no_money_held"


def _write_down(by: Terminal, served: Sequence[Served], counter: Counter) -> int:
    """Events first, then what stands on them: spent codes, what somebody must look at, meals."""
    placed = list(zip(numbers(len(served)), served, strict=True))
    write_events(_event(number, by, one, counter) for number, one in placed)
    tokens = ((number, counter.tokens.get(one.event.uid)) for number, one in placed)
    SpentNonce.objects.bulk_create(
        SpentNonce(event_id=number, voucher=token.voucher, nonce=token.nonce)
        for number, token in tokens
        if token and token.is_good
    )
    waiting = [number for number, one in placed if one.outcome == PROVISIONAL]
    if waiting:
        until = decide_until()
        Provisional.objects.bulk_create(Provisional(event_id=number, decide_until=until) for number in waiting)
    write_meals(_meal(number, by, one, counter) for number, one in placed if one.outcome == ACCEPTED)
    seconds = [
        Second(number, one.event, (pupil.pk, one.event.day, counter.services[one.event.service].pk), one.dish)
        for number, one in placed
        if one.outcome == DUPLICATE and (pupil := one.dish.pupil)
    ]
    return lose_doubles(by, by, seconds)


def _event(number: int, by: Terminal, one: Served, counter: Counter) -> tuple[Any, ...]:
    event, pupil = one.event, one.dish.pupil
    return (
        number, event.uid, by.pk, event.sequence, event.previous, event.digest, one.signed.signature, one.signed.body,
        event.at, event.day, counter.services[event.service].pk, by.school_id, pupil.pk if pupil else None, event.how,
        one.outcome, one.reason,
    )  # fmt: skip


def _meal(number: int, by: Terminal, one: Served, counter: Counter) -> tuple[Any, ...]:
    dish, event = one.dish, one.event
    assert dish.pupil
    assert dish.voucher
    assert dish.plate.price
    return (
        number, dish.pupil.pk, dish.voucher.pk, by.school_id, one.contract.pk, event.day,
        counter.services[event.service].pk, dish.band, dish.plate.price.tiyn, dish.plate.price.vat_tiyn, one.draw,
    )  # fmt: skip
