"""The desk of digs: what waits for this person, one dig with its conflicts, its verbs, a request, an emergency."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from qala.journal.queries import history
from qala.kernel.clock import today
from qala.kernel.keys import key_of
from qala.kernel.refusals import require
from qala.people.models import Person
from qala.people.queries import holds
from qala.people.reading import reader
from qala.roads.actions.cuts import Dig, open_emergency, request_cut
from qala.roads.forms import digs as forms
from qala.roads.models import Cut, Paper, RoadPhoto
from qala.roads.policies import may_open_case, may_open_works_desk, may_permit_digs
from qala.roads.queries.cases import own_cases
from qala.roads.queries.conflict_words import listed, told_conflicts
from qala.roads.queries.conflicts import overdue_of, unseen_conflicts
from qala.roads.queries.names import bodies_of, body_called, told_lines
from qala.roads.rules.cuts import CUT
from qala.roads.views.new_case import new_case
from qala.roads.views.step import Office, case_page, step_page
from qala.roads.views.steps_digs import STEPS, absent_steps, first_steps
from qala.roads.views.tables import cuts_rows, cuts_table, street_of
from qala.ui.templatetags.ui import day as shown_day

MOST, AT_ONCE = 60, 100
UNDECIDED = ("requested", "conflict_checked")


def _told(cut: Cut) -> dict[str, Any]:
    return {
        "operator": body_called(cut.operator),
        "conflicts": listed(cut),
        "ahead": told_conflicts(unseen_conflicts(cut)) if cut.state in (*UNDECIDED, "permitted") else [],
        "tests": cut.compactions.all(),
        "photos": RoadPhoto.objects.filter(source=key_of(cut)),
        "papers": Paper.objects.filter(about=key_of(cut)),
        "waits": cut.waits.all(),
        "is_late": cut.is_overdue(today()),
        "overdue": overdue_of(cut.operator, today(), but=cut.pk) if cut.state in UNDECIDED else [],
        "undecided": cut.state in UNDECIDED,
        "story": told_lines(history(cut)),
    }


OFFICE = Office(
    "roads:desk_dig", "roads:desk_digs", _("Desk of digs"), "roads/desk_dig.html", STEPS,
    lambda: cuts_rows().prefetch_related("conflicts", "compactions"), may_open_case, _told,
    lambda cut: f"№ {cut.pk} · {street_of(cut)}", first_steps, absent_steps,
)  # fmt: skip


def _moved_by(by: Person) -> QuerySet[Cut]:
    """Open digs that this person may have a step in, those that began first first."""
    rows = OFFICE.rows().exclude(state__in=CUT.final_states()).order_by("from_on", "pk")
    mine = Q(operator__in=[slug for slug, _title in bodies_of(by, "utility_operator")])
    if may_permit_digs(by):
        mine |= Q(permitted_at=None) | Q(state="permitted")
    if holds(by, "road_inspector"):
        mine |= Q(opened_at__isnull=False)
    return rows.filter(mine)


@login_required
@require_safe
def desk_digs(request: HttpRequest) -> HttpResponse:
    """What waits for this person, then every dig."""
    by = reader(request)
    require(may_open_works_desk(by))
    table = cuts_table(request, "roads:desk_dig", own_cases(by, cuts_rows()))
    if table.wants_csv:
        return table.as_csv()
    rows = _moved_by(by).iterator(chunk_size=AT_ONCE)
    waiting = [(row, street_of(row), step) for row, step in OFFICE.waiting(by, rows, MOST)]
    told = {"waiting": waiting, "table": table, "may_ask": bool(bodies_of(by, "utility_operator"))}
    return render(request, "roads/desk_digs.html", told)


@login_required
@require_safe
def desk_dig(request: HttpRequest, pk: int) -> HttpResponse:
    """One dig: where, what stands in the way, its tests and papers, its next step."""
    return case_page(request, OFFICE, pk)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def desk_dig_step(request: HttpRequest, pk: int, verb: str) -> HttpResponse:
    """One verb of a dig."""
    return step_page(request, OFFICE, pk, verb)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def desk_dig_request(request: HttpRequest) -> HttpResponse:
    """Ask for leave to dig."""
    lead = _("What stands in the way is shown at once, before anybody decides.")
    return _asked(request, reader(request), _("Ask for a dig"), lead, emergency=False)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def desk_dig_emergency(request: HttpRequest) -> HttpResponse:
    """Open an emergency: never refused for what stands in the way, always written down as what it is."""
    lead = _("Dig first, write it down at once. The permit follows within a day; a broken moratorium is on record.")
    return _asked(request, reader(request), _("Open an emergency"), lead, emergency=True)


def _asked(request: HttpRequest, by: Person, title: Any, lead: Any, *, emergency: bool) -> HttpResponse:
    operators = bodies_of(by, "utility_operator")
    require(bool(operators))

    def make(told: dict[str, Any]) -> HttpResponse:
        dig = Dig(
            told["operator"], told["purpose"], told["places"], told["area_m2"], told["from_on"], told["until_on"]
        )
        cut = open_emergency(by=by, dig=dig) if emergency else request_cut(by=by, dig=dig)
        if emergency and cut.until_on < told["until_on"]:
            last = _("An emergency is closed by %(day)s at the latest.") % {"day": shown_day(cut.until_on)}
            messages.info(request, last)
        if cut.broke_moratorium:
            messages.info(request, _("It broke a moratorium: that is on record, and nobody stops you."))
        return redirect("roads:desk_dig", pk=cut.pk)

    home = ("roads:desk_digs", _("Desk of digs"))
    return new_case(request, title=title, home=home, before=forms.request(operators), lead=lead, make=make)
