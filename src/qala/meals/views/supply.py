"""The supplier's desk, and an invoice for both its parties."""

from datetime import date

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from qala.kernel.clock import today
from qala.kernel.refusals import require
from qala.kernel.translated import Translated
from qala.meals.actions import disputes, invoices, menus, reversals
from qala.meals.forms.desk import TakeBackForm
from qala.meals.forms.supply import MenuForm
from qala.meals.models import AgeBand, Dispute, Invoice
from qala.meals.policies import is_department, may_see_invoice, may_trade, may_withdraw
from qala.meals.queries.bills import bill
from qala.meals.queries.due import pay_until
from qala.meals.queries.supply import (
    BillLine,
    contracts_of,
    disputes_of,
    invoice_lines,
    invoices_of,
    kitchens_on,
    statements_of,
    waiting_to_invoice,
)
from qala.meals.rules.processes import INVOICE
from qala.meals.views.asked import school_or_404, unknown_step, word_asked
from qala.meals.words import (
    ACCOUNT_WORDS,
    DISPUTE_WORDS,
    INVOICE_HOLDERS,
    INVOICE_WORDS,
    LINE_WORDS,
    REASON_WORDS,
    said,
)
from qala.people.models import Person
from qala.people.reading import reader
from qala.ui.tables import Column, Table
from qala.ui.templatetags.ui import day as day_of
from qala.ui.templatetags.ui import moment, tenge

STEPS = (
    ("send", gettext_lazy("Send the invoice")),
    ("match", gettext_lazy("Match with the books")),
    ("approve", gettext_lazy("Approve the invoice")),
    ("instruct", gettext_lazy("Order the payment")),
    ("pay", gettext_lazy("The bank has paid")),
)


@login_required
@never_cache
@require_safe
def supply(request: HttpRequest) -> HttpResponse:
    """Own schools today, months to invoice, invoices, contested lines."""
    person = reader(request)
    require(person.holds("supplier"))
    mine = contracts_of(person)
    context = {
        "day": today(),
        "kitchens": kitchens_on(mine, today()),
        "waiting": waiting_to_invoice(mine),
        "invoices": [(row, *INVOICE_WORDS[row.state], INVOICE_HOLDERS[row.state]) for row in invoices_of(mine)[:100]],
        "statements": [
            (row, [(ACCOUNT_WORDS[what], code, tiyn) for what, code, tiyn in accounts])
            for row, accounts in statements_of(mine)
        ],
        "disputes": [
            (
                row,
                said(REASON_WORDS, row.reason),
                *DISPUTE_WORDS[row.state],
                row.state == "opened" and may_withdraw(person, row),
            )
            for row in disputes_of(mine)[:100]
        ],
    }
    return render(request, "meals/supply.html", context)


@login_required
@require_POST
def draw(request: HttpRequest) -> HttpResponse:
    """Draw the invoice of a final month. There is no amount to type."""
    person = reader(request)
    asked = f"{request.POST.get('contract')}/{request.POST.get('school')}/{request.POST.get('month')}"
    rows = waiting_to_invoice(contracts_of(person))
    found = next((row for row in rows if f"{row[0].pk}/{row[1].slug}/{row[2]:%Y-%m}" == asked), None)
    if found is None:
        raise Http404
    contract, place, month = found
    made = invoices.draw_invoice(by=person, contract=contract, school=place, month=month)
    return redirect("meals:invoice", number=made.number)


@login_required
@never_cache
@require_safe
def invoice(request: HttpRequest, number: str) -> HttpResponse:
    """An invoice: its sum, its states, and every line down to its meal."""
    row, person = _open(request, number)
    bands = {one.slug: one.titles.in_language() for one in AgeBand.objects.order_by("from_on")}
    lines = invoice_lines(row)
    table = Table(request, columns(bands, row, person), lines, caption=_("Lines"), name=row.number, page_size=100)
    if table.wants_csv:
        return table.as_csv()
    context = {
        "invoice": row,
        "bill": bill(row),
        "state": INVOICE_WORDS[row.state],
        "holder": INVOICE_HOLDERS[row.state],
        "pay_until": pay_until(row),
        "verbs": _verbs(person, row),
        "table": table,
        "is_supplier": may_trade(person, row.contract),
    }
    return render(request, "meals/invoice.html", context)


def columns(bands: dict[str, str], row: Invoice, person: Person) -> list[Column]:
    """A line shows an opaque number, never a name."""

    def step(line: BillLine) -> str:
        is_open = (may_trade(person, row.contract) and line.state == "payable") or (
            is_department(person) and line.state in {"payable", "waiting", "paid"}
        )
        return reverse("meals:line", args=[row.number, line.meal]) if is_open else ""

    return [
        Column("meal", _("Meal"), lambda line: line.meal, show=lambda line: f"№ {line.meal}", link=step),
        Column("day", _("Day"), lambda line: line.day.isoformat(), show=lambda line: day_of(line.day)),
        Column("at", _("Time"), lambda line: line.at.isoformat(), show=lambda line: moment(line.at)),
        Column("band", _("Age band"), lambda line: line.band, show=lambda line: bands.get(line.band, line.band)),
        Column("tiyn", _("Price"), lambda line: line.tiyn, show=lambda line: tenge(line.tiyn), number=True),
        Column(
            "vat_tiyn", _("Tax in it"), lambda line: line.vat_tiyn, show=lambda line: tenge(line.vat_tiyn), number=True
        ),
        Column("state", _("State"), lambda line: line.state, show=lambda line: LINE_WORDS[line.state][0]),
    ]


def _verbs(person: Person, row: Invoice) -> list[tuple[str, object]]:
    lawful = set(INVOICE.verbs(row.state))
    mine = {"send"} if may_trade(person, row.contract) else set()
    if is_department(person):
        mine |= {"match", "approve", "instruct", "pay"}
    return [(verb, word) for verb, word in STEPS if verb in lawful & mine]


@login_required
@require_POST
def invoice_act(request: HttpRequest, number: str) -> HttpResponse:
    """One step of an invoice."""
    row, person = _open(request, number)
    verb = request.POST.get("verb", "")
    if verb == "send":
        invoices.send(by=person, invoice=row)
    elif verb == "match":
        invoices.match(by=person, invoice=row)
    elif verb == "approve":
        invoices.approve(by=person, invoice=row)
    elif verb == "instruct":
        invoices.instruct(by=person, invoice=row)
    elif verb == "pay":
        invoices.pay(by=person, payment=get_object_or_404(row.payments, paid_at=None))
    else:
        raise unknown_step()
    return redirect("meals:invoice", number=number)


@login_required
def line(request: HttpRequest, number: str, meal: int) -> HttpResponse:
    """One line: the supplier contests it, the department takes it back, paid or not. The others go on."""
    row, person = _open(request, number)
    is_supplier = may_trade(person, row.contract)
    require(is_supplier or is_department(person))
    found = get_object_or_404(
        row.lines.select_related("meal__contract__supplier", "meal__pupil", "meal__voucher"), pk=meal
    )
    form = None if is_supplier else TakeBackForm(request.POST or None)
    if request.method == "POST" and form is None:
        disputes.open_dispute(by=person, meal=found.meal, reason="supplier_contests")
        messages.success(request, _("Contested. The other lines go on."))
        return redirect("meals:invoice", number=number)
    if form is not None and form.is_valid():
        reversals.reverse(by=person, meal=found.meal, reason=form.cleaned_data["reason"])
        messages.success(request, _("Taken back. What was paid for it is less in the supplier's next payment."))
        return redirect("meals:invoice", number=number)
    status = 422 if request.method == "POST" else 200
    return render(request, "meals/line.html", {"invoice": row, "meal": found.meal, "form": form}, status=status)


@login_required
@require_POST
def settle(request: HttpRequest, pk: int) -> HttpResponse:
    """The department decides a contested line."""
    person = reader(request)
    row = get_object_or_404(Dispute.objects.select_related("meal__contract", "meal__voucher", "meal__pupil"), pk=pk)
    disputes.decide(by=person, dispute=row, upheld=word_asked(request, "uphold", "reject") == "uphold")
    return redirect("meals:disputes")


@login_required
def menu(request: HttpRequest, slug: str) -> HttpResponse:
    """The menu of a day."""
    person, place = reader(request), school_or_404(slug)
    require(any(one.school.pk == place.pk for one in kitchens_on(contracts_of(person), today())))
    form = MenuForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        clean = form.cleaned_data
        day: date = clean["day"]
        menus.write_menu(
            by=person, school=place, day=day, service=clean["service"],
            dishes=Translated(kk=clean["kk"], ru=clean["ru"]),
            allergens=clean["allergens"], kilocalories=clean["kilocalories"],
        )  # fmt: skip
        messages.success(request, _("Written. Parents see it on the day."))
        return redirect("meals:supply")
    status = 422 if form.is_bound else 200
    return render(request, "meals/menu.html", {"school": place, "form": form}, status=status)


def _open(request: HttpRequest, number: str) -> tuple[Invoice, Person]:
    person = reader(request)
    rows = Invoice.objects.select_related("contract__supplier", "school__organisation")
    row = get_object_or_404(rows, number=number)
    require(may_see_invoice(person, row.contract))
    return row, person
