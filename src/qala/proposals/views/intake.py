"""The placard's landing and the public form: open, look for twins, take in, hand out the talon."""

import logging
import re
import uuid
from dataclasses import dataclass, field, replace
from typing import Any

from django.contrib import messages
from django.db import DatabaseError, OperationalError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods

from qala.kernel.actors import RESIDENT, Actor
from qala.kernel.clock import now
from qala.kernel.refusals import Refusal
from qala.proposals.actions import following, intake
from qala.proposals.counting import count_dead_code, count_failing_code, count_scan
from qala.proposals.devices import device_of, remember, speaker_of
from qala.proposals.forms.intake import IntakeForm
from qala.proposals.models import Proposal
from qala.proposals.queries import reception
from qala.proposals.queries.budgets import guesses_too_much
from qala.proposals.queries.follow import Holder, given_code
from qala.proposals.queries.twins import Twin, nearly_sure
from qala.proposals.queries.whereabouts import (
    NOWHERE,
    Choice,
    Scanned,
    Whereabouts,
    at_choice,
    at_placard,
    choices,
    scanned,
    together,
)
from qala.proposals.rules import abuse
from qala.proposals.rules.sheet import AuthorSheet
from qala.proposals.rules.typed import tidy, tidy_line
from qala.proposals.views.cookies import token_for_the_named
from qala.proposals.views.patience import slowly
from qala.ui.middleware import typed

log = logging.getLogger(__name__)

ROBOT = re.compile(r"bot|crawl|spider|preview|facebookexternalhit|whatsapp|curl|wget|python-", re.IGNORECASE)
SCAN_COOKIE, SCAN_MINUTES = "qala_scan", 10


@dataclass(frozen=True)
class Page:
    """What the form stands on: a placard's place, or none, and a notice where a code could not be used."""

    code: str = ""
    place: Whereabouts = NOWHERE
    problem: str = ""
    found: list[Choice] = field(default_factory=list)
    choice: Whereabouts | None = None

    @property
    def token_name(self) -> str:
        """Binds a token to this page; spelling of a code does not matter."""
        return f"p{self.place.placard_id}" if self.place.placard_id else "new"


@token_for_the_named
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """The form without a placard; `?text=` keeps what was written on the front page."""
    return _answer(request, Page())


@token_for_the_named
@require_http_methods(["GET", "HEAD", "POST"])
def placard(request: HttpRequest, code: str) -> HttpResponse:
    """Where a QR code leads: the same form, with the place from the code. A dead code still opens a working form."""
    try:
        scan = scanned(code)
    except OperationalError:
        if request.method != "POST":
            raise
        scan = Scanned(code)
    page = Page(code=code[:64], place=at_placard(scan.placard) if scan.placard else NOWHERE, problem=scan.problem)
    response = _answer(request, page)
    if request.method == "GET" and response.status_code == 200 and not _is_robot(request):
        _count(request, response, scan)
    return response


def _answer(request: HttpRequest, page: Page) -> HttpResponse:
    if request.method != "POST":
        page = replace(page, found=looked_up(request))
        return remember(request, form_page(request, page, _fresh_form(request, page)))
    form = IntakeForm(request.POST)
    try:
        return _received(request, page, form)
    except OperationalError:
        log.exception("the database was away while a message came in")
        return _kept_while_away(request, page, form)


def _fresh_form(request: HttpRequest, page: Page) -> IntakeForm:
    uid = uuid.uuid4()
    words = typed(request) or request.GET
    start = {
        "uid": str(uid),
        "token": reception.token_for(page.token_name, uid.hex),
        "text": tidy(words.get("text", "")[:4000]),
        "category": words.get("category", "")[:50],
        "place": words.get("place", ""),
    }
    return IntakeForm(initial=start)


def _received(request: HttpRequest, page: Page, form: IntakeForm) -> HttpResponse:
    """One POST: a search for the place, a form to mend, a look at twins, or the talon."""
    if "find" in request.POST:
        again = replace(page, found=looked_up(request))
        return form_page(request, again, IntakeForm(initial=request.POST.dict()))
    if not form.is_valid():
        return form_page(request, page, form, status=422)
    place = together(page.place, at_choice(form.cleaned_data["place"]), form.cleaned_data["point"])
    if _should_ask(request) and (same := nearly_sure(form.cleaned_data["text"], place)) and not _came_before(form):
        return twin_page(request, page, form, same)
    proposal = take_in(request, page, form, place)
    _keep_photos(request, proposal)
    _follow(request, proposal, form.author())
    response = HttpResponseRedirect(talon_address(proposal))
    response.status_code = 303
    return response


def looked_up(request: HttpRequest) -> list[Choice]:
    """Places called like what was typed, where somebody asked for them or has chosen one."""
    words = typed(request)
    if "find" in words or words.get("place"):
        return choices(tidy_line(words.get("place_text", "")))
    return []


def take_in(request: HttpRequest, page: Page, form: IntakeForm, place: Whereabouts) -> Proposal:
    """Submit; the same key again is the same case, unless a page kept open was sent with other words."""
    values = form.cleaned_data
    person = None if values["nameless"] else getattr(request, "person", None)
    typed = form.author() if values["official"] else AuthorSheet(phone="", email="")
    uid = values["uid"] or uuid.uuid4()
    by: Actor = person or RESIDENT
    sheet = reception.sheet_of(
        words=values["text"],
        category=reception.registered(values["category"]),
        place_text=values["place_text"],
        official=values["official"],
        author=reception.author_from(person, typed) if person else typed,
        person=person,
        place=place,
        opened=_opened(request, page),
    )
    proposal = intake.submit(by=by, uid=uid, sheet=sheet)
    another = None if proposal.is_fresh else reception.other_uid(uid, proposal, sheet.text)
    return intake.submit(by=by, uid=another, sheet=sheet) if another else proposal


def _opened(request: HttpRequest, page: Page) -> reception.Opened:
    token = abuse.read_token(request.POST.get("token", ""), page.token_name, reception.form_keys(), now())
    pot = abuse.fell_into_the_pot({abuse.HONEYPOT: request.POST.get(abuse.HONEYPOT, "")})
    device = speaker_of(request, at_placard=bool(page.place.placard_id))
    return reception.Opened(token, pot, device, was_counted=bool(request.POST.get("opened")))


def _should_ask(request: HttpRequest) -> bool:
    """Only once, and never where chosen photos would be lost on the way."""
    return not request.POST.get("different") and not request.POST.get("asked") and not request.FILES


def _came_before(form: IntakeForm) -> bool:
    """Sent again because the answer was lost: its own message is no twin of it."""
    uid = form.cleaned_data["uid"]
    return bool(uid) and Proposal.objects.filter(uid=uid).exists()


def _keep_photos(request: HttpRequest, proposal: Proposal) -> None:
    """A photo that cannot be kept never costs the case."""
    files = [file for file in request.FILES.getlist("photo") if file.size or file.name]
    if not files:
        return
    from qala.proposals.actions.photos import keep_photos

    try:
        refusals = keep_photos(by=Holder(proposal.pk), proposal=proposal, files=files).refusals
    except Refusal as refusal:
        refusals = [refusal]
    for said in dict.fromkeys(str(refusal.reason) for refusal in refusals):
        messages.warning(request, said)


def _follow(request: HttpRequest, proposal: Proposal, typed: AuthorSheet) -> None:
    """An address that was typed is asked by one letter whether news may go there. A refusal never costs the case."""
    language = (get_language() or "kk")[:2]
    for way, address in (("email", typed.email), ("sms", typed.phone)):
        if not address:
            continue
        try:
            following.follow(by=Holder(proposal.pk), proposal=proposal, way=way, address=address, language=language)
        except Refusal as refusal:
            messages.warning(request, str(refusal.reason))


def talon_address(proposal: Proposal) -> str:
    return reverse("proposals:talon", args=[proposal.number, given_code(proposal)])


def form_page(
    request: HttpRequest, page: Page, form: IntakeForm, *, status: int = 200, away: bool = False, **more: Any
) -> HttpResponse:
    """The form with everything that was typed."""
    context = {"form": form, "page": page, "away": away, "person_here": getattr(request, "person", None), **more}
    response = render(request, "proposals/form.html", context, status=status)
    response.headers["Cache-Control"] = "private, no-cache"
    return response


def twin_page(request: HttpRequest, page: Page, form: IntakeForm, same: list[Twin]) -> HttpResponse:
    """“Is it one of these?” between the form and the talon; the whole message travels along in hidden fields."""
    hidden = ("csrfmiddlewaretoken", "different", "follow", "address")
    carried = [(name, value) for name, values in request.POST.lists() if name not in hidden for value in values]
    context = {"page": page, "twins": same, "carried": carried, "text": form.cleaned_data["text"]}
    return render(request, "proposals/twins.html", context)


def _kept_while_away(request: HttpRequest, page: Page, form: IntakeForm) -> HttpResponse:
    """The register cannot be reached: say so, keep every word on the page, try the same key again later."""
    form.is_valid()
    response = form_page(request, page, form, status=503, away=True)
    response.headers["Retry-After"] = "10"
    return response


def _is_robot(request: HttpRequest) -> bool:
    """Programs that look ahead for somebody are no scans."""
    ahead = " ".join(request.headers.get(name, "") for name in ("Purpose", "Sec-Purpose", "X-Moz", "X-Purpose"))
    return "prefetch" in ahead or "preview" in ahead or bool(ROBOT.search(request.headers.get("User-Agent", "")))


def _count(request: HttpRequest, response: HttpResponse, scan: Scanned) -> None:
    """A count that fails never costs the form."""
    try:
        if scan.placard is not None:
            seen = request.COOKIES.get(SCAN_COOKIE) == scan.code
            count_scan(scan.placard.pk, is_new=not seen)
            response.set_cookie(SCAN_COOKIE, scan.code, SCAN_MINUTES * 60, path="/p/", httponly=True, samesite="Lax")
        elif scan.problem:
            device = device_of(request)
            guessing = guesses_too_much(device)
            count_failing_code(device)
            count_dead_code(scan.problem, "" if scan.problem == "malformed" or guessing else scan.code)
            slowly(guessing=guessing)
    except DatabaseError:
        log.exception("a scan could not be counted")

