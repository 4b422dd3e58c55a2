"""A second plate for one child at another counter: its money goes to the loss account. A step of the counter's door."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID, uuid5

from qala.kernel.actors import Actor
from qala.kernel.clock import now
from qala.ledger import book
from qala.ledger.rules import Order
from qala.meals.models import DoubleServing, Meal, Terminal
from qala.meals.queries.accounts import LOSS, account, committed
from qala.meals.queries.counter import Dish
from qala.meals.queries.losses import Seat, first_meals
from qala.meals.rules.events import Event

DOUBLES = UUID("3e8b7d52-6a0c-4a5f-9c11-0a6d5b7e2c18")


@dataclass(frozen=True)
class Second:
    """A press for a child who had this meal before: the number of its event, and the dish as it was judged."""

    number: int
    event: Event
    seat: Seat
    dish: Dish

    @property
    def tiyn(self) -> int:
        """What the plate costs at the counter that gave it; nothing where no contract or price holds."""
        return self.dish.plate.price.tiyn if self.dish.kitchen and self.dish.plate.price else 0

    @property
    def key(self) -> UUID:
        return uuid5(DOUBLES, str(self.event.uid))


def lose_doubles(by: Actor, terminal: Terminal, seconds: Sequence[Second]) -> int:
    """Write the loss of each second plate of another counter. A second press at the same one is a helping, no claim.

    So is a third at the other counter: one child is lost once there, however often somebody presses.
    """
    firsts = first_meals([one.seat for one in seconds])
    lost = set(
        DoubleServing.objects.filter(
            meal__in=list(firsts.values()), event__terminal__school=terminal.school_id
        ).values_list("meal", flat=True)
    ) if firsts else set()
    doubles = []
    for one in seconds:
        meal = firsts.get(one.seat)
        if meal and meal.event.terminal_id != terminal.pk and meal.pk not in lost:
            lost.add(meal.pk)
            doubles.append((one, meal))
    if not doubles:
        return 0
    orders = [_order(terminal, one) for one, _meal in doubles if one.tiyn]
    outcome = book.post_many(by=by, orders=orders)
    apart = {*outcome.written, *outcome.repeated}
    DoubleServing.objects.bulk_create(_row(terminal, one, meal, is_apart=one.key in apart) for one, meal in doubles)
    return len(doubles)


def _order(terminal: Terminal, one: Second) -> Order:
    assert one.dish.kitchen
    return book.move(
        key=one.key, credit=committed(one.dish.kitchen.contract, one.event.day.year), debit=account(LOSS),
        tiyn=one.tiyn, code="double_serving", happened_at=min(one.event.at, now()),
        header={"kind": "loss", "school": terminal.school.slug},
    )  # fmt: skip


def _row(terminal: Terminal, one: Second, meal: Meal, *, is_apart: bool) -> DoubleServing:
    return DoubleServing(
        event_id=one.number, meal=meal, tiyn=one.tiyn,
        contract=one.dish.kitchen.contract if one.dish.kitchen else None,
        cause="two_counters" if meal.school_id == terminal.school_id else "two_schools",
        transfer=one.key if is_apart else None,
    )  # fmt: skip
