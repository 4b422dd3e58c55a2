"""The terminal protocol: enrol once, fetch the signed roster, hand in signed events. JSON in, JSON out, no cookies.

Every answer tells the city's time, so that a phone with a wrong clock can work with the right one.
"""

import json
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.db import IntegrityError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from qala.kernel.clock import now, today
from qala.kernel.refusals import Refusal
from qala.meals.actions.serving import receive
from qala.meals.actions.terminals import enrol, hand_out_roster
from qala.meals.keys import is_signed, points
from qala.meals.models import EnrolmentCode, Terminal
from qala.meals.queries.doors import SignedRequest, code_digest, terminal_of
from qala.meals.queries.rosters import services
from qala.meals.queries.signed import Answer, Signed
from qala.meals.rules.codes import coded, decoded

MOST_EVENTS, MOST_BYTES, ENROLMENT_BYTES = 200, 600_000, 2_000
#: What a worker may know of the money side: nothing that tells one child from another. The rest is "received".
TOLD = {
    "closed_day", "day_to_come", "served_before", "broken_chain", "not_signed", "unreadable", "unknown_service",
    "revoked",
}  # fmt: skip
TRIES = 3

View = Callable[[HttpRequest], dict[str, Any]]


def spoken(view: View) -> Callable[[HttpRequest], HttpResponse]:
    """The answer as JSON with the city's time; a refusal as a problem document whoever asks."""

    @wraps(view)
    def speak(request: HttpRequest) -> HttpResponse:
        time = {"now": int(now().timestamp())}
        try:
            answer = JsonResponse(view(request) | time)
        except Refusal as refusal:
            problem = refusal.as_problem() | {"code": refusal.code} | time
            answer = JsonResponse(problem, status=refusal.status, content_type="application/problem+json")
        answer.headers["Cache-Control"] = "no-store"
        return answer

    return speak


@csrf_exempt  # no session stands behind it: the one-time code is the permission
@require_POST
@spoken
def enrolment(request: HttpRequest) -> dict[str, Any]:
    """``{code, name, key, proof}``: `key` the phone's public point, `proof` its signature over the code."""
    told = _told(request, ENROLMENT_BYTES)
    code, name, key, proof = (str(told.get(word, "")) for word in ("code", "name", "key", "proof"))
    try:
        point, signature = decoded(key), decoded(proof)
    except ValueError:
        raise _unreadable() from None
    if not is_signed(point, f"qala/v1/enrol\n{code}".encode(), signature):
        raise Refusal(_("No terminal of ours signed this request."), code="unsigned", status=401)
    held = EnrolmentCode.objects.filter(digest=code_digest(code)).first()
    if held is None:
        raise Refusal(_("This code was used or its time is over. Ask for a new one."), code="forbidden", status=403)
    terminal = enrol(by=held, name=name, public_key=point)
    return {
        "terminal": str(terminal.key),
        "name": terminal.name,
        "school": terminal.school.name.as_dict(),
        "keys": [coded(one) for one in points()],
        "services": services(today()),
    }


@require_safe
@spoken
def roster(request: HttpRequest) -> dict[str, Any]:
    """The signed day roster of the terminal's school: its exact text and the city's signature over it."""
    signed = hand_out_roster(by=_asking(request))
    return {"roster": signed.text, "signature": signed.signature}


@csrf_exempt  # the terminal's own signature over the request stands where a session would
@require_POST
@spoken
def events(request: HttpRequest) -> dict[str, Any]:
    """``{events: [[body, signature], …]}``, at most 200. Each gets its answer; sent again it gets the same one."""
    told = _told(request, MOST_BYTES)
    terminal = _asking(request, is_handing_in=True)
    listed = told.get("events")
    if not isinstance(listed, list) or len(listed) > MOST_EVENTS:
        raise Refusal(_("Send at most 200 events at once."), code="too_many", status=413)
    answers = _received(terminal, [_signed(pair) for pair in listed])
    return {"answers": [_said(answer) for answer in answers], "revoked": terminal.revoked_at is not None}


def _received(terminal: Terminal, signed: list[Signed]) -> list[Answer]:
    """A child served at two schools in the same moment meets a constraint: asked again, the second is a duplicate."""
    for left in range(TRIES - 1, -1, -1):
        try:
            return receive(by=terminal, signed=signed, is_from_afar=True)
        except IntegrityError:
            if not left:
                raise
    raise AssertionError


def _said(answer: Answer) -> dict[str, Any]:
    outcome = answer.outcome if answer.outcome in ("refused", "duplicate") else "received"
    reason = answer.reason if answer.reason in TOLD else ""
    return {"uid": answer.uid, "outcome": outcome, "reason": reason, "repeated": answer.is_repeated}


def _asking(request: HttpRequest, *, is_handing_in: bool = False) -> Terminal:
    header = request.headers.get("Authorization", "")
    asked = SignedRequest(request.method or "", request.path, request.body, header)
    return terminal_of(asked, is_handing_in=is_handing_in)


def _told(request: HttpRequest, most: int) -> dict[str, Any]:
    if int(request.headers.get("Content-Length") or 0) > most or len(request.body) > most:
        raise Refusal(_("The request is too large."), code="too_large", status=413)
    try:
        told = json.loads(request.body)
    except (ValueError, RecursionError):
        raise _unreadable() from None
    if not isinstance(told, dict):
        raise _unreadable()
    return told


def _signed(pair: object) -> Signed:
    if not (isinstance(pair, list) and len(pair) == 2 and all(isinstance(one, str) for one in pair)):
        return Signed(b"", b"")
    try:
        return Signed(pair[0].encode(), decoded(pair[1]))
    except ValueError:
        return Signed(b"", b"")


def _unreadable() -> Refusal:
    return Refusal(_("The request cannot be read."), code="unreadable", status=400)
