"""The months behind the city: looked at, closed, signed, contested, invoiced, paid; questions, menus and stars."""

from collections.abc import Sequence
from datetime import date, timedelta

from django.db import connection

from qala.demo.city.frame import dice
from qala.demo.city.lexicon import rows
from qala.demo.city.shapes import CityPlan
from qala.demo.fill.ground import LOADER
from qala.demo.fill.kitchens import MONTHS, House, Kitchens, at
from qala.kernel.translated import Translated
from qala.meals.actions import disputes, flags, invoices, menus, months, parents, provisional
from qala.meals.models import Flag, Invoice, Meal, Provisional, Service, ServiceEvent
from qala.meals.rules.months import last_of, month_after
from qala.people.models import Account, Person
from qala.roster.models import Pupil
from qala.roster.queries import open_days

MENU_UNTIL = date(2026, 11, 27)
PARENT = "parent@qala.example"


def settle(plan: CityPlan, told: Kitchens) -> None:
    """Bring September to its payment and October to its approval; November runs."""
    for month in MONTHS[:2]:
        for house in told.houses:
            _look(told, house, month)
            _close(told, house, month)
        if month == MONTHS[1]:
            _contest(told)
        for house in told.houses:
            sheet = house.school.timesheets.get(month=month)
            months.finish(by=told.officer, sheet=sheet)
        flags.raise_flags(by=LOADER, month=month)
        _answer(told, month)
        for number, house in enumerate(told.houses):
            _bill(told, house, month, is_paid=month == MONTHS[0] or number < 2)
    flags.raise_flags(by=LOADER, month=MONTHS[2])
    _cook(plan, told.houses)
    _rate(plan)


def _look(told: Kitchens, house: House, month: date) -> None:
    """Whoever was fed on the teacher's word: confirmed with the child's card, else nobody of the city pays."""
    waiting = Provisional.objects.filter(
        event__school=house.school, event__day__range=(month, last_of(month)), state="opened"
    ).select_related("event__terminal__school", "event__school", "event__service", "event__pupil__person")
    for one in waiting.order_by("pk"):
        pupil = one.event.pupil
        held = pupil and pupil.vouchers.filter(state="active").exists()
        if held and not Meal.objects.filter(pupil=pupil, day=one.event.day, service=one.event.service).exists():
            provisional.confirm(by=told.officer, waiting=one)
        else:
            provisional.reject(by=told.officer, waiting=one)


def _close(told: Kitchens, house: House, month: date) -> None:
    after = month_after(month)
    sheet = months.close_month(by=told.officer, school=house.school, month=month, at=at(after + timedelta(days=1)))
    months.sign(by=house.director, sheet=sheet)
    months.open_window(by=told.officer, sheet=sheet, on=after + timedelta(days=1))


def _contest(told: Kitchens) -> None:
    """A mother says that her child was ill on a day of October; another meal of hers was decided already."""
    parent = Account.objects.select_related("person").get(email=PARENT).person
    october = Meal.objects.filter(pupil__in=_children(parent), day__range=(MONTHS[1], last_of(MONTHS[1])))
    mine = list(october.order_by("day"))
    if len(mine) > 1:
        first = disputes.open_dispute(by=parent, meal=mine[0], reason="child_was_ill", at=at(date(2026, 11, 3)))
        disputes.decide(by=told.officer, dispute=first, upheld=True, at=at(date(2026, 11, 5)))
        disputes.open_dispute(by=parent, meal=mine[-1], reason="child_was_ill", at=at(date(2026, 11, 4)))


def _children(parent: Person) -> list[Pupil]:
    return list(Pupil.objects.filter(person__guardians__guardian=parent))


def _answer(told: Kitchens, month: date) -> None:
    """The department has answered what September asked; later questions are open."""
    if month != MONTHS[0]:
        return
    for flag in Flag.objects.filter(school__in=[house.school for house in told.houses]).order_by("pk"):
        house = next(one for one in told.houses if one.school.pk == flag.school_id)
        flags.explain(by=house.director, flag=flag, explanation="Кестеге қарадық: бала кешігіп келген.")
        flags.answer(by=told.officer, flag=flag, verdict="error" if flag.rule == "P6" else "explained")


def _bill(told: Kitchens, house: House, month: date, *, is_paid: bool) -> None:
    supplier, after = told.suppliers[house.contract.pk], month_after(month)
    invoice: Invoice = invoices.draw_invoice(
        by=supplier, contract=house.contract, school=house.school, month=month, at=at(after + timedelta(days=8))
    )
    invoices.send(by=supplier, invoice=invoice)
    invoices.match(by=LOADER, invoice=invoice)
    if is_paid:
        invoices.approve(by=told.officer, invoice=invoice)
        payment = invoices.instruct(by=told.second, invoice=invoice, at=at(after + timedelta(days=11)))
        invoices.pay(by=told.second, payment=payment, at=at(after + timedelta(days=12), 15))


def _cook(plan: CityPlan, houses: Sequence[House]) -> None:
    """What was and will be on the table."""
    service, dishes = Service.objects.get(slug="lunch"), rows("dishes")
    for number, house in enumerate(houses):
        random = dice(plan.seed, "menu", number)
        for day in open_days(house.school, date(2026, 11, 2), MENU_UNTIL):
            kk, ru, en, allergens, energy = random.choice(dishes)
            menus.write_menu(
                by=LOADER, school=house.school, day=day, service=service, dishes=Translated(kk=kk, ru=ru, en=en),
                allergens=tuple(filter(None, allergens.split(","))), kilocalories=int(energy),
            )  # fmt: skip


def _rate(plan: CityPlan) -> None:
    """Some parents say how the food was."""
    random = dice(plan.seed, "stars")
    events = ServiceEvent.objects.filter(outcome="accepted", day__gte=date(2026, 11, 9)).select_related("pupil__person")
    for event in events.order_by("pk")[:: max(1, events.count() // 90)]:
        tie = event.pupil.person.guardians.first() if event.pupil else None
        if tie:
            parents.rate(by=tie.guardian, event=event, stars=random.choice((3, 4, 4, 5, 5, 5, 2)))


def days_are_over() -> None:
    """The loaded days are over, all schools together: their leaves need not wait for tonight."""
    with connection.cursor() as cursor:
        cursor.execute("UPDATE journal_unsealed SET since = now() WHERE since > now()")


