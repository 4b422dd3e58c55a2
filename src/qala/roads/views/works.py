"""Works and digs for everybody: the lists, and each with who does it, until when, what came of it."""

from typing import Any

from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from qala.kernel.workflow import Workflow
from qala.roads.models import CutStep, WorksStep
from qala.roads.queries.conflict_words import listed
from qala.roads.queries.names import body_called
from qala.roads.rules.cuts import CUT
from qala.roads.rules.works import WORKS
from qala.roads.views.tables import cuts_rows, cuts_table, street_of, works_rows, works_table
from qala.ui.timeline import TimelineLine

TONES = {"accepted": "confirmed", "inspected": "confirmed", "cancelled": "harm", "withdrawn": "harm"}


@require_safe
def works(request: HttpRequest) -> HttpResponse:
    """Every work, for everybody."""
    table = works_table(request, "roads:work", works_rows())
    return table.as_csv() if table.wants_csv else render(request, "roads/works.html", {"table": table})


@require_safe
def digs(request: HttpRequest) -> HttpResponse:
    """Every dig, for everybody."""
    table = cuts_table(request, "roads:dig", cuts_rows())
    return table.as_csv() if table.wants_csv else render(request, "roads/digs.html", {"table": table})


@require_safe
def work(request: HttpRequest, pk: int) -> HttpResponse:
    """One work: where, who, for how much, until when they answer for it, and what happened."""
    found = get_object_or_404(works_rows(), pk=pk)
    lots = list(found.lots.prefetch_related("samples"))
    samples = [sample.passed for lot in lots for sample in lot.samples.all()]
    told = {
        "work": found,
        "street": street_of(found),
        "contractor": body_called(found.contractor) if found.contractor else "",
        "samples": len(samples),
        "failed": samples.count(False),
        "photos": found.evidence.aggregate(all=Count("pk"), by_hand=Count("pk", filter=Q(place_by_hand=True))),
        "prices": found.price_changes.all(),
        "waits": found.waits.all(),
        "story": _story(found.steps.all(), WORKS),
    }
    return render(request, "roads/work.html", told)


@require_safe
def dig(request: HttpRequest, pk: int) -> HttpResponse:
    """One dig: where, who, what for, what stood in the way and why it was let be, and what happened."""
    found = get_object_or_404(cuts_rows().prefetch_related("conflicts", "compactions"), pk=pk)
    told = {
        "dig": found,
        "street": street_of(found),
        "operator": body_called(found.operator),
        "conflicts": listed(found),
        "tests": found.compactions.all(),
        "waits": found.waits.all(),
        "story": _story(found.steps.all(), CUT),
    }
    return render(request, "roads/dig.html", told)


def _story(steps: Any, table: Workflow) -> list[TimelineLine]:
    """What happened, without names: each step by the state it led to."""
    return [_line(step, table) for step in steps]


def _line(step: WorksStep | CutStep, table: Workflow) -> TimelineLine:
    words = str(capfirst(table.word(step.after)))
    if step.verb == "permit" and step.after == "opened":
        words = _("The emergency got its permit")
    return TimelineLine(step.at, words, tone=TONES.get(step.after, "done"))
