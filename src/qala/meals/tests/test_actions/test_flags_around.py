"""Questions about children who move and suppliers who are tied to somebody."""

from datetime import date

import pytest

from qala.meals.queries.flags import questions
from qala.meals.tests.factories import FRIDAY, NOVEMBER, PRICES, YOUNG, ContractFactory, department, meal_school
from qala.meals.tests.stories import serve
from qala.people.models import ContactKind
from qala.people.tests.factories import AppointmentFactory, ContactFactory, GuardianshipFactory
from qala.roster.models import Enrolment
from qala.roster.tests.factories import EnrolmentFactory, SchoolClassFactory, parent_of

pytestmark = pytest.mark.django_db
PRICE = PRICES[YOUNG]


def asked(rule, about=""):
    return [one for one in questions(NOVEMBER) if one.rule == rule and one.about.startswith(about)]


def came_through(town, pupil, *days):
    """The register says that a child came here on the last of these days, through another school on each before."""
    seat = Enrolment.objects.get(pupil=pupil)
    until, begun = seat.until_on, seat.from_on
    Enrolment.objects.filter(pk=seat.pk).update(from_on=days[-1])
    for first, last in zip((begun, *days), days, strict=False):
        room = SchoolClassFactory(year=town.school_class.year)
        EnrolmentFactory(pupil=pupil, school_class=room, from_on=first, until_on=last, left_reason="school_change")
    assert until > days[-1]


def test_p3_a_child_of_many_schools_in_a_year():
    town = meal_school(pupils=2)
    came_through(town, town.pupils[0], date(2026, 9, 10), date(2026, 10, 5), date(2026, 10, 20))
    serve(town)
    (one,) = asked("P3", "moves")
    assert (one.school, one.count, one.threshold, one.tiyn) == (town.school.pk, 1, 3, PRICE)


def test_p3_two_moves_are_life():
    town = meal_school(pupils=2)
    came_through(town, town.pupils[0], date(2026, 9, 10), date(2026, 10, 20))
    serve(town)
    assert not asked("P3")


def test_p3_many_children_who_come_before_a_count():
    town = meal_school(pupils=5)
    for pupil in town.pupils[:3]:
        came_through(town, pupil, date(2026, 11, 9))
    serve(town)
    (one,) = asked("P3", "arrivals")
    assert (one.count, one.threshold, one.tiyn) == (3, 0, 3 * PRICE)


def test_p11_one_person_behind_two_suppliers():
    town = meal_school(pupils=1)
    serve(town)
    speaker = town.supplier()
    assert not asked("P11")
    other = ContractFactory()
    AppointmentFactory(role="supplier", organisation=other.supplier, person=speaker)
    (one,) = asked("P11")
    assert (one.about, one.count, one.tiyn) == (f"same_person:{town.contract.supplier_id}", 1, PRICE)


def test_p11_one_telephone_behind_two_suppliers():
    town = meal_school(pupils=1)
    serve(town)
    partner = AppointmentFactory(role="supplier", organisation=ContractFactory().supplier).person
    for person in (town.supplier(), partner):
        ContactFactory(person=person, kind=ContactKind.PHONE, value="+77252000000")
    (one,) = asked("P11")
    assert one.about.startswith("same_contact:")


def test_p11_one_account_behind_two_suppliers():
    account = "KZ86125KZT5004100100"
    town = meal_school(pupils=1)
    serve(town)
    ContractFactory(supplier=town.contract.supplier, iban=account)
    assert not asked("P11"), "a supplier's own contracts may share an account"
    ContractFactory(iban=account)
    (one,) = asked("P11")
    assert (one.about, one.tiyn) == (f"same_account:{town.contract.supplier_id}", PRICE)


def test_p11_who_sells_the_meals_and_who_orders_them_bring_up_one_child():
    town = meal_school(pupils=1)
    serve(town)
    seller, officer = town.supplier(), department()
    child = meal_school(pupils=1).pupils[0]
    GuardianshipFactory(guardian=seller, child=child.person)
    parent_of(child)
    assert not asked("P11"), "a child in common with a stranger asks nothing"
    GuardianshipFactory(guardian=officer, child=child.person)
    (one,) = asked("P11")
    assert one.about.startswith("family:")


def test_p11_who_sells_the_meals_holds_an_office_over_them():
    town = meal_school(pupils=1)
    serve(town, FRIDAY)
    AppointmentFactory(role="education_department", person=town.supplier())
    (one,) = asked("P11")
    assert one.about.startswith("official:")
