"""The bulk door writes what the counter's door writes."""

from datetime import date
from uuid import UUID

import pytest

from qala.kernel.actors import Job
from qala.kernel.refusals import Forbidden
from qala.ledger.models import Transfer
from qala.meals.actions.serving import load_queue, receive
from qala.meals.actions.vouchers import load_past_vouchers
from qala.meals.models import Meal, Provisional, ServiceEvent, Voucher
from qala.meals.queries.signed import Signed
from qala.meals.tests.factories import MealSchool, VoucherFactory, meal_school, trial_balance
from qala.roster.tests.factories import SchoolYearFactory

pytestmark = pytest.mark.django_db
LOADER = Job("meals.loader")
DAYS = [date(2026, 11, day) for day in (3, 4, 5, 6, 7, 9, 13)]


def month_of(town: MealSchool) -> list[Signed]:
    """What a phone saw: ordinary meals, a second press, an unknown child, a child vouched for, a closed day."""
    phone, uid = town.phone, iter(range(1, 1_000))

    def press(child: object, day: date, how: str = "card") -> Signed:
        return phone.press(child, day=day, how=how, uid=UUID(int=town.school.pk << 32 | next(uid)))

    told = [press(child, day) for day in DAYS for child in town.pupils]
    return [
        *told, press(town.pupils[0], DAYS[0]), press("QALA-NOBODY", DAYS[1]), press(town.pupils[-1], DAYS[-1], "teacher")
    ]  # fmt: skip


def rows_of(town: MealSchool) -> dict[str, list[tuple[object, ...]]]:
    """Everything that came of a school's presses, without the numbers of rows and keys of the school itself."""
    child = {pupil.pk: at for at, pupil in enumerate(town.pupils)}
    events = ServiceEvent.objects.filter(terminal=town.terminal)
    meals = Meal.objects.filter(event__in=events)
    draws = {key: row for key, *row in Transfer.objects.filter(key__in=meals.values("draw")).values_list(
        "key", "tiyn", "phase", "code", "ordinal", "rest", "closed", "day"
    )}  # fmt: skip
    return {
        "events": [
            (one.sequence, one.day, one.how, child.get(one.pupil_id), one.outcome, one.reason, one.happened_at)
            for one in events.order_by("sequence")
        ],
        "meals": [
            (one.event.sequence, child[one.pupil_id], one.day, one.band, one.tiyn, one.vat_tiyn, *draws[one.draw])
            for one in meals.select_related("event").order_by("event__sequence")
        ],
        "waiting": list(Provisional.objects.filter(event__in=events).order_by("event__sequence").values_list(
            "event__sequence", "state", "decide_until"
        )),
        "money": [(what, town.money(what)) for what in ("committed", "held", "payable")],
    }  # fmt: skip


def test_both_doors_write_the_same_rows():
    counted, loaded = meal_school(4), meal_school(4)
    queue = month_of(counted)
    for at in range(0, len(queue), 5):
        receive(by=counted.terminal, signed=queue[at : at + 5])
    told = load_queue(by=LOADER, terminal=loaded.terminal, signed=month_of(loaded))
    assert rows_of(counted) == rows_of(loaded)
    assert told.events == len(queue)
    assert told.meals == len(rows_of(loaded)["meals"]) > 10
    assert trial_balance() == 0


def test_a_queue_that_was_loaded_changes_nothing():
    town = meal_school(3)
    queue = month_of(town)
    load_queue(by=LOADER, terminal=town.terminal, signed=queue)
    before = rows_of(town)
    told = load_queue(by=LOADER, terminal=town.terminal, signed=queue)
    assert (told.events, told.meals, told.repeated) == (0, 0, len(queue))
    assert rows_of(town) == before


def test_a_false_signature_is_not_loaded():
    town = meal_school(1)
    queue = month_of(town)
    forged = [Signed(queue[0].body, bytes(64)), *queue[1:]]
    assert load_queue(by=LOADER, terminal=town.terminal, signed=forged).refused == 1
    assert not ServiceEvent.objects.filter(terminal=town.terminal, sequence=1).exists()


def test_only_jobs_and_administrators_load():
    town = meal_school(1)
    with pytest.raises(Forbidden):
        load_queue(by=town.officer("canteen_worker"), terminal=town.terminal, signed=month_of(town))


def test_vouchers_of_a_year_that_is_over_held_through_it():
    town = meal_school(1)
    over = SchoolYearFactory(slug="2025-26", first_on=date(2025, 9, 1), last_on=date(2026, 8, 31), terms=())
    VoucherFactory(pupil=town.pupils[0], school=town.school, year=over, listed=True, listed_on=date(2025, 9, 1))
    assert load_past_vouchers(by=LOADER, school=town.school, year=over) == 1
    voucher = Voucher.objects.get(year=over)
    assert (voucher.state, voucher.active_from, voucher.ended_on) == ("expired", date(2025, 9, 1), date(2026, 9, 1))
    assert town.vouchers[0].state == "active"
