"""The lot of condition: drawing it, and one draw with its units and what its number was reckoned with."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from qala.kernel.clock import today
from qala.kernel.refusals import require
from qala.people.reading import reader
from qala.places.models import Segment
from qala.roads.actions.surveys import draw_sample
from qala.roads.forms.condition import SURFACES, drawn
from qala.roads.models import SampleDraw, Survey
from qala.roads.policies import may_open_condition_desk, may_survey_condition
from qala.roads.rules.surfaces import Surface
from qala.roads.views.new_case import new_case

HOME = ("roads:desk_condition", _("Desk of condition"))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def desk_draw(request: HttpRequest) -> HttpResponse:
    """Draw by lot which units of a segment are looked at."""
    by = reader(request)
    require(may_survey_condition(by))

    def make(told: dict[str, Any]) -> HttpResponse:
        segment = Segment.objects.get(pk=told["places"][0].segment)
        surface = Surface(told["surface"])
        sample = draw_sample(by=by, segment=segment, surface=surface, total=told["total"], on=today())
        return redirect("roads:desk_drawn", pk=sample.pk)

    lead = _("The lot is drawn once a day and kept, so that nobody picks the good metres.")
    return new_case(request, title=_("Draw a sample"), home=HOME, before=drawn(), lead=lead, make=make)


@login_required
@require_safe
def desk_drawn(request: HttpRequest, pk: int) -> HttpResponse:
    """One draw: its units and their metres, the deviation behind their number, and the surveys that followed."""
    require(may_open_condition_desk(reader(request)))
    sample = get_object_or_404(SampleDraw.objects.select_related("segment__street", "spread_from"), pk=pk)
    metres = sample.segment.measured_length_m / sample.total
    before = sample.spread_from
    surveys = Survey.objects.filter(sampling__contains=[{"draw": pk}])
    told = {
        "sample": sample,
        "surface": SURFACES[Surface(sample.surface)],
        "units": [(unit, metres * (unit - 1), metres * unit) for unit in sample.sample.units],
        "is_synthetic": before is not None and before.ratings.filter(segment=sample.segment, synthetic=True).exists(),
        "surveys": [(survey, kept) for survey in surveys for _segment, draw, kept in survey.kept if draw == pk],
    }
    return render(request, "roads/desk_drawn.html", told)
