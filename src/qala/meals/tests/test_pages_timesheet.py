"""The timesheet: made of served meals that count, equal to the month's invoice, by name only for who may see names."""

import csv
from datetime import datetime
from io import StringIO

import pytest
import time_machine
from django.urls import reverse

from qala.kernel.actors import Job
from qala.kernel.clock import CITY
from qala.meals.actions.invoices import draw_invoice
from qala.meals.actions.reversals import reverse as take_back
from qala.meals.queries.bills import bill
from qala.meals.queries.supply import invoice_lines
from qala.meals.queries.timesheets import billed, timesheet
from qala.meals.rules.signs import Sign
from qala.meals.tests.eating import eat
from qala.meals.tests.factories import FRIDAY, NOVEMBER, SUNDAY, THURSDAY, department, meal_school
from qala.meals.tests.stories import final, serve
from qala.people.tests.conftest import signed_in
from qala.people.tests.factories import AppointmentFactory
from qala.roster.tests.factories import AttendanceFactory, EnrolmentFactory, SchoolClassFactory, parent_of

pytestmark = pytest.mark.django_db
ENGLISH = {"headers": {"Accept-Language": "en"}}


def read(person, town, **asked):
    address = reverse("meals:timesheet", args=[town.school.slug])
    answer = signed_in(person).get(address, {"month": "2026-11", **asked}, **ENGLISH)
    assert answer.status_code == 200
    return answer.content.decode("utf-8-sig")


def rows(person, town):
    return list(csv.DictReader(StringIO(read(person, town, format="csv"))))


def invoiced(town):
    final(town)
    return draw_invoice(by=Job("meals.invoices"), contract=town.contract, school=town.school, month=NOVEMBER)


def teacher_of(town):
    teacher = AppointmentFactory(role="class_teacher", organisation=town.school.organisation).person
    town.school_class.teacher = teacher
    town.school_class.save()
    return teacher


def test_it_equals_the_invoice_of_the_month_by_day_band_and_sum():
    town = meal_school(pupils=3)
    town.pupils[0].person.birth_on = "2013-01-01"
    town.pupils[0].person.save()
    phone = town.phone
    serve(town, THURSDAY, but=(1,), phone=phone)
    serve(town, FRIDAY, phone=phone)
    invoice = invoiced(town)
    sheet, lines = timesheet(town.school, NOVEMBER), invoice_lines(invoice)
    assert sheet.meals == len(lines) == 5
    assert sheet.tiyn == bill(invoice).tiyn == sum(line.tiyn for line in lines)
    by_day = {day: meals for day, meals in zip(sheet.days, sheet.by_day, strict=True) if meals}
    assert by_day == {day: sum(line.day == day for line in lines) for day in (THURSDAY, FRIDAY)}
    told = {(one.band, one.price): one.tiyn for one in sheet.bands}
    assert len(told) == 2
    for (band, price), tiyn in told.items():
        assert tiyn == sum(line.tiyn for line in lines if (line.band, line.tiyn) == (band, price))
    assert billed(town.school, NOVEMBER).on_invoices == (sheet.meals, sheet.tiyn)


def test_a_meal_taken_back_leaves_the_sheet_and_the_bill_alike():
    town = meal_school(pupils=2)
    meals = serve(town, FRIDAY)
    invoice = invoiced(town)
    take_back(by=department(), meal=meals[0], reason="another_child")
    sheet, asked = timesheet(town.school, NOVEMBER), bill(invoice)
    assert sheet.tiyn == asked.tiyn - asked.reversed.tiyn == meals[1].tiyn
    assert billed(town.school, NOVEMBER).taken_back == (1, meals[0].tiyn)
    (found,) = sheet.classes
    signs = {line.pupil.pk: line.cells[FRIDAY.day - 1].sign for line in found.lines}
    assert signs[meals[0].pupil_id] is Sign.TAKEN_BACK


def test_an_absence_a_closed_day_and_a_plate_on_trust_have_their_own_sign_and_cost_nothing():
    town = meal_school(pupils=2)
    AttendanceFactory(school_class=town.school_class, day=THURSDAY, absent=[town.pupils[0].pk], present=[town.pupils[1].pk])
    eat(town, [town.pupils[0]], FRIDAY, how="teacher")
    sheet = timesheet(town.school, NOVEMBER)
    assert (sheet.meals, sheet.tiyn) == (0, 0)
    cells = {line.pupil: line.cells for line in sheet.classes[0].lines}
    own, other = cells[town.pupils[0]], cells[town.pupils[1]]
    assert [own[day.day - 1].sign for day in (THURSDAY, FRIDAY, SUNDAY)] == [Sign.ABSENT, Sign.WAITS, Sign.CLOSED]
    assert [other[day.day - 1].sign for day in (THURSDAY, FRIDAY)] == [Sign.NONE, Sign.NONE]


def test_a_day_still_to_come_says_nothing():
    town = meal_school(pupils=1)
    with time_machine.travel(datetime(2026, 11, 19, 12, tzinfo=CITY), tick=True):
        (line,) = timesheet(town.school, NOVEMBER).classes[0].lines
    assert [line.cells[day.day - 1].sign for day in (THURSDAY, FRIDAY)] == [Sign.NONE, Sign.TO_COME]


def test_the_school_reads_names_and_the_supplier_numbers_without_who_was_ill():
    town = meal_school(pupils=2)
    serve(town, FRIDAY)
    AttendanceFactory(school_class=town.school_class, day=THURSDAY, absent=[one.pk for one in town.pupils])
    asked, families = {"class": town.school_class.pk}, [one.person.family for one in town.pupils]
    shown = read(town.officer("school_director"), town, **asked)
    assert all(family in shown for family in families)
    assert 'class="is-absent">a<' in shown
    shown = read(town.supplier(), town, **asked)
    assert not any(family in shown for family in families)
    assert "№ 1" in shown
    assert "is-absent" not in shown
    assert ">a<" not in shown
    told = rows(town.supplier(), town)
    assert {(row["child"], row["2026-11-19"], row["2026-11-20"]) for row in told} == {("", "·", "1")}


def test_a_class_teacher_reads_the_names_of_the_own_class_alone():
    town = meal_school(pupils=1)
    other = SchoolClassFactory(school=town.school, year=town.school_class.year, grade=3, letter="Я")
    child = EnrolmentFactory(school_class=other).pupil
    eat(town, [town.pupils[0], child], FRIDAY, how="teacher")
    told = {row["class"]: row["child"] for row in rows(teacher_of(town), town)}
    assert told == {town.school_class.title: town.pupils[0].person.name.full, other.title: ""}


def test_the_file_is_what_is_seen_and_comes_to_the_same_sum():
    town = meal_school(pupils=3)
    serve(town, THURSDAY, FRIDAY)
    told = rows(town.officer("school_director"), town)
    assert len(told) == 3
    assert {row["2026-11-22"] for row in told} == {"×"}
    assert sum(int(row["meals"]) for row in told) == 6
    assert sum(round(float(row["tenge"]) * 100) for row in told) == timesheet(town.school, NOVEMBER).tiyn


def test_a_strange_class_is_not_found_and_a_parent_may_not():
    town = meal_school(pupils=1)
    address = reverse("meals:timesheet", args=[town.school.slug])
    director = signed_in(town.officer("school_director"))
    assert director.get(address, {"month": "2026-11", "class": "x'"}).status_code == 404
    assert director.get(address, {"month": "soon"}).status_code == 200
    assert signed_in(parent_of(town.pupils[0])).get(address).status_code == 403


def test_a_school_asks_the_same_number_of_questions_however_many_eat(django_assert_max_num_queries):
    town = meal_school(pupils=6)
    serve(town, THURSDAY, FRIDAY)
    with django_assert_max_num_queries(16):
        timesheet(town.school, NOVEMBER)
