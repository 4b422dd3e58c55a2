"""Sample units by hand: what was found on each, the PCI that comes of it, and then the survey."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from qala.kernel.refusals import Refusal, require
from qala.people.reading import reader
from qala.roads.actions.surveys import record_survey
from qala.roads.forms.condition import SURFACES, SheetForm, outing_of
from qala.roads.policies import may_survey_condition
from qala.roads.queries.curves import NamedCurves, curves_in_force
from qala.roads.rules.condition_words import GRADE_WORDS
from qala.roads.rules.curves import MissingCurveError
from qala.roads.rules.sections import RatedUnit, band_of, section_pci
from qala.roads.rules.surfaces import Surface
from qala.roads.rules.survey_sheet import UnitSheet
from qala.roads.rules.surveyed import unit_sheet
from qala.roads.views.new_case import StreetSearch, chosen_street, found_streets
from qala.ui.fields import show_refusal


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def desk_sheet(request: HttpRequest) -> HttpResponse:
    """The street, then units of one segment; "reckon" shows the PCI and keeps nothing, "record" keeps the survey."""
    by = reader(request)
    require(may_survey_condition(by))
    street = chosen_street(request)
    title = _("Units by hand")
    told: dict[str, Any] = {"title": title, "home": ("roads:desk_condition", _("Desk of condition")), "street": street}
    if street is None:
        told |= {"search": StreetSearch(request.GET or None), "found": found_streets(request)}
        return render(request, "roads/new_case.html", told)
    surface = Surface.CONCRETE if request.GET.get("surface") == "concrete" else Surface.ASPHALT
    asked = request.GET.get("units", "2")
    posted = request.POST if request.method == "POST" else None
    form = SheetForm(posted, street=street, units=int(asked) if asked.isdecimal() else 2, surface=surface)
    told |= {"form": form, "surface": surface, "surfaces": SURFACES.items(), "curves": curves_in_force()}
    if posted is None:
        return render(request, "roads/desk_sheet.html", told)
    if not form.is_valid():
        return render(request, "roads/desk_sheet.html", told, status=422)
    if "reckon" in posted:
        return render(request, "roads/desk_sheet.html", told | reckoned(form.cleaned_data["sheets"], told["curves"]))
    try:
        survey = record_survey(
            by=by, outing=outing_of(form.cleaned_data), units=form.cleaned_data["sheets"],
            curves=told["curves"].curves, curves_name=told["curves"].name,
        )  # fmt: skip
    except Refusal as refusal:
        show_refusal(form, refusal)
        return render(request, "roads/desk_sheet.html", told, status=refusal.status)
    return redirect("roads:desk_survey", pk=survey.pk)


def reckoned(units: list[UnitSheet], curves: NamedCurves) -> dict[str, Any]:
    """PCI of each unit and of the section by these curves, or why there is none."""
    try:
        told = [(one, unit_sheet(curves.curves, one.surface, one.size, one.found).pci) for one in units]
        rated = [RatedUnit(float(one.size), pci, one.additional) for one, pci in told]
        pci = section_pci(rated, float(units[0].section))
    except (MissingCurveError, ValueError) as trouble:
        return {"no_pci": str(trouble)}
    grade = GRADE_WORDS[band_of(pci).slug]
    return {"unit_pcis": [(one.line, pci) for one, pci in told], "section_pci": pci, "grade": grade}
