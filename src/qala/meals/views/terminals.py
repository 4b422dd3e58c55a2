"""The director's page: which phones serve at the school's counter, a code for a new one, and switching one off."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Count, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from qala.kernel.refusals import require
from qala.meals.actions import terminals as actions
from qala.meals.models import Terminal
from qala.meals.policies import is_department, may_keep_terminals
from qala.meals.queries.chains import chains_of
from qala.meals.queries.settings import offline_window
from qala.people.queries import organisations_of
from qala.people.reading import reader
from qala.roster import queries as roster
from qala.roster.models import School


@login_required
@require_safe
def schools(request: HttpRequest) -> HttpResponse:
    """The schools whose terminals this reader keeps; a director comes straight to the own one."""
    person = reader(request)
    rows = roster.schools()
    if not is_department(person):
        rows = rows.filter(organisation__in=organisations_of(person, "school_director"))
        require(rows.exists())
        if len(rows) == 1:
            return redirect("meals:terminals", school=rows[0].slug)
    live = Count("terminals", filter=Q(terminals__revoked_at=None))
    return render(request, "meals/terminal_schools.html", {"schools": rows.annotate(live=live)})


@login_required
@require_safe
def listed(request: HttpRequest, school: str) -> HttpResponse:
    """Every terminal of a school with its chain."""
    person, body = reader(request), _school(school)
    require(may_keep_terminals(person, body))
    return _page(request, body)


@login_required
@never_cache
@require_POST
def make_code(request: HttpRequest, school: str) -> HttpResponse:
    """A code for one phone, shown on this answer and never again."""
    body = _school(school)
    code = actions.make_enrolment_code(by=reader(request), school=body)
    return _page(request, body, code)


@login_required
@require_POST
def revoke(request: HttpRequest, school: str, key: UUID) -> HttpResponse:
    """Switch a terminal off."""
    terminal = get_object_or_404(Terminal.objects.select_related("school__organisation"), key=key)
    if terminal.school.slug != school:
        raise Http404
    actions.revoke(by=reader(request), terminal=terminal)
    messages.success(request, _("The terminal is switched off."))
    return redirect("meals:terminals", school=school)


def _school(slug: str) -> School:
    found = roster.school_by_slug(slug)
    if found is None:
        raise Http404
    return found


def _page(request: HttpRequest, school: School, code: str = "") -> HttpResponse:
    minutes = int(actions.LASTS.total_seconds() // 60)
    told = {"school": school, "chains": chains_of(school), "code": code, "minutes": minutes}
    return render(request, "meals/terminals.html", told | {"days": offline_window().days})
