"""The outside readers' door. A key names the reader and its quota; each press bears the reader's own signature."""

import json
from typing import Any
from uuid import UUID

from django.db import IntegrityError
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from qala.kernel.refusals import Refusal
from qala.meals.actions.readers import hear
from qala.meals.models import Reader
from qala.meals.queries.readers import reader_of
from qala.meals.queries.signed import Answer, Signed
from qala.meals.rules.codes import decoded
from qala.meals.views.terminal_api import MOST_BYTES, MOST_EVENTS, TRIES, spoken

#: A vendor learns less than a terminal: not even whether a child was served before.
TOLD = {"unreadable", "not_signed", "unknown_service", "broken_chain", "not_a_mark", "revoked"}


@csrf_exempt  # no session stands behind it: the key and the reader's signatures are the permission
@require_POST
@spoken
def events(request: HttpRequest) -> dict[str, Any]:
    """``{events: [[body, signature, mark], …]}``, at most 200. Each gets its answer; sent again the same one."""
    reader = reader_of(request.headers.get("Authorization", ""))
    signed = [_signed(one) for one in _listed(request)]
    answers = _heard(reader, signed)
    return {"answers": [_said(answer) for answer in answers], "revoked": reader.terminal.revoked_at is not None}


def _heard(reader: Reader, signed: list[Signed]) -> list[Answer]:
    """A child served at two schools in the same moment meets a constraint: asked again, the second is a duplicate."""
    for _try in range(TRIES - 1):
        try:
            return hear(by=reader, signed=signed)
        except IntegrityError:
            continue
    return hear(by=reader, signed=signed)


def _listed(request: HttpRequest) -> list[Any]:
    if len(request.body) > MOST_BYTES:
        raise Refusal(_("The request is too large."), code="too_large", status=413)
    try:
        told = json.loads(request.body)["events"]
    except (ValueError, RecursionError, KeyError, TypeError):
        told = None
    if not isinstance(told, list) or not told:
        raise Refusal(_("The request cannot be read."), code="unreadable", status=400)
    if len(told) > MOST_EVENTS:
        raise Refusal(_("Send at most 200 events at once."), code="too_many", status=413)
    return told


def _signed(told: Any) -> Signed:
    try:
        body, signature, mark = told
        return Signed(body.encode(), decoded(signature), UUID(mark) if mark else None)
    except (ValueError, TypeError, AttributeError):
        return Signed(b"", b"")


def _said(answer: Answer) -> dict[str, Any]:
    outcome = "refused" if answer.outcome == "refused" else "received"
    reason = answer.reason if answer.reason in TOLD else ""
    return {"uid": answer.uid, "outcome": outcome, "reason": reason, "repeated": answer.is_repeated}
