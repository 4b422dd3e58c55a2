"""Works orders: what is to be done or accepted, one order with its evidence, and its verbs."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from qala.journal.queries import history
from qala.kernel.refusals import Refusal, require
from qala.kernel.translated import Translated
from qala.people.models import Person
from qala.people.reading import reader
from qala.proposals.actions import orders
from qala.proposals.actions.evidence import attach_picture
from qala.proposals.actions.orders import EvidenceSheet
from qala.proposals.forms.desk_works import EmptyForm, EvidenceForm, ReturnForm
from qala.proposals.models import WorksOrder
from qala.proposals.policies import may_execute, may_inspect, may_order_works, may_see_desk, works_for
from qala.proposals.queries.desk import orders_of, orders_to_accept
from qala.proposals.queries.desk_case import told_lines
from qala.proposals.queries.taken import taken
from qala.proposals.rules.works import WORKS, WORKS_VERBS, WORKS_WORDS
from qala.ui.fields import show_refusal

TONES = {
    "ordered": "wait",
    "in_work": "act",
    "claimed": "attention",
    "accepted": "confirmed",
    "returned": "harm",
    "cancelled": "quiet",
}
EVIDENCE_IN = ("in_work", "returned")


@dataclass(frozen=True)
class OrderVerb:
    """A verb of a works order."""

    slug: str
    word: Translated
    form: type[forms.Form]
    act: Callable[[Person, WorksOrder, Any], object]
    allowed: Callable[[Person, WorksOrder], bool]

    @property
    def is_plain(self) -> bool:
        return not self.form.base_fields

    def lawful(self, order: WorksOrder) -> bool:
        if self.slug == "evidence":
            return order.state in EVIDENCE_IN
        return WORKS.allows(order.state, self.slug)


def _evidence(by: Person, order: WorksOrder, form: Any) -> object:
    told = dict(form.cleaned_data)
    photo = told.pop("photo", None)
    sheet = EvidenceSheet(**told)
    if photo is not None:
        return attach_picture(by=by, order=order, file=photo, sheet=sheet)
    return orders.attach_evidence(by=by, order=order, sheet=sheet)


def _may_accept(by: Person, order: WorksOrder) -> bool:
    return may_inspect(by) and by.actor_key != order.claimed_by and not works_for(by, order.executor)


VERBS = {
    verb.slug: verb
    for verb in (
        OrderVerb(
            "start",
            WORKS_VERBS["start"],
            EmptyForm,
            lambda by, order, _form: orders.start_works(by=by, order=order),
            may_execute,
        ),
        OrderVerb(
            "claim",
            WORKS_VERBS["claim"],
            EmptyForm,
            lambda by, order, _form: orders.claim_works(by=by, order=order),
            may_execute,
        ),
        OrderVerb(
            "evidence",
            Translated(kk="Дәлел қосу", ru="Приложить доказательство", en="Attach evidence"),
            EvidenceForm,
            _evidence,
            may_execute,
        ),
        OrderVerb(
            "accept",
            WORKS_VERBS["accept"],
            EmptyForm,
            lambda by, order, _form: orders.accept_works(by=by, order=order),
            _may_accept,
        ),
        OrderVerb(
            "return",
            WORKS_VERBS["return"],
            ReturnForm,
            lambda by, order, form: orders.return_works(by=by, order=order, reason=form.cleaned_data["reason"]),
            lambda by, _order: may_inspect(by),
        ),
        OrderVerb(
            "cancel",
            WORKS_VERBS["cancel"],
            EmptyForm,
            lambda by, order, _form: orders.cancel_works(by=by, order=order),
            lambda by, _order: may_order_works(by),
        ),
    )
}


@login_required
@require_safe
def desk_works(request: HttpRequest) -> HttpResponse:
    """Orders to do, or to accept, soonest day first."""
    by = reader(request)
    require(may_see_desk(by))
    accepting = request.GET.get("pile") == "accept"
    rows = (orders_to_accept() if accepting else orders_of(by)).prefetch_related("proposals").order_by("due_on", "pk")
    page = Paginator(rows, 30).get_page(request.GET.get("page"))
    shown = [(order, str(WORKS_WORDS[order.state]), TONES[order.state]) for order in page]
    return render(request, "proposals/desk_works.html", {"page": page, "orders": shown, "accepting": accepting})


@login_required
@require_safe
def desk_order(request: HttpRequest, pk: int) -> HttpResponse:
    """One order: what, who, until when, from which money, its evidence and its next step."""
    by = reader(request)
    require(may_see_desk(by))
    return _page(request, by, _order(pk))


@login_required
@require_http_methods(["GET", "POST"])
def desk_order_verb(request: HttpRequest, pk: int, verb: str) -> HttpResponse:
    """One verb of an order; a refusal comes back with what was typed."""
    by = reader(request)
    require(may_see_desk(by))
    order, chosen = _order(pk), VERBS[verb]
    require(chosen.allowed(by, order))
    if request.method == "GET":
        if not chosen.lawful(order):
            raise Refusal(_("This order is in another state now."), code="unlawful-step", status=409)
        return _page(request, by, order, chosen, chosen.form())
    form = chosen.form(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, by, order, chosen, form, status=422)
    try:
        chosen.act(by, order, form)
    except Refusal as refusal:
        show_refusal(form, refusal)
        return _page(request, by, _order(pk), chosen, form, status=refusal.status)
    messages.success(request, _("Done: %(verb)s.") % {"verb": chosen.word})
    return redirect("proposals:desk_order", pk=pk)


def _order(pk: int) -> WorksOrder:
    rows = WorksOrder.objects.select_related("executor").prefetch_related("evidence", "proposals__statement")
    return get_object_or_404(rows, pk=pk)


def _page(  # noqa: PLR0913 - a page is exactly these
    request: HttpRequest,
    by: Person,
    order: WorksOrder,
    verb: OrderVerb | None = None,
    form: forms.Form | None = None,
    *,
    status: int = 200,
) -> HttpResponse:
    offered = [one for one in VERBS.values() if one.lawful(order) and one.allowed(by, order)]
    if not order.evidence.all():
        offered.sort(key=lambda one: one.slug != "evidence")
    context = {
        "order": order,
        "proofs": [(one, taken(one, order.proposals.all())) for one in order.evidence.all()],
        "state_word": str(WORKS_WORDS[order.state]),
        "state_tone": TONES[order.state],
        "verb": verb,
        "form": form,
        "step": offered[0] if offered else None,
        "others": offered[1:],
        "story": told_lines(history(order)),
    }
    return render(request, "proposals/desk_order.html", context, status=status)
