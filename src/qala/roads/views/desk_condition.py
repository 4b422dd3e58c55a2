"""The desk of condition: surveys, one survey with its units and how it kept to the lot, ratings, files."""

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.files.uploadedfile import UploadedFile
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from qala.kernel.refusals import Forbidden, Refusal, require
from qala.people.models import Person
from qala.people.reading import reader
from qala.places.models import Segment
from qala.roads.actions.ratings import Procedure, Seen, record_rating
from qala.roads.forms import condition as forms
from qala.roads.loaders.condition import Done, load_condition
from qala.roads.models import CurveFile, Defect, SampleDraw, Survey
from qala.roads.policies import may_open_condition_desk, may_survey_condition
from qala.roads.queries.curves import curves_in_force
from qala.roads.rules.condition_words import DISTRESS_WORDS, GRADE_WORDS, PROCEDURE_WORDS, SEVERITY_WORDS, TURNED_WORDS
from qala.roads.rules.sampling import Kept
from qala.roads.views.new_case import new_case
from qala.roads.views.tables import number_column
from qala.ui.fields import show_refusal
from qala.ui.tables import Column, Table
from qala.ui.templatetags.ui import day as shown_day

HOME = ("roads:desk_condition", _("Desk of condition"))
LATEST = 10


@login_required
@require_safe
def desk_condition(request: HttpRequest) -> HttpResponse:
    """Every survey, what waits for a look, and with which curves a PCI is reckoned."""
    by = reader(request)
    require(may_open_condition_desk(by))
    columns = [
        number_column("roads:desk_survey"),
        Column(
            "day", _("Surveyed on"), lambda row: row.surveyed_on, show=lambda row: shown_day(row.surveyed_on),
            sort="surveyed_on",
        ),
        Column("kind", _("Kind of survey"), lambda row: row.kind, show=lambda row: row.get_kind_display(), sort="kind"),
        Column("method", _("Method"), lambda row: row.method, show=lambda row: row.get_method_display(), sort="method"),
        Column("ratings", _("Stretches rated"), lambda row: row.rated, number=True, sort="rated"),
        Column("without", _("Without a rating"), lambda row: len(row.without_rating), number=True),
    ]  # fmt: skip
    rows = Survey.objects.exclude(crew__startswith="roads.cut:").annotate(rated=Count("ratings"))
    table = Table(
        request, columns, rows.order_by("-surveyed_on", "-pk"), caption=_("Surveys"), name="road-surveys",
        empty=_("No survey is written down yet. Enter units by hand, or take in a file."),
    )  # fmt: skip
    if table.wants_csv:
        return table.as_csv()
    told = {
        "table": table,
        "waiting": Defect.objects.filter(state="candidate").count(),
        "in_force": curves_in_force(),
        "sets": CurveFile.objects.all(),
        "draws": SampleDraw.objects.select_related("segment__street").order_by("-drawn_on", "-pk")[:LATEST],
        "may": may_survey_condition(by),
    }
    return render(request, "roads/desk_condition.html", told)


@login_required
@require_safe
def desk_survey(request: HttpRequest, pk: int) -> HttpResponse:
    """One survey: its ratings, its units with what was found, and what has no rating and why."""
    require(may_open_condition_desk(reader(request)))
    survey = get_object_or_404(Survey, pk=pk)
    ratings = survey.ratings.select_related("segment__street")
    columns = [
        Column("street", _("Street"), lambda row: str(row.segment.street or "—")),
        Column("from", _("From, m"), lambda row: row.from_m, number=True, sort="from_m"),
        Column("to", _("To, m"), lambda row: row.to_m, number=True),
        Column("how", _("How it was rated"), lambda row: str(PROCEDURE_WORDS.get(row.procedure, row.procedure))),
        Column("value", _("Value"), lambda row: row.value, number=True, sort="value"),
        Column("grade", _("Grade"), lambda row: str(GRADE_WORDS.get(row.grade, row.grade)) or "—"),
        Column("curves", _("Curves"), lambda row: _("synthetic, demo") if row.synthetic else row.curve_set or "—"),
        *_lot_columns(survey),
    ]  # fmt: skip
    table = Table(request, columns, ratings, caption=_("Ratings"), name=f"survey-{pk}", empty=_("Nothing was rated."))
    if table.wants_csv:
        return table.as_csv()
    units = survey.units.select_related("segment__street").prefetch_related("distresses")[:200]
    told = {
        "survey": survey,
        "table": table,
        "units": [(unit, [_words(one) for one in unit.distresses.all()]) for unit in units],
        "is_synthetic": survey.ratings.filter(synthetic=True).exists(),
        "lots": _lots(survey),
    }
    return render(request, "roads/desk_survey.html", told)


def _lot_columns(survey: Survey) -> list[Column]:
    """How each stretch kept to its draw, where one was drawn: for the table, and with it for the CSV."""
    lots = {segment: kept for segment, _draw, kept in survey.kept}

    def words(row: Any, some: str, of: str) -> Any:
        lot = lots.get(row.segment_id)
        told = {"some": getattr(lot, some, 0), "all": getattr(lot, of, 0)}
        return _("%(some)s of %(all)s") % told if told["all"] else "—"

    return [
        Column("seen", _("Drawn units looked at"), lambda row: words(row, "seen", "drawn")),
        Column("asked", _("Units, of those asked for"), lambda row: words(row, "units", "asked")),
    ] if lots else []  # fmt: skip


def _lots(survey: Survey) -> list[tuple[Segment, int, Kept]]:
    """Segment, draw, and how the survey kept to it."""
    rows = survey.kept
    segments = Segment.objects.select_related("street").in_bulk([segment for segment, _draw, _kept in rows])
    return [(segments[segment], draw, kept) for segment, draw, kept in rows]


def _words(one: Any) -> str:
    kind, severity = DISTRESS_WORDS.get(one.kind, one.kind), SEVERITY_WORDS.get(one.severity, one.severity)
    return f"{kind}, {severity}: {one.quantity}"


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def desk_rating(request: HttpRequest) -> HttpResponse:
    """Evenness or what the eye saw, of one stretch."""
    by = reader(request)
    require(may_survey_condition(by))

    def make(told: dict[str, Any]) -> HttpResponse:
        procedure = Procedure(told["procedure"])
        outing = forms.outing_of(told, procedure.value)
        seen = [Seen(there, told["value"]) for there in told["places"]]
        survey = record_rating(by=by, outing=outing, procedure=procedure, seen=seen)
        return redirect("roads:desk_survey", pk=survey.pk)

    lead = _("Evenness is graded by the pavement and category that lie there.")
    return new_case(request, title=_("Rate a stretch"), home=HOME, before=forms.rating(), lead=lead, make=make)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def desk_condition_file(request: HttpRequest) -> HttpResponse:
    """Take in a file of condition; rows that cannot be are told by line."""
    by = reader(request)
    require(may_survey_condition(by))
    form = forms.FileForm(request.POST or None, request.FILES or None)
    told: dict[str, Any] = {"form": form}
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                told["done"] = _load(by, form.cleaned_data)
                told["refused"] = [(one.line, TURNED_WORDS.get(one.reason, one.reason)) for one in told["done"].refused]
                status = 200
            except Forbidden:
                raise
            except Refusal as refusal:
                show_refusal(form, refusal)
    return render(request, "roads/desk_condition_file.html", told, status=status)


def _load(by: Person, told: dict[str, Any]) -> Done:
    file: UploadedFile[Any] = told["file"]
    kind = told["kind_of_file"]
    outing = forms.outing_of(told, kind if kind in set(Procedure) else "pci")
    with TemporaryDirectory() as room:
        path = Path(room) / "file"
        path.write_bytes(file.read())
        return load_condition(by=by, kind=kind, path=path, outing=outing)
