"""The department: the year's programme, money for contracts, a new contract."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from qala.kernel.clock import today
from qala.kernel.refusals import Refusal, require
from qala.meals.actions import commitments, contracts
from qala.meals.forms.budget import CommitForm, ContractForm, MoneyForm, UncommitForm
from qala.meals.policies import is_department, may_audit
from qala.meals.queries.budget import programme, year_asked, years
from qala.people.models import Person
from qala.people.reading import reader


@login_required
@never_cache
@require_safe
def budget(request: HttpRequest) -> HttpResponse:
    """What the year was given, who has it, what is left."""
    person = reader(request)
    require(may_audit(person))
    return _page(request, person, year_asked(request.GET.get("year", "")))


def _page(request: HttpRequest, person: Person, year: int, status: int = 200, **forms: Any) -> HttpResponse:
    opened = years()
    context = {
        "year": year,
        "years": opened,
        "told": programme(year),
        "to_open": [one for one in (today().year, today().year + 1) if one not in opened],
        "may_act": is_department(person),
        "give": forms.get("give") or MoneyForm(auto_id="give-%s"),
        "commit": forms.get("commit") or CommitForm(year=year, auto_id="commit-%s"),
        "uncommit": forms.get("uncommit") or UncommitForm(year=year, auto_id="uncommit-%s"),
    }
    return render(request, "meals/budget.html", context, status=status)


@login_required
@require_POST
def open_year(request: HttpRequest) -> HttpResponse:
    """Open the accounts of this year's or next year's programme."""
    person, year = reader(request), request.POST.get("year", "")
    require(is_department(person))
    if year not in {str(today().year), str(today().year + 1)}:
        raise Refusal(_("Only this year's or next year's programme can be opened."), code="wrong_year")
    contracts.open_programme(by=person, year=int(year))
    return _back(int(year))


@login_required
@require_POST
def give(request: HttpRequest, year: int) -> HttpResponse:
    """Money by an act of the city's budget."""
    person, form = reader(request), MoneyForm(request.POST, auto_id="give-%s")
    require(is_department(person))
    _opened(year)
    if not form.is_valid():
        return _page(request, person, year, status=422, give=form)
    contracts.appropriate(by=person, year=year, **form.told)
    messages.success(request, _("Written. The programme has the money."))
    return _back(year)


@login_required
@require_POST
def commit(request: HttpRequest, year: int) -> HttpResponse:
    """Money of the programme for one contract; more than is left is refused beside the field."""
    person, form = reader(request), CommitForm(request.POST, year=year, auto_id="commit-%s")
    require(is_department(person))
    _opened(year)
    if form.is_valid():
        try:
            contracts.commit(by=person, year=year, **form.told)
        except Refusal as refused:
            form.add_error("tenge", str(refused.reason))
        else:
            messages.success(request, _("Committed. The contract's months can hold it."))
            return _back(year)
    return _page(request, person, year, status=422, commit=form)


@login_required
@require_POST
def uncommit(request: HttpRequest, year: int) -> HttpResponse:
    """What no month of a contract holds goes back to the programme; more than that is refused beside the field."""
    person, form = reader(request), UncommitForm(request.POST, year=year, auto_id="uncommit-%s")
    require(is_department(person))
    _opened(year)
    if form.is_valid():
        try:
            commitments.uncommit(by=person, year=year, **form.told)
        except Refusal as refused:
            form.add_error("tenge", str(refused.reason))
        else:
            messages.success(request, _("Written. The programme has it again."))
            return _back(year)
    return _page(request, person, year, status=422, uncommit=form)


@login_required
def sign(request: HttpRequest) -> HttpResponse:
    """Write a signed contract down."""
    person = reader(request)
    require(is_department(person))
    form = ContractForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            contracts.sign_contract(by=person, **form.told)
        except Refusal as refused:
            form.add_error(None, str(refused.reason))
        else:
            messages.success(request, _("Written. Its prices hold once the supplier agrees to them."))
            return redirect("meals:contracts")
    return render(request, "meals/contract.html", {"form": form}, status=422 if form.is_bound else 200)


def _opened(year: int) -> None:
    if year not in years():
        raise Refusal(_("Nobody has opened this year's programme yet."), code="wrong_year")


def _back(year: int) -> HttpResponse:
    return redirect(f"{reverse('meals:budget')}?year={year}")
