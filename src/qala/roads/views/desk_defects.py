"""The desk of defects: what residents reported, one candidate with its place, confirming or rejecting it."""

from typing import Any

from django import forms
from django.contrib.auth.decorators import login_required
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from qala.journal.queries import history
from qala.kernel.cards import reference
from qala.kernel.clock import today
from qala.kernel.refusals import Refusal, require
from qala.people.models import Person
from qala.people.reading import reader
from qala.places.models import PositionFields, Segment
from qala.places.queries import nearest_streets, segments_of
from qala.places.rules.position import Position
from qala.roads.actions import defects as doing
from qala.roads.forms.asked import a_choice, metres_of
from qala.roads.models import Defect
from qala.roads.policies import may_judge_works, may_open_condition_desk, may_survey_condition
from qala.roads.queries.names import told_lines
from qala.roads.queries.reported import street_told
from qala.roads.queries.works import guarantee_over
from qala.roads.rules.condition_words import DISTRESS_WORDS, REPORTED_WORDS, SEVERITY_WORDS
from qala.roads.rules.defects import WORKFLOW
from qala.roads.rules.surfaces import Severity
from qala.roads.views.step import Fields, Office, Told, case_page, step_page, table_step
from qala.roads.views.tables import narrowed, number_column
from qala.ui.tables import Column, Table
from qala.ui.templatetags.ui import day as shown_day

NEAR = 5
KINDS = DISTRESS_WORDS | REPORTED_WORDS


def _rows() -> QuerySet[Defect]:
    return Defect.objects.select_related("segment__street")


def _street(row: Defect) -> str:
    return str(row.segment.street) if row.segment and row.segment.street else "—"


def kind_of(row: Defect) -> str:
    """What a defect is, in words."""
    slug = row.kind or row.category
    return str(KINDS.get(slug, slug))


def _opens(by: Person, _defect: Defect) -> bool:
    return may_open_condition_desk(by)


def _surveys(by: Person, _defect: Defect) -> bool:
    return may_survey_condition(by)


def _judges(by: Person, _defect: Defect) -> bool:
    return may_judge_works(by)


def _segments(defect: Defect) -> list[tuple[str, str]]:
    """Segments near the report, the one it was laid on first."""
    found = [defect.segment] if defect.segment else []
    if defect.longitude is not None and defect.latitude is not None:
        near = nearest_streets(defect.longitude, defect.latitude, NEAR, within_m=200, named=False)
        found += [one.segment for one in near]
    elif (street := street_told(defect)) and not found:
        found += segments_of(street)
    told = {one.pk: one for one in found}
    return [(str(pk), _("%(street)s, № %(order)s, %(length)s m") % _called(one)) for pk, one in told.items()]


def _called(one: Segment) -> dict[str, Any]:
    return {"street": one.street or "—", "order": one.order, "length": one.measured_length_m}


def _place(defect: Defect) -> Fields:
    severities = [(one.value, SEVERITY_WORDS[one.value]) for one in Severity if one is not Severity.NONE]
    fields: dict[str, forms.Field] = {"severity": a_choice(_("How bad"), severities, widget=forms.RadioSelect)}
    fields["segment"] = a_choice(_("Segment"), _segments(defect))
    fields["metre"] = metres_of(_("At which metre"), min_value=0, initial=defect.from_m)
    fields["side"] = a_choice(_("Side"), PositionFields.SIDES, initial=defect.side or "both")
    return fields


def _confirm(by: Person, defect: Defect, told: Told) -> object:
    if not told["segment"]:
        raise Refusal(_("Say where it lies before you confirm it."), code="no_position")
    there = Position(int(told["segment"]), told["metre"], told["metre"], told["side"])
    return doing.confirm_defect(by=by, defect=defect, position=there, severity=told["severity"])


STEPS = (
    table_step(
        WORKFLOW, "confirm", _confirm, _surveys, _place,
        lead=_("You were there. Where a guarantee runs, it becomes a claim at once."),
    ),
    table_step(WORKFLOW, "mend", lambda by, row, _told: doing.mend_defect(by=by, defect=row), _judges),
    table_step(
        WORKFLOW, "reject", lambda by, row, _told: doing.reject_defect(by=by, defect=row), _surveys, harm=True,
        lead=_("You were there and found none."),
    ),
)  # fmt: skip


def _told(defect: Defect) -> dict[str, Any]:
    street = defect.segment.street_id if defect.segment else None
    need = f"{reverse('roads:desk_need')}?street={street}&case={defect.case}" if street else ""
    return {
        "kind": kind_of(defect),
        "severity": SEVERITY_WORDS.get(defect.severity, ""),
        "street": _street(defect),
        "told": None if defect.segment_id else street_told(defect),
        "case": reference(defect.case, None) if defect.case else None,
        "claims": defect.claims.all(),
        "warranty": guarantee_over(defect.position, today()) if defect.segment_id else None,
        "need": need if defect.state == "confirmed" else "",
        "story": told_lines(history(defect)),
    }


OFFICE = Office(
    "roads:desk_defect", "roads:desk_defects", _("Defects"), "roads/desk_defect.html", STEPS,
    _rows, _opens, _told, lambda row: f"№ {row.pk} · {_street(row)}",
)  # fmt: skip


@login_required
@require_safe
def desk_defects(request: HttpRequest) -> HttpResponse:
    """Every defect; those that wait for a look are told in the lead."""
    require(may_open_condition_desk(reader(request)))
    form, rows = narrowed(request, _rows(), WORKFLOW.states, WORKFLOW.word)
    columns = [
        number_column("roads:desk_defect"),
        Column("street", _("Street"), _street),
        Column("kind", _("What"), kind_of),
        Column(
            "state", pgettext_lazy("works", "State"), lambda row: row.state,
            show=lambda row: row.get_state_display(), sort="state",
        ),
        Column(
            "reported", _("Reported"), lambda row: row.reported_on, show=lambda row: shown_day(row.reported_on),
            sort="reported_on",
        ),
    ]  # fmt: skip
    table = Table(
        request, columns, rows, caption=_("Defects of roads"), name="road-defects", filters=form,
        empty=_("Nobody has reported a defect. Residents' proposals about potholes and surfaces appear here."),
    )  # fmt: skip
    if table.wants_csv:
        return table.as_csv()
    waiting = Defect.objects.filter(state="candidate").count()
    return render(request, "roads/desk_defects.html", {"table": table, "waiting": waiting})


@login_required
@require_safe
def desk_defect(request: HttpRequest, pk: int) -> HttpResponse:
    """One defect: what, where, who reported it, what it became."""
    return case_page(request, OFFICE, pk)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def desk_defect_step(request: HttpRequest, pk: int, verb: str) -> HttpResponse:
    """One verb of a defect."""
    return step_page(request, OFFICE, pk, verb)
