"""The department: the month's close, contested lines, contracts and prices, the payment file."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from qala.kernel.clock import today
from qala.kernel.refusals import Refusal, require
from qala.meals.actions import contracts, months
from qala.meals.forms.months import MonthFilter
from qala.meals.forms.supply import OfferForm
from qala.meals.models import AgeBand, Contract, Dispute, Invoice, TariffOffer, Timesheet
from qala.meals.policies import (
    is_department,
    may_agree,
    may_audit,
    may_decide_dispute,
    may_offer,
    may_see_invoice,
    may_withdraw,
)
from qala.meals.queries.bills import payment_file
from qala.meals.queries.closing import closing, money_flow, sheets, steps, under_way
from qala.meals.queries.due import late, outlook, report_before
from qala.meals.queries.months import month_asked
from qala.meals.queries.settings import setting
from qala.meals.views.asked import unknown_step
from qala.meals.words import DISPUTE_WORDS, INVOICE_WORDS, REASON_WORDS, SHEET_HOLDERS, SHEET_WORDS, said
from qala.people.models import Person
from qala.people.reading import reader

FLOW_WORDS = {
    "programme": gettext_lazy("with the programme"),
    "committed": gettext_lazy("committed to contracts"),
    "held": gettext_lazy("held for vouchers"),
    "payable": gettext_lazy("owed for meals"),
    "disputed": gettext_lazy("contested, set aside"),
    "paid": gettext_lazy("paid to suppliers"),
    "loss": gettext_lazy("the city's loss"),
}


@login_required
@never_cache
@require_safe
def close(request: HttpRequest) -> HttpResponse:
    """How far each school's month is, and who holds it up."""
    person = reader(request)
    require(may_audit(person))
    month = month_asked(request.GET)
    rows = closing(month)
    overdue = late((row for one in rows for row in one.invoices), today())
    context = {
        "month": month,
        "form": MonthFilter(request.GET or None, initial={"month": f"{month:%Y-%m}"}),
        "rows": [
            (one, *SHEET_WORDS[one.told.state], SHEET_HOLDERS[one.told.state], _invoices(one.invoices, overdue))
            for one in rows
        ],
        "steps": [(SHEET_WORDS[state][0], count, SHEET_WORDS[state][1]) for state, count in steps(rows)],
        "finished": sum(one.told.state == "final" for one in rows),
        "flow": [(FLOW_WORDS[what], tiyn) for what, tiyn in money_flow(month.year)],
        "under_way": under_way(month),
        "report_before": report_before(month),
        "may_act": is_department(person),
    }  # fmt: skip
    return render(request, "meals/close.html", context)


def _invoices(rows: list[Invoice], overdue: set[int]) -> list[tuple[Invoice, Any, str, bool]]:
    """Each with its state, and whether its payment is late."""
    return [(row, *INVOICE_WORDS[row.state], row.pk in overdue) for row in rows]


@login_required
@require_POST
def close_act(request: HttpRequest) -> HttpResponse:
    """One step for every school of the month that is ready for it; who is not says why."""
    person = reader(request)
    require(is_department(person))
    month, verb = month_asked(request.POST), request.POST.get("verb", "")
    taken: dict[str, tuple[str, Callable[[Timesheet], object]]] = {
        "open": ("growing", lambda sheet: months.open_month(by=person, school=sheet.school, month=month)),
        "close": ("growing", lambda sheet: months.close_month(by=person, school=sheet.school, month=month)),
        "show": ("signed", lambda sheet: months.open_window(by=person, sheet=sheet)),
        "finish": ("window", lambda sheet: months.finish(by=person, sheet=sheet)),
    }
    if verb not in taken:
        raise unknown_step()
    state, step = taken[verb]
    done, held_up = _each(sheets(month, state), step)
    messages.success(request, _("Schools moved on: %(done)d") % {"done": done})
    for name, why in held_up[:10]:
        messages.warning(request, f"{name}: {why}")
    return redirect(f"{reverse('meals:close')}?month={month:%Y-%m}")


def _each(rows: list[Timesheet], step: Callable[[Timesheet], object]) -> tuple[int, list[tuple[str, str]]]:
    """Each school for itself: one that is held up holds up no other."""
    done, held_up = 0, []
    for sheet in rows:
        try:
            step(sheet)
            done += 1
        except Refusal as refused:
            held_up.append((str(sheet.school.name), str(refused.reason)))
    return done, held_up


@login_required
@require_safe
def payments(request: HttpRequest) -> HttpResponse:
    """The bank's file of payments that are ordered."""
    require(may_audit(reader(request)))
    month = month_asked(request.GET)
    answer = HttpResponse(payment_file(under_way(month)), content_type="text/csv; charset=utf-8")
    answer.headers["Content-Disposition"] = f'attachment; filename="payments-{month:%Y-%m}.csv"'
    return answer


@login_required
@never_cache
@require_safe
def contested(request: HttpRequest) -> HttpResponse:
    """Contested lines of the city, the open ones first. No child's name: whoever decides asks the school."""
    person = reader(request)
    require(may_audit(person))
    rows = Dispute.objects.select_related("meal__school__organisation", "meal__event").order_by(
        "decided_at", "opened_at"
    )
    told = [
        (
            row,
            said(REASON_WORDS, row.reason),
            *DISPUTE_WORDS[row.state],
            row.state == "opened" and may_decide_dispute(person, row),
            row.state == "opened" and may_withdraw(person, row),
        )
        for row in rows[:200]
    ]
    return render(request, "meals/disputes.html", {"rows": told})


@login_required
@never_cache
@require_safe
def contract_list(request: HttpRequest) -> HttpResponse:
    """Contracts a reader may see, with the prices that hold and those that wait for the other party."""
    person = reader(request)
    rows = Contract.objects.select_related("supplier").prefetch_related(
        "tariffs", "offers", "services", "kitchens__school__organisation"
    )
    mine = [row for row in rows if may_see_invoice(person, row)]
    require(bool(mine) or may_audit(person))
    bands = {one.slug: one.titles.in_language() for one in AgeBand.objects.order_by("from_on")}
    ahead = outlook(mine, today())
    told = [
        (
            row,
            [(one, bands.get(one.band, one.band)) for one in row.tariffs.all()],
            [
                (offer, bands.get(offer.band, offer.band), _may_agree(person, offer))
                for offer in row.offers.all()
                if offer.tariff_id is None
            ],
            ahead[row.pk],
            [(bands.get(band, band), day) for band, day in ahead[row.pk].unpriced],
            [bands.get(band, band) for band in ahead[row.pk].other_tax],
        )
        for row in mine
    ]
    return render(request, "meals/contracts.html", {"rows": told, "tax": setting("vat_permille")})


def _may_agree(person: Person, offer: TariffOffer) -> bool:
    return may_agree(person, offer) and person.actor_key != offer.offered_by


@login_required
def offer(request: HttpRequest, pk: int) -> HttpResponse:
    """One party names a price."""
    person, contract = reader(request), get_object_or_404(Contract.objects.select_related("supplier"), pk=pk)
    require(may_offer(person, contract))
    form = OfferForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        contracts.offer_tariff(by=person, contract=contract, **form.told)
        messages.success(request, _("Written. It holds once the other party agrees."))
        return redirect("meals:contracts")
    return render(
        request, "meals/offer.html", {"contract": contract, "form": form}, status=422 if form.is_bound else 200
    )


@login_required
@require_POST
def agree_price(request: HttpRequest, pk: int) -> HttpResponse:
    """The other party agrees."""
    row = get_object_or_404(TariffOffer.objects.select_related("contract__supplier"), pk=pk)
    contracts.set_tariff(by=reader(request), offer=row)
    return redirect("meals:contracts")
