"""Raw SQL with the application's rights: every failure of the domain page that a hand could try is refused."""

from uuid import uuid4

import pytest
from django.db import DatabaseError, connection, transaction

from qala.meals.models import Meal, MonthHold, Pause
from qala.meals.tests.factories import FRIDAY, OLD, SUNDAY, THURSDAY, VoucherFactory, meal_school
from qala.meals.tests.stories import approved, closed, final, serve
from qala.roster.tests.factories import EnrolmentFactory, SchoolClassFactory, SchoolDayFactory

pytestmark = pytest.mark.django_db

COPY = """
WITH event AS (
  INSERT INTO meals_serviceevent (uid, terminal_id, sequence, previous, digest, signature, body, happened_at, day,
    service_id, school_id, pupil_id, how, outcome, reason)
  SELECT gen_random_uuid(), terminal_id, sequence + 1000 + n, previous, digest, signature, body, happened_at, on_day,
    service_id, school_id, %(pupil)s, how, %(outcome)s, %(reason)s
  FROM meals_serviceevent, unnest(%(days)s::date[]) WITH ORDINALITY AS days (on_day, n) WHERE id = %(like)s
  RETURNING id, day)
INSERT INTO meals_meal (event_id, pupil_id, voucher_id, school_id, contract_id, day, service_id, band, tiyn, vat_tiyn, draw)
SELECT event.id, %(pupil)s, %(voucher)s, m.school_id, %(contract)s, event.day, m.service_id, %(band)s, %(tiyn)s, m.vat_tiyn,
  coalesce(%(draw)s, gen_random_uuid()) FROM meals_meal m, event WHERE m.event_id = %(like)s
"""


def forge(meal, **lie):
    """Insert another meal like this one, with a lie in it."""
    told = {
        "like": meal.pk, "days": [meal.day], "pupil": meal.pupil_id, "voucher": meal.voucher_id, "band": meal.band,
        "contract": meal.contract_id, "tiyn": meal.tiyn, "draw": None, "outcome": "accepted", "reason": "",
    } | lie  # fmt: skip
    with connection.cursor() as cursor, transaction.atomic():
        cursor.execute(COPY, told)


@pytest.fixture
def town():
    return meal_school(pupils=3)


@pytest.fixture
def meal(town):
    return serve(town, but=(1, 2))[0]


def second(town):
    return {"pupil": town.pupils[1].pk, "voucher": town.vouchers[1].pk}


def refused(fact, meal, **lie):
    with pytest.raises(DatabaseError, match=fact.replace("_", "[ _]")):
        forge(meal, **lie)
    assert Meal.objects.count() == 1


def test_one_meal_per_child_per_service(meal):
    refused("one_meal_per_child_per_service", meal)


def test_no_meal_without_money_drawn_for_it(town, meal):
    refused("a_meal_has_its_draw", meal, **second(town))


def test_no_meal_rides_on_another_meals_draw(town, meal):
    with pytest.raises(DatabaseError, match="draw"):
        forge(meal, **second(town), draw=meal.draw)


def test_no_meal_on_a_sunday_nor_on_a_closed_day(town, meal):
    refused("a_meal_needs_an_open_day", meal, **second(town), days=[SUNDAY])
    SchoolDayFactory(school=town.school, day=THURSDAY, quarantine=True)
    refused("a_meal_needs_an_open_day", meal, **second(town), days=[THURSDAY])
    refused("a_meal_needs_an_open_day", meal, **second(town), days=[FRIDAY.replace(month=7)])


def test_no_band_but_the_birthdays(town, meal):
    """East Kazakhstan: children of 11–18 fed by the norm of 7–10."""
    refused("a_meal_has_its_band", meal, **second(town), band=OLD)


def test_no_price_but_the_contracts(town, meal):
    """Abay: 590 paid instead of 660; and 553 instead of 620 by a tax wrongly taken off."""
    refused("a_meal_has_its_price", meal, **second(town), tiyn=59_000)
    refused("a_meal_has_its_price", meal, **second(town), tiyn=meal.tiyn * 100 // 112)


def test_no_meal_without_a_contract_of_the_school(town, meal):
    other = meal_school(pupils=1)
    refused("a_meal_has_its_contract", meal, **second(town), contract=other.contract.pk)


def test_no_meal_on_anothers_voucher_nor_after_it_ended(town, meal):
    refused("a_meal_has_its_voucher", meal, **second(town) | {"voucher": town.vouchers[2].pk})
    VoucherFactory._meta.model.objects.filter(pk=town.vouchers[1].pk).update(
        state="revoked", ended_on=FRIDAY, ended_because="left"
    )
    refused("a_meal_has_its_voucher", meal, **second(town))


def test_no_meal_on_a_voucher_that_rests_that_day(town, meal):
    Pause.objects.create(voucher=town.vouchers[1], from_on=THURSDAY, until_on=SUNDAY, reason="long_absence")
    refused("a_meal_falls_in_no_pause", meal, **second(town))


def test_no_meal_of_a_child_the_register_does_not_know(town, meal):
    """Feeding Our Future: invented rosters."""
    town.pupils[1].enrolments.update(until_on=FRIDAY, left_reason="left_city")
    refused("a_meal_feeds_a_pupil_of_the_school", meal, **second(town))


def test_two_seats_of_one_school_are_looked_at_day_by_day(town):
    """A child that moved to another class between two meals of one queue; and one that nobody seated on the second."""
    town.pupils[1].enrolments.update(until_on=FRIDAY, left_reason="class_change")
    EnrolmentFactory(pupil=town.pupils[1], school_class=SchoolClassFactory(school=town.school, grade=3), from_on=FRIDAY)
    meals = serve(town, THURSDAY, FRIDAY)
    assert [one.pupil_id for one in meals].count(town.pupils[1].pk) == 2


def test_a_seat_of_one_day_feeds_nobody_on_the_next(town, meal):
    """Both days in one statement: the first alone would have its seat."""
    town.pupils[1].enrolments.update(until_on=FRIDAY, left_reason="left_city")
    refused("a_meal_feeds_a_pupil_of_the_school", meal, **second(town), days=[THURSDAY, FRIDAY])
    refused("a_meal_has_its_draw", meal, **second(town), days=[THURSDAY])


@pytest.mark.parametrize("table", ["roster_school", "roster_pupil", "meals_service", "meals_contract", "meals_voucher"])
def test_nothing_that_a_meal_stands_on_goes(table, meal):
    """No foreign key of the meal itself says so: its event, its voucher and the contract's kitchen do."""
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"SET CONSTRAINTS ALL IMMEDIATE; DELETE FROM {table}")


def test_no_meal_from_an_event_that_did_not_count(town, meal):
    refused("a_meal_has_its_event", meal, **second(town), outcome="provisional", reason="no_voucher")


def test_no_meal_in_a_frozen_month(town, meal):
    closed(town)
    refused("a_frozen_month_takes_no_meal", meal, **second(town))


@pytest.mark.parametrize("table", ["meals_meal", "meals_serviceevent", "meals_tariff", "meals_invoiceline", "meals_reversal"])
@pytest.mark.parametrize("statement", ["DELETE FROM {}", "TRUNCATE {} CASCADE", "UPDATE {} SET contract_id = 1"])
def test_what_happened_is_not_rewritten(table, statement):
    """Ufa: edited past orders showed parents a debt."""
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement.format(table))


def test_no_hold_that_the_books_do_not_hold(town):
    with pytest.raises(DatabaseError, match="a month is held in the books"), transaction.atomic():
        MonthHold.objects.create(
            voucher=town.vouchers[0], contract=town.contract, month=FRIDAY.replace(month=12, day=1), transfer=uuid4(), tiyn=1
        )


def test_no_line_of_another_school_on_an_invoice(town, meal):
    other = meal_school(pupils=1)
    serve(other)
    final(town)
    invoice = approved(town)
    stranger = Meal.objects.exclude(school=town.school).get()
    with pytest.raises(DatabaseError, match="a line is a meal of its invoice"), transaction.atomic():
        invoice.lines.create(meal=stranger)
