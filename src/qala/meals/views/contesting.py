"""Who says that a meal should not count: the school about one of its meals, and anybody who takes the word back."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from qala.kernel.refusals import require
from qala.meals.actions import disputes
from qala.meals.forms.desk import ContestForm
from qala.meals.models import Dispute
from qala.meals.policies import is_department, may_contest, may_see_desk, may_trade, may_withdraw
from qala.meals.queries.school_desk import last_dispute, press_at
from qala.meals.views.asked import school_or_404
from qala.meals.words import DISPUTE_WORDS, REASON_WORDS, said
from qala.people.reading import reader


@login_required
@never_cache
def meal(request: HttpRequest, slug: str, uid: UUID) -> HttpResponse:
    """One meal of a child at the school: how it was written down, and whether it should count."""
    place, person = school_or_404(slug), reader(request)
    require(may_see_desk(person, place))
    event = press_at(place, uid)
    if event is None:
        raise Http404
    counted = getattr(event, "meal", None)
    last = last_dispute(event.pk)
    is_open = last is not None and last.state == "opened"
    may = counted is not None and may_contest(person, counted)
    form = ContestForm(request.POST or None)
    if request.method == "POST":
        require(may)
        if form.is_valid():
            disputes.open_dispute(by=person, meal=event.meal, reason=form.cleaned_data["reason"])
            messages.success(request, _("Contested. Its money stands aside until the department decides."))
            return redirect("meals:desk_meal", slug=slug, uid=uid)
    context = {
        "school": place,
        "event": event,
        "meal": counted,
        "is_reversed": hasattr(counted, "reversal"),
        "dispute": (last, said(REASON_WORDS, last.reason), *DISPUTE_WORDS[last.state]) if last else None,
        "may_withdraw": is_open and last is not None and may_withdraw(person, last),
        "form": form if may and not is_open and not hasattr(counted, "reversal") else None,
    }
    return render(request, "meals/desk_meal.html", context, status=422 if form.is_bound else 200)


@login_required
@require_POST
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Whoever contested a line takes the word back while nobody has decided."""
    person = reader(request)
    rows = Dispute.objects.select_related("meal__school__organisation", "meal__event", "meal__contract__supplier")
    row = get_object_or_404(rows, pk=pk)
    disputes.withdraw(by=person, dispute=row)
    messages.success(request, _("Taken back. The meal counts again."))
    if is_department(person):
        return redirect("meals:disputes")
    if may_trade(person, row.meal.contract):
        return redirect("meals:supply")
    return redirect("meals:desk_meal", slug=row.meal.school.slug, uid=row.meal.event.uid)
