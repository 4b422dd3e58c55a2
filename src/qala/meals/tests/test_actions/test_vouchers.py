"""A child's voucher: agreed to, active with its month held, paused, ended with a reason."""

from datetime import date, timedelta

import pytest
import time_machine
from django.db import IntegrityError, transaction

from qala.kernel.refusals import Forbidden, Refusal
from qala.meals.actions.serving import receive
from qala.meals.actions.vouchers import (
    activate_many,
    consent,
    expire,
    notify,
    resume,
    revoke,
    suspend,
    take_paper_consents,
    transfer,
)
from qala.meals.models import MonthHold, Voucher
from qala.meals.tests.factories import FRIDAY, JOB, VoucherFactory, meal_school
from qala.meals.tests.test_actions.test_lists import in_force
from qala.people.tests.factories import PersonFactory
from qala.roster.tests.factories import parent_of

pytestmark = pytest.mark.django_db
THIRD = date(2026, 11, 3)


def test_a_parent_agrees_and_the_month_is_held():
    with time_machine.travel(THIRD, tick=True):
        town = meal_school(pupils=1, active=False)
        listed = in_force(town)
        assert notify(by=town.officer("social_pedagogue"), listed=listed) == 1
        assert notify(by=town.officer("social_pedagogue"), listed=listed) == 0
        voucher = consent(by=parent_of(town.pupils[0]), voucher=Voucher.objects.get())
    assert (voucher.state, voucher.active_from, voucher.consent.purpose) == ("active", THIRD, "school-meals")
    hold = MonthHold.objects.get()
    assert hold.tiyn == 20 * 67_850 == town.money("held")  # twenty lesson days from the third on


def test_a_stranger_agrees_to_nothing():
    town = meal_school(pupils=1, active=False)
    in_force(town)
    with pytest.raises(Forbidden):
        consent(by=PersonFactory(), voucher=Voucher.objects.get())


def test_signed_sheets_make_a_whole_school_active_once():
    town = meal_school(pupils=4, active=False)
    in_force(town)
    pedagogue = town.officer("social_pedagogue")
    rows = list(Voucher.objects.all())
    assert take_paper_consents(by=pedagogue, school=town.school, vouchers=rows) == 4
    assert take_paper_consents(by=pedagogue, school=town.school, vouchers=rows) == 0
    assert activate_many(by=JOB, school=town.school, vouchers=rows) == 0
    assert MonthHold.objects.count() == Voucher.objects.filter(state="active").count() == 4


def test_one_active_voucher_per_child():
    town = meal_school(pupils=1)
    with pytest.raises(IntegrityError, match="one_active_voucher_per_child"), transaction.atomic():
        VoucherFactory(
            pupil=town.pupils[0], school=town.school, year=town.school_class.year, consent=town.vouchers[0].consent
        )


def test_an_active_voucher_has_its_consent():
    meal_school(pupils=1)
    with pytest.raises(IntegrityError, match="an_active_voucher_has_its_consent"), transaction.atomic():
        Voucher.objects.update(consent=None)


def test_a_pause_lets_the_child_eat_and_pays_nothing():
    town = meal_school(pupils=1)
    pedagogue, phone = town.officer("social_pedagogue"), town.phone
    with pytest.raises(Refusal):
        suspend(by=pedagogue, voucher=town.vouchers[0], reason="")
    suspend(by=pedagogue, voucher=town.vouchers[0], reason="long_absence", from_on=FRIDAY)
    (answer,) = receive(by=town.terminal, signed=[phone.press(town.pupils[0])])
    assert (answer.outcome, answer.reason) == ("provisional", "no_voucher")
    before = FRIDAY - timedelta(days=1)
    (earlier,) = receive(by=town.terminal, signed=[phone.press(town.pupils[0], day=before)])
    assert earlier.outcome == "accepted"
    assert resume(by=pedagogue, voucher=town.vouchers[0]).state == "active"


def test_a_voucher_ends_only_with_a_reason_and_by_the_school():
    town = meal_school(pupils=1)
    with pytest.raises(Forbidden):
        revoke(by=PersonFactory(), voucher=town.vouchers[0], reason="left_school")
    with pytest.raises(Refusal):
        revoke(by=JOB, voucher=town.vouchers[0], reason="")
    revoke(by=JOB, voucher=town.vouchers[0], reason="left_city_schools", on=FRIDAY)
    assert town.vouchers[0].ended_because == "left_city_schools"
    with pytest.raises(Refusal):
        revoke(by=JOB, voucher=town.vouchers[0], reason="left_school")


def test_no_move_no_transfer():
    town = meal_school(pupils=1)
    with pytest.raises(Refusal) as refused:
        transfer(by=JOB, voucher=town.vouchers[0])
    assert refused.value.code == "no_move"


def test_a_year_that_is_over_ends_its_vouchers():
    town = meal_school(pupils=2)
    with pytest.raises(Refusal):
        expire(by=JOB, year=town.school_class.year)
    with time_machine.travel(date(2027, 9, 1), tick=True):
        assert expire(by=JOB, year=town.school_class.year) == 2
    assert set(Voucher.objects.values_list("state", "ended_because")) == {("expired", "year_over")}
