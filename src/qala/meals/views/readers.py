"""A school's outside readers: let in, switched off; and the chance numbers of children whose parents agreed."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from qala.kernel.clock import today
from qala.kernel.refusals import require
from qala.meals.actions import readers as actions
from qala.meals.forms.readers import ReaderForm
from qala.meals.policies import may_approve_list, may_form_list, may_keep_terminals, may_see_desk
from qala.meals.queries.readers import may_be_marked, readers_at
from qala.meals.views.asked import school_or_404
from qala.people.models import Person
from qala.people.reading import reader as reading
from qala.roster.models import School


@login_required
@never_cache
@require_safe
def listed(request: HttpRequest, slug: str) -> HttpResponse:
    """Readers of a school; who keeps its children sees the numbers to hand to the vendor."""
    place, person = school_or_404(slug), reading(request)
    require(may_see_desk(person, place))
    return _page(request, place, person)


def _page(request: HttpRequest, place: School, person: Person, status: int = 200, **more: Any) -> HttpResponse:
    found = readers_at(place)
    keeps_marks = may_form_list(person, place) or may_approve_list(person, place)
    vendors = sorted({one.vendor for one in found if one.terminal.revoked_at is None})
    children = list(may_be_marked(place, today())) if keeps_marks and vendors else []
    context = {
        "school": place,
        "readers": found,
        "may_keep": may_keep_terminals(person, place),
        "form": more.get("form") or ReaderForm(),
        "key": more.get("key", ""),
        "vendors": vendors,
        "children": [(one, {row.vendor: row.mark for row in one.reader_marks.all()}) for one in children],
        "keeps_marks": keeps_marks,
    }
    return render(request, "meals/readers.html", context, status=status)


@login_required
@never_cache
@require_POST
def admit(request: HttpRequest, slug: str) -> HttpResponse:
    """Let a reader in; its key is shown on this answer and never again."""
    place, person, form = school_or_404(slug), reading(request), ReaderForm(request.POST)
    require(may_keep_terminals(person, place))
    if not form.is_valid():
        return _page(request, place, person, status=422, form=form)
    _made, key = actions.admit_reader(by=person, school=place, **form.told)
    return _page(request, place, person, key=key)


@login_required
@require_POST
def switch_off(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Its key opens nothing from now on."""
    place, person = school_or_404(slug), reading(request)
    require(may_keep_terminals(person, place))
    row = next((one for one in readers_at(place) if one.pk == pk), None)
    if row is None:
        raise Http404
    actions.switch_off(by=person, reader=row)
    messages.success(request, _("The reader is switched off."))
    return redirect("meals:readers", slug=slug)


@login_required
@require_POST
def mark(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Make a child's number for one vendor."""
    place, person = school_or_404(slug), reading(request)
    require(may_form_list(person, place) or may_approve_list(person, place))
    child = may_be_marked(place, today()).filter(pk=pk).first()
    vendors = {one.vendor for one in readers_at(place)}
    if child is None or request.POST.get("vendor") not in vendors:
        raise Http404
    actions.make_mark(by=person, pupil=child, school=place, vendor=request.POST["vendor"])
    return redirect("meals:readers", slug=slug)
