"""Small answers around the form: suggestions while typing, “me too”, a page that was opened, the service worker."""

from functools import lru_cache
from pathlib import Path

from django.contrib.staticfiles import finders
from django.core.exceptions import ValidationError
from django.core.validators import EmailValidator
from django.db import DatabaseError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from qala.kernel.actors import RESIDENT
from qala.kernel.refusals import Refusal
from qala.proposals.actions import following, intake
from qala.proposals.counting import Funnel, count_placard, spend
from qala.proposals.devices import device_in_case, device_of
from qala.proposals.models import Proposal
from qala.proposals.policies import may_read
from qala.proposals.queries import reception
from qala.proposals.queries.follow import case_numbered
from qala.proposals.queries.twins import twins
from qala.proposals.queries.whereabouts import NOWHERE, Whereabouts, at_choice, at_placard, choices, scanned, together
from qala.proposals.rules.abuse import VOICES_AN_HOUR
from qala.proposals.rules.typed import read_point, tidy, tidy_line

ENOUGH_TO_GUESS = 8  # letters


@require_POST
def suggest(request: HttpRequest) -> HttpResponse:
    """What the words sound like, and cases that may be the same: a fragment for pages with scripts."""
    text = tidy(request.POST.get("text", "")[:4000])
    if sum(sign.isalpha() for sign in text) < ENOUGH_TO_GUESS:
        return HttpResponse(status=204)
    place = _place(request)
    guesses = reception.suggested(text, place.placard_kind)
    chosen = request.POST.get("category", "")
    best = chosen or (guesses[0].slug if guesses else "")
    context = {"guesses": guesses, "chosen": chosen, "twins": twins(text, place, best)}
    return render(request, "proposals/suggestions.html", context)


@require_POST
def find_place(request: HttpRequest) -> HttpResponse:
    """Places called like what was typed, as radio buttons."""
    found = choices(tidy_line(request.POST.get("place_text", "")))
    return render(request, "proposals/place_choices.html", {"found": found})


def _place(request: HttpRequest) -> Whereabouts:
    scan = scanned(request.POST.get("code", "")) if request.POST.get("code") else None
    stands = at_placard(scan.placard) if scan and scan.placard else NOWHERE
    choice = at_choice(request.POST.get("place", "")[:40])
    return together(stands, choice, read_point(request.POST.get("point", "")))


@require_POST
def me_too(request: HttpRequest) -> HttpResponse:
    """One tap instead of a second message: a support, and news by e-mail for whoever leaves an address."""
    proposal = case_numbered(request.POST.get("number", "")[:20])
    by = getattr(request, "person", None) or RESIDENT
    if proposal is None or not may_read(by, proposal):
        raise Http404
    device = device_in_case(request, proposal.pk)
    if not device and by is RESIDENT:
        raise Refusal(
            _("Your browser keeps no cookies, so we cannot count your voice. Send your own message instead."),
            code="no-cookie",
        )
    if by is RESIDENT and spend(f"support:{device_of(request)}") > VOICES_AN_HOUR:
        raise Refusal(_("This device gave many voices this hour. Try again a little later."), code="enough", status=429)
    intake.support(by=by, proposal=proposal, device="" if by is not RESIDENT else device)
    asked = _follow(request, proposal)
    context = {"proposal": proposal, "supports": proposal.supports.count(), "asked": asked}
    return render(request, "proposals/supported.html", context)


def _follow(request: HttpRequest, proposal: Proposal) -> str:
    """Ask for news where an address was left; returns it, or nothing."""
    address = tidy_line(request.POST.get("address", ""), 200)
    if not address:
        return ""
    try:
        EmailValidator()(address)
    except ValidationError:
        raise Refusal(_("This e-mail address cannot be right. Your voice is counted."), code="address") from None
    by = getattr(request, "person", None) or RESIDENT
    language = (get_language() or "kk")[:2]
    following.follow(by=by, proposal=proposal, way="email", address=address, language=language)
    return address


@csrf_exempt  # a beacon carries no token, changes one counter, and is told nothing
@require_POST
def opened(request: HttpRequest, code: str) -> HttpResponse:  # noqa: ARG001 - the decorators' shape
    """Somebody began to write on a placard's page."""
    try:
        scan = scanned(code)
        if scan.placard is not None:
            count_placard(scan.placard.pk, Funnel(opened=1))
    except DatabaseError:
        return HttpResponse(status=503)
    return HttpResponse(status=204)


@require_safe
def service_worker(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 - Django's shape
    """The service worker from the root, so that it may watch over both forms."""
    response = HttpResponse(_worker(), content_type="text/javascript; charset=utf-8")
    response.headers["Service-Worker-Allowed"] = "/"
    response.headers["Cache-Control"] = "no-cache"
    return response


@lru_cache(maxsize=1)
def _worker() -> bytes:
    path = finders.find("proposals/sw.js")
    if not isinstance(path, str):
        raise Http404
    return Path(path).read_bytes()
