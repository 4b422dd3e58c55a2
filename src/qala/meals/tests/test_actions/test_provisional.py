"""Fed on trust: another person says which child it was, or the city carries the loss, within the published cap."""

from datetime import date
from uuid import uuid4

import pytest
import time_machine

from qala.kernel.clock import now
from qala.kernel.refusals import Forbidden, Refusal
from qala.meals.actions.commitments import uncommit
from qala.meals.actions.contracts import commit
from qala.meals.actions.months import close_month
from qala.meals.actions.provisional import confirm, lapse, reject
from qala.meals.actions.serving import receive
from qala.meals.models import Meal, Provisional
from qala.meals.queries.provisional import shares
from qala.meals.tests.factories import (
    FRIDAY,
    JOB,
    NOVEMBER,
    PRICES,
    YOUNG,
    balance_of,
    department,
    meal_school,
    trial_balance,
)
from qala.meals.tests.stories import DECEMBER_DAY, closed, serve
from qala.people.tests.factories import PersonFactory

pytestmark = pytest.mark.django_db
PRICE = PRICES[YOUNG]
LATER = date(2026, 12, 3)


def on_trust(town, phone, pupil=None, day=FRIDAY):
    receive(by=town.terminal, signed=[phone.press(pupil, how="teacher", day=day)])
    return Provisional.objects.latest("event__pk")


def test_a_teacher_names_the_child_and_it_becomes_a_meal():
    town = meal_school(pupils=2)
    waiting = on_trust(town, town.phone)
    with pytest.raises(Refusal) as refused:
        confirm(by=town.officer("class_teacher"), waiting=waiting)
    assert refused.value.code == "child_missing"
    meal = confirm(by=town.officer("class_teacher"), waiting=waiting, pupil=town.pupils[0])
    assert (meal.pupil, meal.tiyn, town.money("payable")) == (town.pupils[0], PRICE, PRICE)
    assert Provisional.objects.get().state == "confirmed"
    with pytest.raises(Refusal):
        confirm(by=town.officer("class_teacher"), waiting=waiting, pupil=town.pupils[1])


def test_a_plate_written_down_for_one_child_is_not_confirmed_for_another():
    town = meal_school(pupils=2)
    waiting = on_trust(town, town.phone, town.pupils[0])
    with pytest.raises(Refusal) as refused:
        confirm(by=town.officer("class_teacher"), waiting=waiting, pupil=town.pupils[1])
    assert refused.value.code == "another_child"
    assert confirm(by=town.officer("class_teacher"), waiting=waiting).pupil == town.pupils[0]


def test_the_same_child_is_not_paid_twice():
    town = meal_school(pupils=1)
    phone = town.phone
    waiting = on_trust(town, phone)
    serve(town, phone=phone)
    with pytest.raises(Refusal) as refused:
        confirm(by=town.officer("class_teacher"), waiting=waiting, pupil=town.pupils[0])
    assert refused.value.code == "served_before"
    assert Provisional.objects.get().state == "opened"


def test_a_child_of_another_school_does_not_count_here():
    town, other = meal_school(pupils=1), meal_school(pupils=1)
    waiting = on_trust(town, town.phone)
    with pytest.raises(Refusal) as refused:
        confirm(by=town.officer("school_director"), waiting=waiting, pupil=other.pupils[0])
    assert refused.value.code == "other_school"


def test_who_served_does_not_confirm():
    town = meal_school(pupils=1)
    waiting = on_trust(town, town.phone)
    for stranger in (PersonFactory(), town.officer("canteen_worker"), town.supplier()):
        with pytest.raises(Forbidden):
            confirm(by=stranger, waiting=waiting, pupil=town.pupils[0])
    teacher = town.officer("class_teacher")
    waiting.witness = teacher.actor_key
    waiting.save()
    with pytest.raises(Refusal):
        confirm(by=teacher, waiting=waiting, pupil=town.pupils[0])


def test_above_the_cap_only_the_department_looks():
    town = meal_school(pupils=3)
    phone = town.phone
    waiting = [on_trust(town, phone) for _ in range(2)]
    assert shares(NOVEMBER)[town.school.pk].is_above
    with pytest.raises(Refusal) as refused:
        confirm(by=town.officer("class_teacher"), waiting=waiting[0], pupil=town.pupils[0])
    assert refused.value.code == "above_cap"
    with time_machine.travel(LATER, tick=True):
        assert lapse(by=JOB) == 0
    assert confirm(by=department(), waiting=waiting[0], pupil=town.pupils[0]).pk


def test_a_rejected_service_costs_the_city_nothing():
    town = meal_school(pupils=1)
    waiting = reject(by=town.officer("school_director"), waiting=on_trust(town, town.phone))
    assert (waiting.state, town.money("payable"), balance_of("meals:loss")) == ("rejected", 0, 0)
    assert not Meal.objects.exists()


def test_what_nobody_looked_at_in_time_is_a_named_loss():
    town = meal_school(pupils=1)
    on_trust(town, town.phone)
    assert lapse(by=JOB) == 0
    with time_machine.travel(LATER, tick=True), pytest.MonkeyPatch.context() as patch:
        patch.setattr("qala.meals.actions.provisional.now", lambda: town.terminal.enrolled_at)
        assert lapse(by=JOB) == 1
        assert lapse(by=JOB) == 0
    assert (balance_of("meals:loss"), town.money("payable")) == (PRICE, 0)
    assert Provisional.objects.get().tiyn == PRICE
    assert trial_balance() == 0


def test_a_plate_without_money_says_why_the_month_does_not_close():
    town = meal_school(pupils=1)
    on_trust(town, town.phone)
    free = town.money("committed")
    uncommit(by=department(), contract=town.contract, year=2026, tiyn=free, reason="by_mistake", key=uuid4(), at=now())
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("qala.meals.actions.provisional.now", lambda: town.terminal.enrolled_at)
        with time_machine.travel(LATER, tick=True):
            assert lapse(by=JOB) == 0
        with time_machine.travel(DECEMBER_DAY, tick=True), pytest.raises(Refusal) as refused:
            close_month(by=JOB, school=town.school, month=NOVEMBER)
        assert (refused.value.code, town.contract.number in str(refused.value.reason)) == ("loss_unfunded", True)
        commit(by=JOB, contract=town.contract, year=2026, tiyn=PRICE, key=uuid4(), at=now())
        with time_machine.travel(LATER, tick=True):
            assert lapse(by=JOB) == 1
    assert closed(town).state == "frozen"
    assert trial_balance() == 0
