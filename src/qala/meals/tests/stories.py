"""Roads that many tests walk: serve a day, close a month that is over, bring an invoice to its payment."""

from datetime import date

import time_machine

from qala.kernel.actors import Job
from qala.kernel.clock import now
from qala.meals.actions.invoices import approve, draw_invoice, instruct, match, pay, send
from qala.meals.actions.months import close_month, finish, open_window, sign
from qala.meals.actions.serving import receive
from qala.meals.models import Invoice, Meal, Payment, Timesheet
from qala.meals.tests.factories import FRIDAY, JOB, NOVEMBER, MealSchool, Phone, department

DECEMBER_DAY, CHRISTMAS = date(2026, 12, 10), date(2026, 12, 25)


def serve(town: MealSchool, *days: date, phone: Phone | None = None, but: tuple[int, ...] = ()) -> list[Meal]:
    """Every pupil (but some) eats on each day."""
    phone = phone or town.phone
    presses = [phone.press(one, day=day) for day in days or (FRIDAY,) for n, one in enumerate(town.pupils) if n not in but]
    answers = receive(by=town.terminal, signed=presses)
    assert {one.outcome for one in answers} == {"accepted"}, answers
    return list(Meal.objects.filter(school=town.school, day__in=days or (FRIDAY,)).order_by("day", "pupil_id"))


def closed(town: MealSchool, month: date = NOVEMBER) -> Timesheet:
    """Close a month as the tenth of December would, when terminals have handed in everything."""
    moment = now()  # the books take no day that has not come, whatever a test says
    with time_machine.travel(DECEMBER_DAY, tick=True):
        return close_month(by=JOB, school=town.school, month=month, at=moment)


def final(town: MealSchool) -> Timesheet:
    """A month closed, signed, shown to parents and final."""
    sheet = closed(town)
    with time_machine.travel(DECEMBER_DAY, tick=True):
        sign(by=town.officer("school_director"), sheet=sheet)
        open_window(by=JOB, sheet=sheet)
    with time_machine.travel(CHRISTMAS, tick=True):
        return finish(by=JOB, sheet=sheet)


def approved(town: MealSchool, month: date = NOVEMBER) -> Invoice:
    """An invoice drawn, sent, matched and approved by four different hands."""
    invoice = draw_invoice(by=Job("meals.invoices"), contract=town.contract, school=town.school, month=month)
    send(by=town.supplier(), invoice=invoice)
    match(by=JOB, invoice=invoice)
    return approve(by=department(), invoice=invoice)


def paid(town: MealSchool, invoice: Invoice) -> Payment:
    return pay(by=department(), payment=instruct(by=JOB, invoice=invoice))


