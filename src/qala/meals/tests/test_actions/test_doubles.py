"""One child at two counters: the first is paid, the second plate is a loss with a cause that the auditor sees."""

import pytest
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, generate_private_key
from django.db import DatabaseError, transaction
from django.urls import reverse

from qala.meals.actions.serving import receive
from qala.meals.models import DoubleServing, Meal, ServiceEvent
from qala.meals.queries.losses import in_the_books, losses
from qala.meals.tests.factories import (
    FRIDAY,
    NOVEMBER,
    OLD,
    PRICES,
    YOUNG,
    Phone,
    TariffFactory,
    TerminalFactory,
    balance_of,
    meal_school,
    trial_balance,
)
from qala.people.tests.conftest import signed_in
from qala.people.tests.factories import AppointmentFactory

pytestmark = pytest.mark.django_db
PRICE = PRICES[YOUNG]


def serve(town, pupil, phone=None):
    phone = phone or town.phone
    (answer,) = receive(by=phone.terminal, signed=[phone.press(pupil, day=FRIDAY)])
    return ServiceEvent.objects.get(uid=answer.uid)


def test_a_child_at_two_schools_is_paid_once_and_lost_once():
    town, other = meal_school(pupils=1), meal_school(pupils=1)
    serve(town, town.pupils[0])
    committed = other.money("committed")
    second = serve(other, town.pupils[0])
    row = DoubleServing.objects.get()
    assert (second.outcome, row.pk, row.cause, row.tiyn) == ("duplicate", second.pk, "two_schools", PRICE)
    assert (row.meal.school, row.contract) == (town.school, other.contract)
    assert (balance_of("meals:loss"), other.money("committed")) == (PRICE, committed - PRICE)
    assert (town.money("payable"), other.money("payable"), trial_balance()) == (PRICE, 0, 0)
    assert Meal.objects.count() == 1
    with pytest.raises(DatabaseError), transaction.atomic():
        DoubleServing.objects.update(tiyn=1)


def test_two_counters_of_one_school():
    town = meal_school(pupils=1)
    secret = generate_private_key(SECP256R1())
    beside = Phone(TerminalFactory(school=town.school, secret=secret), secret)
    serve(town, town.pupils[0])
    press = beside.press(town.pupils[0], day=FRIDAY)
    for _sent_twice in range(2):
        receive(by=beside.terminal, signed=[press])
    assert DoubleServing.objects.get().cause == "two_counters"
    assert balance_of("meals:loss") == PRICE


def test_a_second_helping_at_the_same_counter_is_no_loss():
    town = meal_school(pupils=1)
    phone = town.phone
    serve(town, town.pupils[0], phone)
    assert serve(town, town.pupils[0], phone).outcome == "duplicate"
    assert (DoubleServing.objects.count(), balance_of("meals:loss")) == (0, 0)


def test_where_no_money_is_left_the_plate_is_named_all_the_same():
    town, poor = meal_school(pupils=1), meal_school(pupils=1)
    dear = poor.money("committed")
    for band in (YOUNG, OLD):
        TariffFactory(contract=poor.contract, band=band, from_on=FRIDAY, tiyn=dear + 1)
    serve(town, town.pupils[0])
    serve(poor, town.pupils[0])
    row = DoubleServing.objects.get()
    assert (row.tiyn, row.transfer, balance_of("meals:loss")) == (dear + 1, None, 0)
    assert [one.is_set_apart for one in losses(NOVEMBER)] == [False]


def test_the_auditor_sees_every_lost_plate_with_its_money_and_no_name():
    town, other = meal_school(pupils=1), meal_school(pupils=1)
    serve(town, town.pupils[0])
    serve(other, town.pupils[0])
    auditor = signed_in(AppointmentFactory(role="auditor").person)
    page = auditor.get(reverse("meals:losses") + "?month=2026-11", headers={"Accept-Language": "en"}).content.decode()
    assert "served at two schools" in page
    assert "678.50" in page
    assert town.pupils[0].person.family not in page
    assert in_the_books() == PRICE == sum(one.tiyn for one in losses(NOVEMBER))
