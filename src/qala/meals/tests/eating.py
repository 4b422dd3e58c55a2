"""Children who ate, for tests: through the counter's one door, or as bare rows where there are many."""

from collections.abc import Sequence
from datetime import date, timedelta
from uuid import UUID, uuid4

from qala.meals.actions.serving import receive
from qala.meals.models import Meal, Service, ServiceEvent
from qala.meals.tests.factories import NOVEMBER, MealSchool, VoucherFactory, at_noon
from qala.roster.models import Pupil


def eat(town: MealSchool, children: Sequence[Pupil | None], day: date, **told: str) -> list[ServiceEvent]:
    """Each child presses once on a day at a terminal that goes on with its chain; the events in order."""
    phone = town.__dict__.setdefault("_phone", town.phone)
    answers = receive(by=town.terminal, signed=[phone.press(child, day=day, **told) for child in children])
    found = {row.uid: row for row in ServiceEvent.objects.filter(uid__in=[one.uid for one in answers])}
    return [found[UUID(one.uid)] for one in answers]


def eat_many(town: MealSchool, days: int) -> None:
    """Every pupil of a school on many days, as rows alone: for lists that must stay fast."""
    lunch = Service.objects.get(slug="lunch")
    vouchers = {
        child.pk: VoucherFactory(pupil=child, school=town.school, year=town.school_class.year) for child in town.pupils[:1]
    }
    (voucher,) = vouchers.values()
    for n in range(days):
        day = NOVEMBER + timedelta(days=n)
        rows = [
            ServiceEvent(
                uid=uuid4(), terminal=town.terminal, sequence=n * len(town.pupils) + place + 1, previous=bytes(32),
                digest=bytes(32), signature=bytes(64), body=b"{}", happened_at=at_noon(day), day=day, service=lunch,
                school=town.school, pupil=child, how="card", outcome="accepted",
            )
            for place, child in enumerate(town.pupils)
        ]  # fmt: skip
        ServiceEvent.objects.bulk_create(rows)
        Meal.objects.bulk_create(
            Meal(
                event=row, pupil_id=row.pupil_id, voucher=voucher, school=town.school, contract=town.contract, day=day,
                service=lunch, band="age-7-10", tiyn=67_850, vat_tiyn=0, draw=uuid4(),
            )
            for row in rows
        )  # fmt: skip
