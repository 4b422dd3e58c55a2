"""The desk of a school: the pedagogue forms, the director approves, both name who is missing."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from qala.kernel.refusals import require
from qala.meals.actions import lists, months, vouchers
from qala.meals.forms.desk import DayFilter, PaperForm
from qala.meals.forms.months import MonthFilter
from qala.meals.models import EntitlementList, Timesheet
from qala.meals.policies import (
    may_approve_list,
    may_check_list,
    may_form_list,
    may_keep_terminals,
    may_see_desk,
    may_sign_month,
)
from qala.meals.queries.months import month_asked
from qala.meals.queries.removals import appealed
from qala.meals.queries.school_desk import Desk, day_sheet, desk_of
from qala.meals.rules.processes import LIST
from qala.meals.views.asked import school_or_404, unknown_step
from qala.meals.words import LIST_WORDS, REASON_WORDS, SHEET_HOLDERS, SHEET_WORDS, said
from qala.people.models import Person
from qala.people.queries import organisations_of
from qala.people.reading import reader
from qala.roster.models import School
from qala.roster.queries import schools_of


@login_required
@require_safe
def desk(request: HttpRequest) -> HttpResponse:
    """Straight to the desk of one's office."""
    person = reader(request)
    if person.holds("education_department"):
        return redirect("meals:close")
    if person.holds("auditor"):
        return redirect("meals:flags")
    if person.holds("supplier"):
        return redirect("meals:supply")
    mine = [one for one in schools_of(person) if may_see_desk(person, one)]
    if len(mine) > 1:
        return render(request, "meals/desk_schools.html", {"schools": mine})
    if mine:
        return redirect("meals:desk_school", slug=mine[0].slug)
    return _at_school(person)


def _at_school(person: Person) -> HttpResponse:
    """Who keeps no school's meals but works there: the canteen weighs, a class teacher looks at the own class."""
    pages = {"canteen_worker": "meals:leftovers", "class_teacher": "meals:desk_trust"}
    role = next((role for role in pages if person.holds(role)), "")
    place = School.objects.filter(organisation__in=organisations_of(person, role)).first() if role else None
    require(place is not None)
    assert place is not None
    return redirect(pages[role], slug=place.slug)


@login_required
@never_cache
@require_safe
def school(request: HttpRequest, slug: str) -> HttpResponse:
    """What waits at a school."""
    place, person = _open(request, slug)
    month = month_asked(request.GET)
    told = desk_of(place, month)
    asked = appealed(place, [line.pupil_id for line in told.removed])
    context = {
        "school": place,
        "month": month,
        "form": MonthFilter(request.GET or None, initial={"month": f"{month:%Y-%m}"}),
        "told": told,
        "state": LIST_WORDS.get(told.newest.state) if told.newest else None,
        "removed": [
            (line.pupil, said(REASON_WORDS, line.removed_because), asked.get(line.pupil_id)) for line in told.removed
        ],
        "verbs": _verbs(person, place, told),
        "may_see_terminals": may_keep_terminals(person, place),
        "may_return": told.newest is not None
        and "return" in LIST.verbs(told.newest.state)
        and _may_return(person, place),
        "paper": PaperForm(waiting=told.waiting) if told.waiting and may_form_list(person, place) else None,
        "sheet": (*SHEET_WORDS[told.sheet.state], SHEET_HOLDERS[told.sheet.state]) if told.sheet else None,
        "may_sign": told.sheet is not None and told.sheet.state == "frozen" and may_sign_month(person, place),
    }
    return render(request, "meals/desk_school.html", context)


def _may_return(person: Person, place: School) -> bool:
    return may_check_list(person) or may_approve_list(person, place)


def _verbs(person: Person, place: School, told: Desk) -> list[tuple[str, str]]:
    """The lawful next steps of this reader, the first the one to do."""
    lawful = LIST.verbs(told.newest.state) if told.newest else ()
    words = [
        ("approve", _("Approve the list"), "approve" in lawful and may_approve_list(person, place)),
        ("check", _("Compare with the registers"), "check" in lawful and may_check_list(person)),
        ("enforce", _("Put in force"), "enforce" in lawful and may_check_list(person)),
        ("notify", _("Tell the parents"), _in_force(told) and bool(told.waiting) and may_form_list(person, place)),
        ("form", _("Form the list from the register"), _may_form(told) and may_form_list(person, place)),
    ]
    return [(verb, word) for verb, word, is_open in words if is_open]


def _in_force(told: Desk) -> bool:
    return told.newest is not None and told.newest.state == "in_force"


def _may_form(told: Desk) -> bool:
    return told.newest is None or told.newest.state in ("draft", "in_force", "superseded")


@login_required
@require_POST
def act(request: HttpRequest, slug: str) -> HttpResponse:
    """One step of the month's list."""
    place, person = _open(request, slug)
    month, verb = month_asked(request.POST), request.POST.get("verb", "")
    if verb == "form":
        lists.form_list(by=person, school=place, month=month)
    else:
        newest = EntitlementList.objects.filter(school=place, month=month).order_by("-version").first()
        if newest is None:
            raise Http404
        _step(person, newest, verb, request.POST.get("reason", ""))
    return redirect(f"{reverse('meals:desk_school', args=[slug])}?month={month:%Y-%m}")


def _step(person: Person, newest: EntitlementList, verb: str, reason: str) -> None:
    if verb == "approve":
        lists.approve(by=person, formed=newest)
    elif verb == "check":
        lists.check(by=person, approved=newest)
    elif verb == "return":
        lists.send_back(by=person, checked=newest, reason=reason)
    elif verb == "enforce":
        lists.enforce(by=person, checked=newest)
    elif verb == "notify":
        vouchers.notify(by=person, listed=newest)
    else:
        raise unknown_step()


@login_required
@require_POST
def paper(request: HttpRequest, slug: str) -> HttpResponse:
    """Consents signed on paper."""
    place, person = _open(request, slug)
    waiting = desk_of(place, month_asked(request.POST)).waiting
    form = PaperForm(request.POST, waiting=waiting)
    require(may_form_list(person, place))
    chosen = form.cleaned_data["vouchers"] if form.is_valid() else []
    named = [row for row in waiting if str(row.pk) in chosen]
    count = vouchers.take_paper_consents(by=person, school=place, vouchers=named) if named else 0
    messages.success(request, _("Vouchers that work now: %(count)d") % {"count": count})
    return redirect("meals:desk_school", slug=slug)


@login_required
@require_POST
def sign(request: HttpRequest, slug: str) -> HttpResponse:
    """The director signs the month."""
    place, person = _open(request, slug)
    sheet = Timesheet.objects.filter(school=place, month=month_asked(request.POST)).first()
    if sheet is None:
        raise Http404
    months.sign(by=person, sheet=sheet)
    return redirect(f"{reverse('meals:desk_school', args=[slug])}?month={sheet.month:%Y-%m}")


@login_required
@never_cache
@require_safe
def day(request: HttpRequest, slug: str) -> HttpResponse:
    """A day by name."""
    place, _person = _open(request, slug)
    form = DayFilter(request.GET or None)
    form.initial["day"] = form.chosen
    return render(
        request, "meals/desk_day.html", {"school": place, "form": form, "told": day_sheet(place, form.chosen)}
    )


def _open(request: HttpRequest, slug: str) -> tuple[School, Person]:
    place, person = school_or_404(slug), reader(request)
    require(may_see_desk(person, place))
    return place, person
