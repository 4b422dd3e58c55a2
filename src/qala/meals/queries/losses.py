"""What the city's loss account bears, plate by plate, and whether the books say the same."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from qala.ledger.models import Account
from qala.ledger.queries import balance
from qala.meals.models import DoubleServing, Meal, Provisional
from qala.meals.queries.accounts import LOSS
from qala.meals.rules.months import last_of

Seat = tuple[int, date, int]


@dataclass(frozen=True)
class Loss:
    """One plate. `first` is the school where the child's paid meal was; no child is named."""

    number: int
    day: date
    school: str
    cause: str
    first: str
    contract: str
    tiyn: int
    is_set_apart: bool


def first_meals(seats: Collection[Seat]) -> dict[Seat, Meal]:
    """The counted meals of children on days and services, for those who came a second time."""
    if not seats:
        return {}
    pupils, days = {seat[0] for seat in seats}, {seat[1] for seat in seats}
    rows = Meal.objects.filter(pupil__in=pupils, day__in=days).select_related("event").order_by()
    return {(row.pupil_id, row.day, row.service_id): row for row in rows}


def losses(month: date) -> list[Loss]:
    """A month's plates on the loss account, the newest first: served twice, or on trust and never looked at."""
    return sorted([*_doubles(month), *_lapsed(month)], key=lambda one: (one.day, one.number), reverse=True)


def _doubles(month: date) -> list[Loss]:
    rows = DoubleServing.objects.filter(event__day__range=(month, last_of(month))).select_related(
        "event__school__organisation", "meal__school__organisation", "contract"
    )
    return [
        Loss(
            row.pk, row.event.day, str(row.event.school.name), row.cause, str(row.meal.school.name),
            row.contract.number if row.contract else "", row.tiyn, row.transfer is not None,
        )
        for row in rows
    ]  # fmt: skip


def _lapsed(month: date) -> list[Loss]:
    rows = Provisional.objects.filter(state="lapsed", event__day__range=(month, last_of(month)))
    return [
        Loss(row.pk, row.event.day, str(row.event.school.name), "lapsed", "", "", row.tiyn, row.tiyn > 0)
        for row in rows.select_related("event__school__organisation")
    ]


def in_the_books() -> int:
    """Tiyn on the loss account, of all months."""
    row = Account.objects.filter(code=LOSS).first()
    return balance(row) if row else 0
