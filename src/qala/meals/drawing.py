"""A counted meal is drawn from the month held for its child. A step of the counter's door and of a look afterwards."""

from collections.abc import Mapping, Sequence
from functools import lru_cache
from uuid import UUID, uuid5

from qala.kernel.actors import Actor
from qala.ledger import book
from qala.ledger.rules import Order
from qala.meals.models import Contract
from qala.meals.queries.accounts import payable
from qala.meals.queries.counter import Dish
from qala.meals.rules.events import Event
from qala.roster.models import School

DRAWS = UUID("6f0a0c52-5d3e-4b5e-9b57-2f6f0b6f2d11")


@lru_cache(maxsize=2**15)
def draw_key(event: UUID) -> UUID:
    """The key of a press's draw: a press is paid once. Order, answer and meal ask for it in turn, so it is kept."""
    return uuid5(DRAWS, str(event))


def draw_each(by: Actor, school: School, plates: Sequence[tuple[Event, Dish]]) -> set[UUID]:
    """Draw for each plate from the first part of its month that has enough left; which presses none of them can pay.

    Almost every month has one part: then this is one trip to the books.
    """
    owed = {contract: payable(contract) for contract in {_contract(dish) for _event, dish in plates}}
    waiting, unpaid, part = {draw_key(event.uid): (event, dish) for event, dish in plates}, set[UUID](), 0
    while waiting:
        unpaid |= {event.uid for event, dish in waiting.values() if part >= len(dish.holds)}
        tried = {key: one for key, one in waiting.items() if part < len(one[1].holds)}
        orders = [_order(school, event, dish, part, owed) for event, dish in tried.values()]
        waiting = {refused.key: tried[refused.key] for refused in book.post_many(by=by, orders=orders).refused}
        part += 1
    return unpaid


def _contract(dish: Dish) -> Contract:
    assert dish.kitchen
    return dish.kitchen.contract


def _order(school: School, event: Event, dish: Dish, part: int, owed: Mapping[Contract, int]) -> Order:
    assert dish.voucher
    assert dish.plate.price
    return book.draw(
        key=draw_key(event.uid), hold=dish.holds[part].transfer, debit=owed[_contract(dish)],
        tiyn=dish.plate.price.tiyn, code="meal", happened_at=event.at, subject=f"meals.voucher:{dish.voucher.key}",
        header={"kind": "meal", "school": school.slug, "day": event.day.isoformat(), "band": dish.band},
    )  # fmt: skip
