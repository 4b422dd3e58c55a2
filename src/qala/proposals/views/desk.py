"""The desk: what waits for me, and the list as its address asks."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from qala.kernel.calendar import WorkCalendar
from qala.kernel.clock import today
from qala.kernel.queries import city_calendar
from qala.kernel.refusals import require
from qala.people.reading import reader
from qala.proposals.forms.desk_list import ListForm
from qala.proposals.models import Proposal
from qala.proposals.policies import may_open_desk, may_see_desk
from qala.proposals.queries.desk import NUMBER, listed, my_work, pile_words
from qala.proposals.queries.place_words import place_words
from qala.proposals.rules.words import STATE_WORDS
from qala.proposals.views.desk_column import TONES

PAGE = 30


@dataclass(frozen=True)
class Row:
    """One line of the list: the case, its state in words and shape, and what its clock leaves."""

    case: Proposal
    state: str
    tone: str
    due: date | None
    days_left: int
    clock: str
    place: str


def row_of(case: Proposal, calendar: WorkCalendar, day: date) -> Row:
    """The clock of a list is the stored day; the case's own page counts it anew."""
    promised = case.answered_at is not None and case.is_open
    due = case.promised_on if promised else case.due_on
    left = calendar.between(day, due) if due else 0
    done = not case.is_open
    where = place_words(case).short
    return Row(case, str(STATE_WORDS[case.state]), TONES[case.state], due, left, "met" if done else "running", where)


def rows_of(cases: QuerySet[Proposal] | list[Proposal]) -> list[Row]:
    calendar, day = city_calendar(), today()
    return [row_of(case, calendar, day) for case in cases]


@login_required
@require_safe
def desk(request: HttpRequest) -> HttpResponse:
    """My work by role, then the list. A number in the search opens its case at once."""
    by = reader(request)
    require(may_open_desk(by))
    context: dict[str, Any] = {"work": my_work(by), "may_list": may_see_desk(by)}
    if context["may_list"]:
        form = ListForm(request.GET)
        asked = form.asked()
        cases = listed(by, asked)
        if NUMBER.match(asked.q.strip()) and (only := cases.first()):
            return redirect("proposals:desk_case", number=only.number)
        page = Paginator(cases, PAGE).get_page(request.GET.get("page"))
        context |= {
            "form": form,
            "asked": asked,
            "pile": pile_words(asked.pile) if asked.pile in {pile.slug for pile in context["work"]} else "",
            "page": page,
            "rows": rows_of(list(page)),
            "query": request.GET.urlencode(),
        }
    return render(request, "proposals/desk.html", context)
