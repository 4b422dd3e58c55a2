"""The case on an officer's desk, and its place for the small map."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from qala.kernel import cards
from qala.kernel.cards import Reference
from qala.kernel.refusals import require
from qala.people.models import Person
from qala.people.reading import reader
from qala.proposals.actions import authors
from qala.proposals.forms.desk_list import ListForm
from qala.proposals.models import Arrival, Proposal
from qala.proposals.policies import holds_any, may_hand_talon, may_link, may_read_iin, may_see_desk
from qala.proposals.queries.desk import listed
from qala.proposals.queries.desk_case import board, is_late, who
from qala.proposals.queries.follow import given_code
from qala.proposals.queries.likeness import alike
from qala.proposals.queries.meaning import is_here
from qala.proposals.queries.meanwhile import by_number
from qala.proposals.queries.storms import storm_around
from qala.proposals.rules.words import LINK_WORDS, STATE_WORDS
from qala.proposals.rules.works import WORKS_WORDS
from qala.proposals.views.desk import PAGE, rows_of
from qala.proposals.views.desk_column import TONES, column
from qala.proposals.views.desk_verb import verbs


@login_required
@require_safe
def desk_case(request: HttpRequest, number: str) -> HttpResponse:
    """The list left, the case in the middle, the clock and the next lawful step right."""
    by = reader(request)
    require(may_see_desk(by))
    return _page(request, by, by_number(number))


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def desk_iin(request: HttpRequest, number: str) -> HttpResponse:
    """The case once more, this time with the author's whole number; the press stands in the journal."""
    if request.method != "POST":  # the page's own switches, of language and of light, come back to its address
        return redirect("proposals:desk_case", number)
    by, case = reader(request), by_number(number)
    iin = authors.read_iin(by=by, proposal=case)
    return _page(request, by, case, iin=iin)


def _page(request: HttpRequest, by: Person, case: Proposal, *, iin: str = "") -> HttpResponse:
    seen = board(case)
    may_gather = may_link(by) and case.is_open
    context = {
        "rows": rows_of(list(listed(by, ListForm(request.GET).asked())[:PAGE])),
        "query": request.GET.urlencode(),
        "alike": alike(case) if case.is_open else [],
        "has_meaning": is_here(),
        "storm": len(storm_around(case)) if may_gather and case.incident_id is None else 0,
        "late": is_late(case),
        "about": _about(case, by),
        "links": [_linked(link, case) for link in seen.links],
        "hop": list(case.assignments.all())[-1:],
        "orders": [(order, str(WORKS_WORDS[order.state])) for order in case.works_orders.all()],
        "remarks": [(row, who(row.by, seen.names)) for row in case.remarks.all() if row.text],
        "replies": [(row, who(row.by, seen.names)) for row in case.replies.all()],
        "shows_author": holds_any(by, "triage_officer", "operator", "dispatcher", "signer"),
        "iin": iin,
        "may_read_iin": may_read_iin(by, case),
        "follow_code": given_code(case) if may_hand_talon(by, case) else "",
        **column(by, seen, verbs().values()),
    }
    return render(request, "proposals/desk_case.html", context)


def _about(case: Proposal, by: Person) -> Reference | None:
    """What a complaint from another part of the city is about, as far as this officer may know."""
    arrival = Arrival.objects.filter(proposal=case).first()
    key = arrival.attributes.get("about", "") if arrival else ""
    return cards.reference(key, by) if key else None


def _linked(link: object, case: Proposal) -> dict[str, object]:
    other = link.target if link.source_id == case.pk else link.source  # type: ignore[attr-defined]
    return {"word": str(LINK_WORDS[link.kind]), "other": other}  # type: ignore[attr-defined]


@login_required
@require_safe
def desk_place(request: HttpRequest, number: str) -> HttpResponse:
    """The case and those like it as points."""
    require(may_see_desk(reader(request)))
    case = by_number(number)
    others = [one.case for one in alike(case)]
    points = [one for one in (case, *others) if one.longitude is not None]
    features = [
        {
            "type": "Feature",
            "geometry": {"type": "Point", "coordinates": [one.longitude, one.latitude]},
            "properties": {
                "title": one.number,
                "state": str(STATE_WORDS[one.state]),
                "tone": TONES[one.state] if one.pk == case.pk else "quiet",
                "address": reverse("proposals:desk_case", args=[one.number]),
            },
        }
        for one in points
    ]
    return JsonResponse(
        {"type": "FeatureCollection", "features": features}, content_type="application/geo+json"
    )
