"""Every question the numbers can ask: asked once, about the right meals, answered by people."""

from datetime import date, datetime, time, timedelta

import pytest

from qala.kernel.clock import CITY
from qala.kernel.refusals import Forbidden, Refusal
from qala.meals.actions.disputes import decide, open_dispute, withdraw
from qala.meals.actions.flags import answer, explain, raise_flags
from qala.meals.actions.reversals import reverse
from qala.meals.actions.serving import receive
from qala.meals.actions.values import set_numbers
from qala.meals.models import Flag, Invoice, Meal
from qala.meals.queries.bills import bill, payable_lines
from qala.meals.queries.flags import false_positives, questions
from qala.meals.queries.rosters import services
from qala.meals.rules.values import ToldSetting
from qala.meals.tests.factories import FRIDAY, JOB, NOVEMBER, PRICES, THURSDAY, YOUNG, department, held, meal_school
from qala.meals.tests.stories import approved, final, paid, serve
from qala.people.models import Person
from qala.people.tests.factories import PersonFactory
from qala.roster.tests.factories import AttendanceFactory, SchoolDayFactory, parent_of

pytestmark = pytest.mark.django_db
PRICE = PRICES[YOUNG]


def asked(rule, about=""):
    return [one for one in questions(NOVEMBER) if one.rule == rule and one.about.startswith(about)]


def told(town, day=FRIDAY, absent=0):
    pupils = [one.pk for one in town.pupils]
    AttendanceFactory(school_class=town.school_class, day=day, present=pupils[absent:], absent=pupils[:absent])


def test_an_honest_day_asks_nothing():
    town = meal_school(pupils=3)
    serve(town, but=(2,))
    told(town)
    assert questions(NOVEMBER) == []


def test_p1_more_children_than_the_school_was_built_for():
    town = meal_school(pupils=3)
    town.school.design_capacity, town.school.shifts = 2, 1
    town.school.save()
    serve(town)
    (one,) = asked("P1")
    assert (one.count, one.threshold, one.tiyn) == (3, 2, PRICE)


def test_p4_meals_of_absent_children_hold_their_own_lines():
    town = meal_school(pupils=3)
    meals = serve(town)
    told(town, absent=1)
    (absent,) = asked("P4", "absent")
    assert (absent.count, absent.tiyn, absent.meals) == (1, PRICE, (meals[0].pk,))
    (above,) = asked("P4", "attendance")
    assert (above.count, above.threshold) == (1, 2)


def test_p4_unknown_attendance_is_not_zero():
    town = meal_school(pupils=16)
    serve(town)
    assert not asked("P4", "absent")
    (one,) = asked("P4", "factor")
    assert (one.threshold, one.count) == (15, 1)  # 16 × 93.8 %


def test_p5_a_day_closed_afterwards_holds_its_meals():
    """Koksu, 13–15 December 2023: no lessons, and over four million tenge paid."""
    town = meal_school(pupils=2)
    serve(town, THURSDAY, FRIDAY)
    SchoolDayFactory(school=town.school, day=FRIDAY, quarantine=True)
    (one,) = asked("P5")
    assert (one.day, one.count, one.tiyn, len(one.meals)) == (FRIDAY, 2, 2 * PRICE, 2)


def test_p6_the_same_count_day_after_day():
    town = meal_school(pupils=2)
    week = [date(2026, 11, day) for day in (9, 10, 11, 12, 13)]
    phone = town.phone
    serve(town, *week[:4], phone=phone)
    assert not asked("P6")
    serve(town, week[4], phone=phone)
    (one,) = asked("P6")
    assert (one.day, one.until_on, one.count) == (week[0], week[4], 5)


def test_p7_a_child_the_register_does_not_know_there():
    town = meal_school(pupils=1)
    (meal,) = serve(town)
    seat = town.pupils[0].enrolments.get()
    seat.until_on, seat.left_reason = date(2026, 10, 1), "mistake"
    seat.save()
    (one,) = asked("P7")
    assert one.meals == (meal.pk,)


def test_p8_growth_beyond_the_limit():
    town = meal_school(pupils=4)
    held(town.vouchers, town.contract, date(2026, 10, 1))
    phone = town.phone
    serve(town, date(2026, 10, 8), phone=phone, but=(1, 2, 3))
    serve(town, phone=phone)
    (one,) = asked("P8")
    assert (one.count, one.threshold) == (4, 1)


def test_p2_breakfast_at_one_school_and_lunch_at_another():
    town, other = meal_school(pupils=2), meal_school(pupils=1)
    receive(by=town.terminal, signed=[town.phone.press(town.pupils[0], service="breakfast")])
    phone = other.phone
    receive(by=other.terminal, signed=[phone.press(town.pupils[n], service="lunch", how="teacher") for n in (0, 1)])
    (one,) = asked("P2")
    assert (one.school, one.count, one.tiyn, one.about) == (other.school.pk, 1, PRICE, "two_schools")


def test_each_service_is_looked_at_by_itself():
    """Breakfast never varies and has doubled since October; lunch varies and shrank as much."""
    town = meal_school(pupils=4)
    held(town.vouchers, town.contract, date(2026, 10, 1))
    phone, week = town.phone, [date(2026, 11, day) for day in (9, 10, 11, 12, 13)]
    month_before = [(1, "breakfast"), (4, "lunch")]
    days = [(date(2026, 10, 8), month_before), *((day, [(2, "breakfast"), (2 + n % 2, "lunch")]) for n, day in enumerate(week))]
    for day, served in days:
        presses = [phone.press(child, day=day, service=slug) for most, slug in served for child in town.pupils[:most]]
        assert {one.outcome for one in receive(by=town.terminal, signed=presses)} == {"accepted"}
    assert [(one.about, one.count) for one in asked("P6")] == [("flat:breakfast", 5)]
    assert [(one.about, one.count, one.threshold) for one in asked("P8")] == [("growth:breakfast", 2, 1)]


def test_p9_faster_than_a_line_and_after_hours():
    town = meal_school(pupils=12)
    phone = town.phone
    start = datetime.combine(FRIDAY, time(21), CITY)
    presses = [phone.press(one, at=start + timedelta(milliseconds=300 * n)) for n, one in enumerate(town.pupils)]
    receive(by=town.terminal, signed=presses)
    (fast,) = asked("P9", "fast:")
    assert (fast.count, fast.threshold) == (11, 10)
    (late,) = asked("P9", "hours:")
    assert (late.count, late.tiyn) == (12, 12 * PRICE)


def test_p9_asks_by_the_hours_of_the_day():
    town = meal_school(pupils=12)
    told = [ToldSetting("lunch_closes", 21 * 60, FRIDAY, "Order 9", verified=True)]
    set_numbers(by=JOB, told=told)
    start = datetime.combine(FRIDAY, time(21), CITY)
    presses = [town.phone.press(one, at=start + timedelta(minutes=n)) for n, one in enumerate(town.pupils)]
    receive(by=town.terminal, signed=presses)
    assert not asked("P9", "hours:")
    (lunch,) = (one for one in services(FRIDAY) if one["slug"] == "lunch")
    assert (lunch["opens"], lunch["closes"]) == ("10:00", "21:00")
    (before,) = (one for one in services(FRIDAY - timedelta(days=1)) if one["slug"] == "lunch")
    assert before["closes"] == "15:30"


def test_p10_too_much_on_trust_at_one_counter():
    town = meal_school(pupils=2)
    phone = town.phone
    receive(by=town.terminal, signed=[phone.press(one, how="paper") for one in town.pupils])
    (one,) = asked("P10")
    assert (one.count, one.about) == (2, f"trust:{town.terminal.key}")


def test_p12_parents_deny_meals():
    town = meal_school(pupils=3)
    meals = serve(town)
    for meal in meals:
        open_dispute(by=parent_of(meal.pupil), meal=meal, reason="not_eaten")
    (one,) = asked("P12", "denied")
    assert (one.count, one.tiyn) == (3, 3 * PRICE)


def test_p12_hears_denials_that_were_upheld_and_none_that_were_withdrawn():
    town = meal_school(pupils=3)
    denials = [open_dispute(by=parent_of(meal.pupil), meal=meal, reason="not_eaten") for meal in serve(town)]
    for one in denials[:2]:
        decide(by=department(), dispute=one, upheld=True)
    (one,) = asked("P12", "denied")
    assert (one.count, one.tiyn) == (3, 3 * PRICE)
    withdraw(by=Person.objects.get(pk=denials[2].opened_by.partition(":")[2]), dispute=denials[2])
    assert not asked("P12", "denied")


def test_questions_are_asked_once_and_answered_by_people():
    town = meal_school(pupils=3)
    serve(town)
    told(town, absent=1)
    assert raise_flags(by=JOB, month=NOVEMBER) == 2
    assert raise_flags(by=JOB, month=NOVEMBER) == 0
    flag = Flag.objects.get(about="absent")
    with pytest.raises(Forbidden):
        raise_flags(by=PersonFactory(), month=NOVEMBER)
    with pytest.raises(Forbidden):
        answer(by=town.officer("school_director"), flag=flag, verdict="explained", explanation="x")
    with pytest.raises(Refusal):
        answer(by=department(), flag=flag, verdict="explained")
    explain(by=town.officer("school_director"), flag=flag, explanation="Came late, after the mark")
    answer(by=department(), flag=flag, verdict="explained")
    answer(by=department(), flag=Flag.objects.get(about="attendance"), verdict="error", explanation="Counted twice")
    with pytest.raises(Refusal):
        answer(by=department(), flag=flag, verdict="fraud", explanation="x")
    (rate,) = false_positives()
    assert (rate.rule, rate.asked, rate.answered, rate.permille) == ("P4", 2, 2, 500)


def test_an_open_question_holds_its_line_and_no_other():
    town = meal_school(pupils=3)
    serve(town)
    told(town, absent=1)
    raise_flags(by=JOB, month=NOVEMBER)
    final(town)
    invoice = approved(town)
    assert (bill(invoice).payable.lines, bill(invoice).waiting.lines) == (2, 1)
    answer(by=department(), flag=Flag.objects.get(about="absent"), verdict="explained", explanation="Came late")
    assert bill(invoice).payable.lines == Meal.objects.count() == 3


def test_what_was_called_wrong_is_not_paid_before_it_is_taken_back():
    town = meal_school(pupils=3)
    wrong, right = serve(town)[:2]
    told(town, absent=2)
    raise_flags(by=JOB, month=NOVEMBER)
    flag, officer = Flag.objects.get(about="absent"), department()
    answer(by=officer, flag=flag, verdict="fraud", explanation="Nobody was there")
    final(town)
    invoice = approved(town)
    assert (bill(invoice).payable.lines, bill(invoice).waiting.lines) == (1, 2)
    assert paid(town, invoice).tiyn == PRICE
    reverse(by=department(), meal=wrong, reason="found_by_audit")
    assert (bill(invoice).reversed.lines, bill(invoice).waiting.lines) == (1, 1)
    with pytest.raises(Refusal) as refused:
        answer(by=officer, flag=flag, verdict="explained", explanation="One came late")
    assert refused.value.code == "same_person"
    answer(by=department(), flag=flag, verdict="explained", explanation="One came late")
    assert [meal for meal, _tiyn in payable_lines(invoice)] == [right.pk]
    with pytest.raises(Refusal):
        answer(by=officer, flag=flag, verdict="error", explanation="No")


def test_the_last_line_taken_back_finishes_the_invoice():
    town = meal_school(pupils=2)
    wrong = serve(town)[0]
    told(town, absent=1)
    raise_flags(by=JOB, month=NOVEMBER)
    answer(by=department(), flag=Flag.objects.get(about="absent"), verdict="error", explanation="Was ill")
    final(town)
    paid(town, approved(town))
    assert Invoice.objects.get().state == "paid_in_part"
    reverse(by=department(), meal=wrong, reason="found_by_audit")
    assert Invoice.objects.get().state == "paid"


def test_meals_that_come_after_the_answer_are_asked_about():
    town = meal_school(pupils=3)
    phone = town.phone
    serve(town, but=(1, 2), phone=phone)
    told(town, absent=3)
    raise_flags(by=JOB, month=NOVEMBER)
    answer(by=department(), flag=Flag.objects.get(about="absent"), verdict="explained", explanation="Came late")
    receive(by=town.terminal, signed=[phone.press(one) for one in town.pupils[1:]])
    raise_flags(by=JOB, month=NOVEMBER)
    late = Flag.objects.get(about="absent:2")
    assert (late.count, late.tiyn, late.meals.count()) == (2, 2 * PRICE, 2)
    raise_flags(by=JOB, month=NOVEMBER)
    assert Flag.objects.filter(about__startswith="absent").count() == 2
    final(town)
    invoice = approved(town)
    assert (bill(invoice).payable.lines, bill(invoice).waiting.lines) == (1, 2)
