"""One case for everyone."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.csrf import ensure_csrf_cookie
from django.views.decorators.http import require_safe

from qala.kernel.keys import row_number
from qala.proposals.devices import device_in_case, remember
from qala.proposals.models import Proposal
from qala.proposals.policies import may_read
from qala.proposals.queries.public import ASIDE, story
from qala.proposals.queries.taken import taken
from qala.proposals.rules.outcomes import outcome_of
from qala.proposals.rules.words import OUTCOME_WORDS, TRACK_WORDS
from qala.proposals.views.photo_links import photos_of, picture_of
from qala.proposals.views.public import TONES


def shown_case(request: HttpRequest, number: str) -> Proposal:
    """The case of a number as far as this reader may open it; a hidden one is as good as none."""
    serial = row_number(number.rpartition("-")[2])
    case = Proposal.objects.select_related(*ASIDE).filter(pk=serial).first()
    if case is None or case.number != number or not may_read(getattr(request, "person", None), case):
        raise Http404
    return case


@require_safe
@ensure_csrf_cookie
def case(request: HttpRequest, number: str) -> HttpResponse:
    """State, chain, clock, promises, answers, works, photos, and what is hidden and why."""
    found = shown_case(request, number)
    told = story(found)
    last = next((row.kind for row in reversed(told.case.decisions.all())), "")
    funded = not any(one.plan.unfunded for one in told.promised if one.stands)
    outcome = outcome_of(found.state, decision=last, funded=funded)
    device = device_in_case(request, found.pk)
    context = {
        "case": found,
        "told": told,
        "word": OUTCOME_WORDS[outcome],
        "tone": TONES[outcome.value],
        "track_word": TRACK_WORDS[found.track],  # type: ignore[index]
        "place": found.landmark or found.street or "",
        "photos": photos_of(found),
        "works": [
            (one, [(*proof, picture_of(proof[0]), taken(proof[0], [found])) for proof in one.proofs])
            for one in told.works
        ],
        "has_spoken": bool(device) and found.supports.filter(device=device).exists(),
        "may_work": bool(getattr(request, "roles", ())),
    }
    return remember(request, render(request, "proposals/case.html", context))
