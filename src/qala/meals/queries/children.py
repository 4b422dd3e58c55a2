"""A parent's view: own children, what each ate, what the voucher holds."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Sum

from qala.journal.models import Leaf
from qala.journal.sealing.sequencer import log_folder
from qala.kernel import cards
from qala.kernel.cards import Reference
from qala.kernel.clock import today
from qala.kernel.keys import key_of
from qala.ledger.models import Transfer
from qala.meals.models import Dispute, Meal, MenuDay, MonthHold, Rating, ServiceEvent, Voucher
from qala.meals.queries.entitled import voucher_on
from qala.meals.queries.removals import Asked, OffList, asked_by, off_list
from qala.meals.rules.months import last_of
from qala.people.models import Person
from qala.roster.models import Enrolment, Pupil
from qala.roster.queries import enrolment_on, pupils_of_guardian

TRANSFERS = 3  # the source of the log that the ledger's transfers are


@dataclass(frozen=True)
class Plate:
    """One press of the child: what it came to, what it cost, and what was said of it (the latest dispute)."""

    event: ServiceEvent
    meal: Meal | None
    is_reversed: bool
    dispute: Dispute | None
    is_mine: bool
    stars: int | None
    is_sealed: bool
    is_back_sealed: bool = False
    case: Reference | None = None

    @property
    def may_be_contested(self) -> bool:
        return self.meal is not None and not self.is_reversed and not self.is_contested

    @property
    def is_contested(self) -> bool:
        return self.dispute is not None and self.dispute.state == "opened"

    @property
    def others_until(self) -> date | None:
        """Until when this reader may still contest what somebody else contested and took back late."""
        said = self.dispute
        is_theirs = said is not None and not self.is_mine and not self.is_reversed
        return said.others_until if is_theirs and said and (said.others_until or date.min) >= today() else None

    @property
    def may_be_withdrawn(self) -> bool:
        return self.is_contested and self.is_mine


@dataclass(frozen=True)
class Balance:
    """A month of the voucher, in tiyn: held, eaten, and the rest, which returns to the budget when the month closes."""

    held: int
    eaten: int
    is_closed: bool

    @property
    def rest(self) -> int:
        return max(0, self.held - self.eaten)


@dataclass(frozen=True)
class ChildMonth:
    """A child's month for a parent."""

    pupil: Pupil
    place: Enrolment | None
    voucher: Voucher | None
    today: list[Plate]
    plates: list[Plate]
    balance: Balance | None
    menus: list[MenuDay]
    off: OffList | None
    appeals: list[Asked]


def children_of(guardian: Person) -> list[Pupil]:
    """The pupils a person answers for."""
    return list(pupils_of_guardian(guardian).select_related("person"))


def ward(guardian: Person, key: UUID) -> Pupil | None:
    """One of them by the key in an address; somebody else's child is nobody."""
    return pupils_of_guardian(guardian).select_related("person").filter(key=key).first()


def child_month(pupil: Pupil, guardian: Person, month: date) -> ChildMonth:
    """Everything a parent's page of a child shows."""
    day = today()
    place, voucher = enrolment_on(pupil, day), voucher_on(pupil.pk, day)
    events = list(
        ServiceEvent.objects.filter(pupil=pupil, day__range=(month, last_of(month)))
        .select_related("school__organisation", "service")
        .order_by("-day", "-happened_at")
    )
    plates = _plates(pupil, guardian, events)
    menus = MenuDay.objects.filter(school=place.school_class.school, day=day).select_related("service") if place else ()
    mine = [plate for plate in plates if plate.event.day == day]
    return ChildMonth(
        pupil, place, voucher, mine, plates, _balance(pupil, month), list(menus), off_list(pupil),
        asked_by(guardian, pupil),
    )  # fmt: skip


def _plates(pupil: Pupil, guardian: Person, events: Iterable[ServiceEvent]) -> list[Plate]:
    listed = list(events)
    meals = {row.pk: row for row in Meal.objects.filter(pk__in=[one.pk for one in listed]).select_related("reversal")}
    disputes = {row.meal_id: row for row in Dispute.objects.filter(meal__in=meals).order_by("opened_at")}
    days = {one.day for one in listed}
    stars = dict(Rating.objects.filter(pupil=pupil, by=guardian, day__in=days).values_list("day", "stars"))
    backs = {pk: meal.reversal.transfer for pk, meal in meals.items() if hasattr(meal, "reversal")}
    sealed = sealed_draws([*(meal.draw for meal in meals.values()), *backs.values()])
    cases = cards.about([key_of(one) for one in listed], guardian) if listed else {}
    return [
        Plate(
            one,
            meal := meals.get(one.pk),
            meal is not None and hasattr(meal, "reversal"),
            said := disputes.get(one.pk),
            said is not None and said.opened_by == guardian.actor_key,
            stars.get(one.day),
            meal is not None and meal.draw in sealed,
            backs.get(one.pk) in sealed,
            cases.get(key_of(one)),
        )
        for one in listed
    ]


def sealed_draws(draws: Sequence[UUID]) -> set[UUID]:
    """Which of these transfers stand in the signed log already."""
    rows = dict(Transfer.objects.filter(key__in=draws).values_list("pk", "key"))
    size = log_folder().size()
    leaves = Leaf.objects.filter(source=TRANSFERS, row__in=list(rows), number__lt=size).values_list("row", flat=True)
    return {rows[row] for row in leaves}


def transfer_of(key: UUID) -> int | None:
    """The ledger's row of a meal's draw, or of its taking back."""
    return Transfer.objects.filter(key=key).values_list("pk", flat=True).first()


def _balance(pupil: Pupil, month: date) -> Balance | None:
    holds = list(MonthHold.objects.filter(voucher__pupil=pupil, month=month))
    if not holds:
        return None
    meals = Meal.objects.filter(pupil=pupil, day__range=(month, last_of(month)), reversal=None)
    eaten = meals.aggregate(sum=Sum("tiyn"))["sum"] or 0
    return Balance(sum(one.tiyn for one in holds), eaten, all(one.closed_at for one in holds))
