"""Invoices are drawn from meals and matched with the books; three people see one to its payment."""

from datetime import date, datetime
from uuid import uuid4

from django.db import connection, transaction
from django.utils.translation import gettext_lazy as _

from qala.journal.log import record
from qala.kernel.actors import Actor
from qala.kernel.clock import now
from qala.kernel.refusals import Refusal, require
from qala.ledger import book
from qala.meals.models import Contract, Invoice, PaidLine, Payment, Recovery
from qala.meals.policies import is_department, may_invoice, may_keep_money, may_trade
from qala.meals.queries.accounts import of_contract
from qala.meals.queries.bills import WAITING, bill, is_final, payable_lines, recount, recoverable, waits_for_invoice
from qala.meals.queries.what_for import of_payment
from qala.meals.rules.months import last_of
from qala.meals.rules.processes import INVOICE
from qala.meals.steps import alone_with, as_it_stands
from qala.roster.models import School

LINES = f"INSERT INTO meals_invoiceline (meal_id, invoice_id) SELECT m.event_id, %(invoice)s {WAITING}"

@transaction.atomic
def draw_invoice(
    *, by: Actor, contract: Contract, school: School, month: date, at: datetime | None = None
) -> Invoice:
    """Draw a school's month from the meals that count. There is no amount to type. Again: the same invoice.

    Meals that were contested then and stand now become the month's next part, also after the contract's last month.
    """
    require(may_invoice(by, contract) or is_department(by))
    if not is_final(school.pk, month):
        raise Refusal(_("This school's month is not final yet."), code="month_not_final")
    drawn = Invoice.objects.filter(contract=contract, school=school, month=month).order_by("part").last()
    if not waits_for_invoice(contract, school, month):
        if drawn is None:
            raise Refusal(_("No meal of this month waits for an invoice."), code="nothing_to_invoice")
        return _told_again(by, drawn)
    part = drawn.part + 1 if drawn else 1
    number = f"QM-{month:%Y%m}-{contract.pk}-{school.pk}" + (f"-{part}" if drawn else "")
    invoice, made = Invoice.objects.get_or_create(
        contract=contract, school=school, month=month, part=part,
        defaults={"number": number, "drawn_at": at or now()},
    )  # fmt: skip
    lines = _write_lines(invoice) if made else invoice.lines.count()
    record(by, "meals.invoice.drawn", invoice, school=school.slug, lines=lines, again=not made)
    return invoice


def _write_lines(invoice: Invoice) -> int:
    told = {"invoice": invoice.pk, "contract": invoice.contract_id, "school": invoice.school_id}
    with connection.cursor() as cursor:
        cursor.execute(LINES, told | {"until": last_of(invoice.month)})
        return int(cursor.rowcount)


def _told_again(by: Actor, invoice: Invoice) -> Invoice:
    lines = invoice.lines.count()
    record(by, "meals.invoice.drawn", invoice, school=invoice.school.slug, lines=lines, again=True)
    return invoice


@transaction.atomic
def send(*, by: Actor, invoice: Invoice) -> Invoice:
    """The supplier asks for its money."""
    require(may_trade(by, invoice.contract))
    as_it_stands(invoice)
    invoice.state = INVOICE.after(invoice.state, "send")
    invoice.sent_by = by.actor_key
    invoice.save(update_fields=["state", "sent_by"])
    record(by, "meals.invoice.sent", invoice)
    return invoice


@transaction.atomic
def match(*, by: Actor, invoice: Invoice) -> Invoice:
    """Count again and compare with the books: any difference refuses."""
    require(may_keep_money(by))
    as_it_stands(invoice)
    after = INVOICE.after(invoice.state, "match")
    found = recount(invoice)
    if not found.is_equal:
        raise Refusal(
            _("The recount differs from the books: owed %(owed)s and %(booked)s, lines %(lines)s and %(draws)s.")
            % {"owed": found.owed, "booked": found.booked, "lines": found.lines, "draws": found.draws},
            code="books_differ",
        )
    invoice.state, invoice.matched_by = after, by.actor_key
    invoice.save(update_fields=["state", "matched_by"])
    record(by, "meals.invoice.matched", invoice, lines=found.lines, tiyn=found.lines_tiyn)
    return invoice


@transaction.atomic
def approve(*, by: Actor, invoice: Invoice) -> Invoice:
    """Another person than who sent and who matched approves."""
    require(is_department(by))
    as_it_stands(invoice, "sent_by", "matched_by")
    if by.actor_key in {invoice.sent_by, invoice.matched_by}:
        raise Refusal(_("Who sent or matched an invoice does not approve it."), code="same_person")
    invoice.state = INVOICE.after(invoice.state, "approve")
    invoice.approved_by = by.actor_key
    invoice.save(update_fields=["state", "approved_by"])
    record(by, "meals.invoice.approved", invoice)
    return invoice


@transaction.atomic
def instruct(*, by: Actor, invoice: Invoice, at: datetime | None = None) -> Payment:
    """Order the payment of every line that nobody contests, less what was paid before and taken back since."""
    require(may_keep_money(by))
    alone_with(invoice.contract_id)
    as_it_stands(invoice)
    after = INVOICE.after(invoice.state, "instruct")
    lines = payable_lines(invoice)
    asked = sum(tiyn for _meal, tiyn in lines)
    if not asked:
        raise Refusal(_("No line of this invoice can be paid now."), code="nothing_payable")
    back = recoverable(invoice.contract, asked)
    payment = Payment.objects.create(
        key=uuid4(), invoice=invoice, tiyn=asked - sum(tiyn for _meal, tiyn in back), instructed_at=at or now(),
        instructed_by=by.actor_key,
    )  # fmt: skip
    PaidLine.objects.bulk_create((PaidLine(meal_id=meal, payment=payment) for meal, _tiyn in lines), batch_size=5_000)
    Recovery.objects.bulk_create(Recovery(meal_id=meal, payment=payment) for meal, _tiyn in back)
    invoice.state = after
    invoice.save(update_fields=["state"])
    record(by, "meals.payment.instructed", payment, invoice=invoice.pk, tiyn=payment.tiyn, lines=len(lines))
    return payment


@transaction.atomic
def pay(*, by: Actor, payment: Payment, at: datetime | None = None) -> Payment:
    """Write down that the bank paid. Who approved or asked does not pay; contested lines stay for a later payment."""
    require(is_department(by))
    invoice = Invoice.objects.select_for_update(of=("self",)).select_related("contract").get(pk=payment.invoice_id)
    if by.actor_key in {invoice.approved_by, invoice.sent_by}:
        raise Refusal(_("Who approves does not pay."), code="same_person")
    if Payment.objects.filter(pk=payment.pk).exclude(paid_at=None).exists():
        raise Refusal(_("The bank paid this already."), code="paid", status=409)
    moment = at or now()
    told = bill(invoice)
    is_whole = not (told.waiting.lines or told.payable.lines)
    invoice.state = INVOICE.after(invoice.state, "pay" if is_whole else "pay_in_part")
    invoice.paid_by = by.actor_key
    invoice.save(update_fields=["state", "paid_by"])
    payment.paid_at, payment.invoice = moment, invoice
    payment.save(update_fields=["paid_at"])
    contract = invoice.contract
    order = book.move(
        key=payment.key, credit=of_contract(contract, "payable"), debit=of_contract(contract, "paid"),
        tiyn=payment.tiyn, code="payment", happened_at=moment,
        header=of_payment(payment),
    )  # fmt: skip
    book.post(by=by, order=order)
    record(by, "meals.payment.made", payment, invoice=invoice.pk, tiyn=payment.tiyn, whole=is_whole)
    return payment
