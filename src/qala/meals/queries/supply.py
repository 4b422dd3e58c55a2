"""The supplier's desk: own schools today, own invoices, every line down to its meal. No child's name leaves here."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import connection
from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.db.models.functions import TruncMonth

from qala.ledger.models import Account
from qala.ledger.queries import balances
from qala.meals.models import Contract, Dispute, Invoice, Kitchen, Meal, ServiceEvent, Timesheet
from qala.meals.queries.bills import STATES
from qala.people.models import Person
from qala.people.queries import organisations_of
from qala.roster.models import School


@dataclass(frozen=True)
class KitchenDay:
    """What went out at a school on a day."""

    school: School
    counted: int
    on_trust: int
    twice: int


@dataclass(frozen=True)
class BillLine:
    """One line of an invoice: an opaque number, the band, the time, the money, how it stands."""

    meal: int
    day: date
    at: datetime
    band: str
    tiyn: int
    vat_tiyn: int
    state: str


def contracts_of(person: Person) -> QuerySet[Contract]:
    """The contracts of the suppliers a person speaks for."""
    return Contract.objects.filter(supplier__in=organisations_of(person, "supplier")).select_related("supplier")


def statements_of(contracts: QuerySet[Contract]) -> list[tuple[Contract, list[tuple[str, str, int]]]]:
    """Each contract with its accounts a supplier looks at: what it is, the ledger's code, and tiyn there now."""
    seen = ("payable", "disputed", "paid")
    found = [(one, {what: f"{one.account_root}:{what}" for what in seen}) for one in contracts]
    accounts = Account.objects.filter(code__in=[code for _one, codes in found for code in codes.values()])
    stood, keys = balances(list(accounts)), {row.code: row.pk for row in accounts}
    return [
        (one, [(what, code, stood.get(keys[code], 0)) for what, code in codes.items() if code in keys])
        for one, codes in found
    ]


def kitchens_on(contracts: QuerySet[Contract], day: date) -> list[KitchenDay]:
    """Each school where they cook on a day, with what went out."""
    rows = Kitchen.objects.filter(contract__in=contracts, from_on__lte=day, until_on__gte=day)
    kitchens = list(rows.select_related("school__organisation").order_by("school__organisation__slug"))
    events = ServiceEvent.objects.filter(school__in=[one.school_id for one in kitchens], day=day).values("school")
    counts = {
        row["school"]: row
        for row in events.annotate(
            counted=Count("pk", filter=Q(outcome="accepted")),
            on_trust=Count("pk", filter=Q(outcome="provisional")),
            twice=Count("pk", filter=Q(outcome="duplicate")),
        )
    }
    none = {"counted": 0, "on_trust": 0, "twice": 0}
    found = [(one.school, counts.get(one.school_id, none)) for one in kitchens]
    return [KitchenDay(school, row["counted"], row["on_trust"], row["twice"]) for school, row in found]


def invoices_of(contracts: QuerySet[Contract]) -> QuerySet[Invoice]:
    """Their invoices, newest month first."""
    return Invoice.objects.filter(contract__in=contracts).select_related("contract__supplier", "school__organisation")


def waiting_to_invoice(contracts: QuerySet[Contract]) -> list[tuple[Contract, School, date]]:
    """Final months of their schools with meals that count, are not contested, and stand on no invoice."""
    final = Timesheet.objects.filter(school=OuterRef("school"), month=OuterRef("month"), state="final")
    meals = Meal.objects.filter(contract__in=contracts, line=None, reversal=None).annotate(month=TruncMonth("day"))
    contested = Dispute.objects.filter(meal=OuterRef("pk"), state="opened")
    months = meals.filter(Exists(final), ~Exists(contested)).order_by("month", "school")
    found = list(months.values_list("contract", "school", "month").distinct())
    names = Contract.objects.in_bulk({row[0] for row in found})
    schools = School.objects.select_related("organisation").in_bulk({row[1] for row in found})
    return [(names[one], schools[school], month) for one, school, month in found]


def invoice_lines(invoice: Invoice) -> list[BillLine]:
    """Every line of an invoice with its meal and how it stands, in one question."""
    statement = f"""
        SELECT s.meal_id, m.day, e.happened_at, m.band, m.tiyn, m.vat_tiyn, s.state FROM ({STATES}) AS s
        JOIN meals_meal m ON m.event_id = s.meal_id JOIN meals_serviceevent e ON e.id = s.meal_id
        ORDER BY e.happened_at, s.meal_id"""  # noqa: S608 - our own words only
    with connection.cursor() as cursor:
        cursor.execute(statement, [invoice.pk])
        return [BillLine(*row) for row in cursor.fetchall()]


def disputes_of(contracts: QuerySet[Contract]) -> QuerySet[Dispute]:
    """Contested lines of their meals, the open ones first."""
    rows = Dispute.objects.filter(meal__contract__in=contracts).select_related("meal__school__organisation")
    return rows.order_by("decided_at", "-opened_at")
