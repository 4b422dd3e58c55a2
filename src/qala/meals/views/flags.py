"""Questions the numbers ask: every one with its rule, threshold and money, and how often a rule was wrong."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from qala.kernel.refusals import require
from qala.meals.actions import flags as flag_actions
from qala.meals.forms.supply import VerdictForm
from qala.meals.models import Flag
from qala.meals.policies import is_department, may_audit, may_explain, may_see_desk
from qala.meals.queries.flags import false_positives
from qala.meals.views.asked import school_or_404, word_asked
from qala.meals.words import FLAG_WORDS, RULES, SEEN
from qala.people.models import Person
from qala.people.reading import reader
from qala.ui.tables import Column, Table
from qala.ui.templatetags.ui import day as day_filter
from qala.ui.templatetags.ui import tenge


@login_required
@never_cache
@require_safe
def listed(request: HttpRequest) -> HttpResponse:
    """Every question: of the city for auditor and department, of one school for the school."""
    person, slug = reader(request), request.GET.get("school", "")
    rows = Flag.objects.select_related("school__organisation").order_by("answered_at", "-day", "pk")
    if slug:
        place = school_or_404(slug)
        require(may_see_desk(person, place))
        rows = rows.filter(school=place)
    else:
        require(may_audit(person))
    columns = [
        Column("rule", _("Rule"), lambda row: row.rule, show=lambda row: f"{row.rule} · {RULES.get(row.rule, '')}",
               link=lambda row: reverse("meals:flag", args=[row.pk]), sort="rule"),
        Column("school", _("School"), lambda row: str(row.school.name)),
        Column("day", _("Day"), lambda row: row.day.isoformat(), show=lambda row: day_filter(row.day), sort="day"),
        Column("count", _("Count"), lambda row: row.count, sort="count", number=True),
        Column("threshold", _("Threshold"), lambda row: row.threshold, sort="threshold", number=True),
        Column("tiyn", _("Money"), lambda row: row.tiyn, show=lambda row: tenge(row.tiyn), sort="tiyn", number=True),
        Column("answer", _("Answer"), lambda row: row.answer, show=lambda row: FLAG_WORDS[row.answer][0],
               sort="answer"),
    ]  # fmt: skip
    table = Table(request, columns, rows, caption=_("Questions"), name="questions", empty=_("The numbers ask nothing."))
    if table.wants_csv:
        return table.as_csv()
    rates = [(one, RULES.get(one.rule, ""), (one.permille or 0) / 1000) for one in false_positives()]
    return render(request, "meals/flags.html", {"table": table, "rates": rates})


@login_required
@never_cache
@require_safe
def flag(request: HttpRequest, pk: int) -> HttpResponse:
    """One question, its rule, and what was said to it."""
    person, row = reader(request), _row(pk)
    require(may_see_desk(person, row.school))
    context = {
        "flag": row,
        "rule": RULES.get(row.rule, ""),
        "seen": SEEN.get(row.about.partition(":")[0], ""),
        "state": FLAG_WORDS[row.answer],
        "verdict": VerdictForm() if is_department(person) and _may_answer(person, row) else None,
        "lines_wait": row.answer in {"error", "fraud"} and row.meals.exists(),
        "may_explain": not row.answer and may_explain(person, row.school),
    }
    return render(request, "meals/flag.html", context)


@login_required
@require_POST
def flag_act(request: HttpRequest, pk: int) -> HttpResponse:
    """The school explains, or the department answers."""
    person, row = reader(request), _row(pk)
    require(may_see_desk(person, row.school))
    words = request.POST.get("explanation", "")
    if word_asked(request, "explain", "answer") == "explain":
        flag_actions.explain(by=person, flag=row, explanation=words)
    else:
        flag_actions.answer(by=person, flag=row, verdict=request.POST.get("verdict", ""), explanation=words)
    return redirect("meals:flag", pk=pk)


def _may_answer(person: Person, row: Flag) -> bool:
    """Open questions; and what another officer called wrong, where an explanation was found after all."""
    return row.answer != "explained" and row.answered_by != person.actor_key


def _row(pk: int) -> Flag:
    return get_object_or_404(Flag.objects.select_related("school__organisation"), pk=pk)
