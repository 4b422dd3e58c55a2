"""Suppliers and who stands behind them: read by department and auditor, written from registers by the department."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from qala.kernel.clock import today
from qala.kernel.refusals import Refusal, require
from qala.meals.actions import founders
from qala.meals.forms.founders import EndFounderForm, FounderForm
from qala.meals.models import Founder
from qala.meals.policies import is_department, may_audit
from qala.meals.queries.suppliers import Supplier, suppliers
from qala.meals.words import FLAG_WORDS, SEEN, said
from qala.people.models import Person
from qala.people.reading import reader
from qala.ui.tables import Column, Table


@login_required
@never_cache
@require_safe
def listed(request: HttpRequest) -> HttpResponse:
    """Every supplier: how many founders are known, how many ties, how many open questions."""
    require(may_audit(reader(request)))
    columns = [
        Column("supplier", _("Supplier"), lambda one: str(one.body.name), sort="name",
               link=lambda one: reverse("meals:supplier", args=[one.body.slug])),
        Column("bin", _("BIN"), lambda one: one.body.bin or "—"),
        Column("contracts", _("Contracts"), lambda one: len(one.contracts), sort="contracts", number=True),
        Column("founders", _("Founders known"), lambda one: len([row for row in one.founders if not row.until_on]),
               sort="founders", number=True),
        Column("ties", _("Ties"), lambda one: sum(len(ties) for _other, ties in one.tied), sort="ties", number=True),
        Column("questions", _("Open questions"), lambda one: one.open_questions, sort="questions", number=True),
    ]  # fmt: skip
    table = Table(request, columns, suppliers(today()), caption=_("Suppliers"), name="suppliers")
    return table.as_csv() if table.wants_csv else render(request, "meals/suppliers.html", {"table": table})


@login_required
@never_cache
@require_safe
def supplier(request: HttpRequest, slug: str) -> HttpResponse:
    """One supplier, and beside it each one it is tied to."""
    person = reader(request)
    require(may_audit(person))
    return _page(request, person, slug)


def _page(request: HttpRequest, person: Person, slug: str, status: int = 200, **forms: Any) -> HttpResponse:
    one, known = _told(slug)
    context = {
        "told": one,
        "tied": [(known.get(other), [said(SEEN, tie) for tie in ties]) for other, ties in one.tied],
        "questions": [
            (row, said(SEEN, row.about.partition(":")[0]), *FLAG_WORDS[row.answer]) for row in one.questions[:100]
        ],
        "form": (forms.get("form") or FounderForm()) if is_department(person) else None,
        "ending": EndFounderForm(),
    }
    return render(request, "meals/supplier.html", context, status=status)


def _told(slug: str) -> tuple[Supplier, dict[int | None, Supplier]]:
    known: dict[int | None, Supplier] = {one.body.pk: one for one in suppliers(today())}
    found = next((one for one in known.values() if one.body.slug == slug), None)
    if found is None:
        raise Http404
    return found, known


@login_required
@require_POST
def write(request: HttpRequest, slug: str) -> HttpResponse:
    """A founder, from a register."""
    person, form = reader(request), FounderForm(request.POST)
    require(is_department(person))
    one, _known = _told(slug)
    if form.is_valid():
        try:
            founders.write_founder(by=person, supplier=one.body, **form.told)
        except Refusal as refused:
            form.add_error(next(iter(refused.fields or {}), None), str(refused.reason))
        else:
            return redirect("meals:supplier", slug=slug)
    return _page(request, person, slug, status=422, form=form)


@login_required
@require_POST
def end(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """A founder who is one no more."""
    person, form = reader(request), EndFounderForm(request.POST)
    require(is_department(person))
    row = get_object_or_404(Founder, pk=pk, supplier__slug=slug)
    if not form.is_valid():
        raise Refusal(_("Write the first day without this founder."), code="day_missing")
    founders.end_founder(by=person, founder=row, until_on=form.cleaned_data["until_on"])
    return redirect("meals:supplier", slug=slug)
