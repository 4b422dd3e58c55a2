"""The month's list line by line; the pedagogue takes a child off a draft, or puts it back."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from qala.kernel.refusals import require
from qala.meals.actions import lists
from qala.meals.forms.desk import RemovalForm
from qala.meals.models import ListLine
from qala.meals.policies import may_form_list, may_see_desk
from qala.meals.queries.listed import line_of, lines_of, newest_list
from qala.meals.queries.months import month_asked
from qala.meals.rules.bases import REMOVALS
from qala.meals.views.asked import school_or_404, unknown_step
from qala.meals.words import BASIS_WORDS, LIST_WORDS, REASON_WORDS, VOUCHER_WORDS, said
from qala.people.reading import reader
from qala.roster.models import School
from qala.ui.tables import Column, Table


@login_required
@never_cache
@require_safe
def lines(request: HttpRequest, slug: str) -> HttpResponse:
    """Everybody on the newest list, and who was taken off and why."""
    place, person = school_or_404(slug), reader(request)
    require(may_see_desk(person, place))
    newest = newest_list(place, month_asked(request.GET))
    if newest is None:
        raise Http404
    may_change = newest.state == "draft" and may_form_list(person, place)
    columns = _columns(place, may_change=may_change)
    table = Table(request, columns, lines_of(newest), caption=_("Children"), page_size=100)
    context = {"school": place, "list": newest, "state": LIST_WORDS[newest.state], "table": table}
    return render(request, "meals/lines.html", context | {"may_change": may_change})


def _columns(place: School, *, may_change: bool) -> list[Column]:
    def link(row: ListLine) -> str:
        is_by_hand = not row.removed_because or row.removed_because in REMOVALS
        return reverse("meals:desk_line", args=[place.slug, row.pk]) if may_change and is_by_hand else ""

    def voucher(row: Any) -> str:
        return reverse("meals:desk_voucher", args=[place.slug, row.voucher_key]) if row.voucher_key else ""

    return [
        Column("name", _("Child"), lambda row: row.pupil.person.name.full, link=link, sort="pupil__person__family"),
        Column("class", _("Class"), lambda row: f"{row.grade}{row.letter or ''}", sort="grade"),
        Column("basis", _("Basis"), lambda row: row.basis, show=lambda row: said(BASIS_WORDS, row.basis), sort="basis"),
        Column(
            "removed", _("Taken off"), lambda row: row.removed_because,
            show=lambda row: said(REASON_WORDS, row.removed_because) if row.removed_because else "—",
            sort="removed_because",
        ),
        Column(
            "voucher", _("Voucher"), lambda row: row.voucher_state or "", link=voucher, sort="voucher_state",
            show=lambda row: VOUCHER_WORDS[row.voucher_state][0] if row.voucher_state else "—",
        ),
    ]  # fmt: skip


@login_required
@never_cache
def line(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """One child: off the list with a reason, or back on it."""
    place, person = school_or_404(slug), reader(request)
    require(may_form_list(person, place))
    row = line_of(place, pk)
    if row is None:
        raise Http404
    back = f"{reverse('meals:desk_lines', args=[slug])}?month={row.list.month:%Y-%m}"
    form = RemovalForm(request.POST or None)
    if request.POST.get("verb", "put_back") != "put_back":
        raise unknown_step()
    if request.method == "POST" and "verb" in request.POST:
        lists.put_back(by=person, line=row)
        messages.success(request, _("Back on the list."))
        return redirect(back)
    if request.method == "POST" and form.is_valid():
        lists.remove_line(by=person, line=row, reason=form.cleaned_data["reason"])
        messages.success(request, _("Taken off. The reason stays on the list; the parents see it."))
        return redirect(back)
    context = {"school": place, "line": row, "form": form, "back": back}
    return render(request, "meals/take_off.html", context, status=422 if form.is_bound else 200)
