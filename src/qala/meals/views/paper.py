"""Paper sheets: entered from the class list, signed by another, confirmed by a third; the auditor reads all."""

from datetime import date

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from qala.kernel.clock import today
from qala.kernel.refusals import Refusal, require
from qala.meals.actions import paper
from qala.meals.forms.months import MonthFilter
from qala.meals.forms.paper import ClassDayForm, SheetForm
from qala.meals.models import PaperSheet
from qala.meals.policies import (
    may_audit,
    may_confirm_sheet,
    may_see_desk,
    may_see_sheets,
    may_tear_up,
    may_write_sheet,
)
from qala.meals.queries.months import month_asked
from qala.meals.queries.paper import classes, pupils_of_class, sheet_of, sheets_in, sheets_of, told
from qala.meals.views.asked import school_or_404, unknown_step
from qala.meals.words import WHY_PAPER, said
from qala.people.models import Person
from qala.people.reading import reader
from qala.roster.models import School
from qala.ui.tables import Column, Table
from qala.ui.templatetags.ui import day as day_filter


@login_required
@never_cache
@require_safe
def listed(request: HttpRequest, slug: str) -> HttpResponse:
    """A school's sheets."""
    place, person = _open(request, slug)
    table = Table(request, columns(), sheets_of(place), caption=_("Paper sheets"),
                  empty=_("Every meal here went through a terminal."))  # fmt: skip
    up = reverse("meals:desk_school" if may_see_desk(person, place) else "meals:school", args=[slug])
    context = {"school": place, "table": table, "may_write": may_write_sheet(person, place), "up": up}
    return render(request, "meals/sheets.html", context)


def columns() -> list[Column]:
    """One line a sheet; no child is named."""

    def address(row: PaperSheet) -> str:
        return reverse("meals:sheet", args=[row.school.slug, row.pk])

    return [
        Column("number", _("Sheet"), lambda row: row.number, show=lambda row: f"№ {row.number}", link=address),
        Column("school", _("School"), lambda row: str(row.school.name)),
        Column("day", _("Day"), lambda row: row.day.isoformat(), show=lambda row: day_filter(row.day), sort="day"),
        Column("class", _("Class"), lambda row: row.school_class.title),
        Column("service", _("Service"), lambda row: str(row.service)),
        Column("why", _("Why on paper"), lambda row: row.why, show=lambda row: said(WHY_PAPER, row.why)),
        Column("ticks", _("Ticks"), lambda row: row.children, number=True),
        Column("counted", _("Counted"), lambda row: row.counted, number=True),
        Column("waiting", _("Still waiting"), lambda row: row.waiting, number=True),
    ]


@login_required
@never_cache
def enter(request: HttpRequest, slug: str) -> HttpResponse:
    """Choose the class and the day, then tick who ate."""
    place, person = _open(request, slug)
    require(may_write_sheet(person, place))
    day = _day(request.GET.get("day", ""))
    rooms = classes(place, day)
    choice = ClassDayForm(request.GET or None, classes=rooms, initial={"day": day})
    room = next((one for one in rooms if str(one.pk) == request.GET.get("school_class")), None)
    form = SheetForm(request.POST or None, pupils=pupils_of_class(room, day), day=day) if room else None
    if request.method == "POST" and room and form and form.is_valid():
        try:
            sheet = paper.enter_sheet(by=person, school_class=room, **form.told)
        except Refusal as refused:
            form.add_error(None, str(refused.reason))
        else:
            messages.success(request, _("Entered. Another person signs it now."))
            return redirect("meals:sheet", slug=slug, pk=sheet.pk)
    context = {"school": place, "choice": choice, "room": room, "form": form, "day": day}
    return render(request, "meals/sheet_new.html", context, status=422 if form and form.is_bound else 200)


@login_required
@never_cache
@require_safe
def sheet(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """One sheet: who is on it, who may do what next."""
    place, person = _open(request, slug)
    row = _row(place, pk)
    context = {
        "school": place,
        "told": told(row),
        "why": said(WHY_PAPER, row.why),
        "may_sign": not row.is_signed and may_write_sheet(person, place) and person.actor_key != row.entered_by,
        "may_tear_up": not row.is_signed and may_tear_up(person, row),
        "may_confirm": may_confirm_sheet(person, row),
    }
    return render(request, "meals/sheet.html", context)


@login_required
@require_POST
def step(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Sign, confirm, or take back."""
    place, person = _open(request, slug)
    row, verb = _row(place, pk), request.POST.get("verb", "")
    if verb == "sign":
        paper.sign_sheet(by=person, sheet=row)
        messages.success(request, _("Signed. A third person confirms it."))
    elif verb == "confirm":
        done, left = paper.confirm_sheet(by=person, sheet=row)
        messages.success(request, _("Meals that count: %(done)d. Waiting: %(left)d.") % {"done": done, "left": left})
    elif verb == "tear_up":
        paper.tear_up(by=person, sheet=row)
        return redirect("meals:sheets", slug=slug)
    else:
        raise unknown_step()
    return redirect("meals:sheet", slug=slug, pk=pk)


@login_required
@never_cache
@require_safe
def everywhere(request: HttpRequest) -> HttpResponse:
    """Every sheet of a month, for auditor and department."""
    require(may_audit(reader(request)))
    month = month_asked(request.GET)
    table = Table(request, columns(), sheets_in(month), caption=_("Paper sheets"), name=f"paper-{month:%Y-%m}",
                  empty=_("No sheet this month: every meal went through a terminal."))  # fmt: skip
    if table.wants_csv:
        return table.as_csv()
    form = MonthFilter(request.GET or None, initial={"month": f"{month:%Y-%m}"})
    return render(request, "meals/sheets_all.html", {"table": table, "form": form})


def _open(request: HttpRequest, slug: str) -> tuple[School, Person]:
    place, person = school_or_404(slug), reader(request)
    require(may_see_sheets(person, place))
    return place, person


def _row(place: School, pk: int) -> PaperSheet:
    row = sheet_of(place, pk)
    if row is None:
        raise Http404
    return row


def _day(told_day: str) -> date:
    try:
        return date.fromisoformat(told_day)
    except ValueError:
        return today()
