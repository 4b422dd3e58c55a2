"""The desk of guarantees: every guarantee with its end, one with its claims, its verbs."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from qala.journal.queries import history
from qala.kernel.clock import today
from qala.kernel.refusals import require
from qala.people.models import Person
from qala.people.reading import reader
from qala.roads.actions import warranties as doing
from qala.roads.forms import asked
from qala.roads.models import Warranty
from qala.roads.policies import may_answer_claim, may_claim, may_judge_works, may_open_case, may_open_works_desk
from qala.roads.queries.cases import own_cases
from qala.roads.queries.names import body_called, told_lines
from qala.roads.rules.warranties import WARRANTY
from qala.roads.views.step import Office, Told, case_page, step_page, table_step
from qala.roads.views.tables import street_of, warranties_rows, warranties_table, what_of

MOST, AT_ONCE = 60, 100


def _claims(by: Person, _warranty: Warranty) -> bool:
    return may_claim(by)


def _judges(by: Person, _warranty: Warranty) -> bool:
    return may_judge_works(by)


def _answers(by: Person, warranty: Warranty) -> bool:
    return may_answer_claim(by, warranty.giver)


def _ends(by: Person, warranty: Warranty) -> bool:
    return may_claim(by) and today() > warranty.until_on


def _claim(by: Person, warranty: Warranty, told: Told) -> object:
    return doing.claim(by=by, warranty=warranty, about=told["about"], starts_on=told["starts_on"])


STEPS = (
    table_step(
        WARRANTY, "claim", _claim, _claims,
        lambda _warranty: {
            "about": asked.a_word(_("What is broken"), 300),
            "starts_on": asked.a_day(
                _("Since when"), required=False, help_text=_("Empty: from the first report. Never later than it.")
            ),
        },
        aside=True,
    ),
    table_step(
        WARRANTY, "fix", lambda by, row, _told: doing.fix_claim(by=by, warranty=row), _claims,
        lead=_("You stood there and saw every open claim put right."),
    ),
    table_step(WARRANTY, "resume", lambda by, row, _told: doing.resume_warranty(by=by, warranty=row), _claims),
    table_step(
        WARRANTY, "dispute", lambda by, row, told: doing.dispute_claim(by=by, warranty=row, reason=told["reason"]),
        _answers, lambda _warranty: asked.why(),
    ),
    table_step(WARRANTY, "uphold", lambda by, row, _told: doing.uphold_claim(by=by, warranty=row), _judges),
    table_step(WARRANTY, "dismiss", lambda by, row, _told: doing.dismiss_claim(by=by, warranty=row), _judges),
    table_step(WARRANTY, "fall_due", lambda by, row, _told: doing.end_warranty(by=by, warranty=row), _ends),
    table_step(
        WARRANTY, "release", lambda by, row, _told: doing.release_warranty(by=by, warranty=row), _judges,
        lead=_("The commission has looked at the place, and no claim is open."),
    ),
)  # fmt: skip


def _told(warranty: Warranty) -> dict[str, Any]:
    thing = warranty.works or warranty.cut
    return {
        "what": what_of(warranty),
        "of": thing,
        "giver": body_called(warranty.giver),
        "claims": warranty.claims.select_related("defect"),
        "story": told_lines(history(warranty)),
    }


OFFICE = Office(
    "roads:desk_warranty", "roads:desk_warranties", _("Guarantees"), "roads/desk_warranty.html", STEPS,
    warranties_rows, may_open_case, _told,
    lambda row: f"№ {row.pk} · {street_of(row.works or row.cut)}",
)  # fmt: skip


@login_required
@require_safe
def desk_warranties(request: HttpRequest) -> HttpResponse:
    """Every guarantee, those that end first on top; claims that wait for this person above."""
    by = reader(request)
    require(may_open_works_desk(by))
    table = warranties_table(request, own_cases(by, warranties_rows()))
    if table.wants_csv:
        return table.as_csv()
    ended = Q(state="running", until_on__lt=today())
    rows = warranties_rows().filter(ended | Q(state__in=["claimed", "disputed", "fixed", "survey_due"]))
    found = OFFICE.waiting(by, rows.order_by("until_on", "pk").iterator(chunk_size=AT_ONCE), MOST)
    waiting = [(row, street_of(row.works or row.cut), step) for row, step in found]
    return render(request, "roads/desk_warranties.html", {"waiting": waiting, "table": table})


@login_required
@require_safe
def desk_warranty(request: HttpRequest, pk: int) -> HttpResponse:
    """One guarantee: of what, until when, whose, its claims, its next step."""
    return case_page(request, OFFICE, pk)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def desk_warranty_step(request: HttpRequest, pk: int, verb: str) -> HttpResponse:
    """One verb of a guarantee."""
    return step_page(request, OFFICE, pk, verb)
