"""Whose request this is: a terminal signs each one with its own key. No cookie, no password, no session."""

import re
from dataclasses import dataclass
from datetime import timedelta
from hashlib import sha256
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from qala.kernel.clock import now
from qala.kernel.refusals import Refusal
from qala.meals.keys import is_signed
from qala.meals.models import Terminal
from qala.meals.policies import may_hand_in, may_serve
from qala.meals.rules.codes import decoded

#: A request is good for so long; a phone with a wrong clock is told the time and asks again.
FRESH = timedelta(minutes=5)
_HEADER = re.compile(r"Qala ([0-9a-f-]{36}):(\d{1,12}):([A-Za-z0-9_-]{86})")


@dataclass(frozen=True)
class SignedRequest:
    """What was signed: method, path, seconds since 1970, and the digest of the body."""

    method: str
    path: str
    body: bytes
    header: str

    def message(self, time: str) -> bytes:
        return "\n".join(("qala/v1/request", self.method, self.path, time, sha256(self.body).hexdigest())).encode()


def terminal_of(asked: SignedRequest, *, is_handing_in: bool = False) -> Terminal:
    """The terminal that signed a request; switched off it may hand in what it has. The code of a refusal says why."""
    found = _HEADER.fullmatch(asked.header)
    terminal = _terminal(found[1]) if found else None
    if not found or terminal is None:
        raise Refusal(_("No terminal of ours signed this request."), code="unsigned", status=401)
    time, signature = found[2], found[3]
    if not is_signed(bytes(terminal.public_key), asked.message(time), _bytes(signature)):
        raise Refusal(_("No terminal of ours signed this request."), code="unsigned", status=401)
    if not (may_hand_in(terminal) if is_handing_in else may_serve(terminal)):
        raise Refusal(_("This terminal was switched off. Ask the director for a new code."), code="revoked", status=403)
    if abs(now().timestamp() - int(time)) > FRESH.total_seconds():
        raise Refusal(_("The phone's clock is wrong."), code="clock", status=401)
    return terminal


def code_digest(code: str) -> bytes:
    """How an enrolment code is kept: as people type it, without gaps and in capitals, hashed."""
    return sha256("".join(code.upper().replace("-", " ").split()).encode()).digest()


def _terminal(key: str) -> Terminal | None:
    try:
        uid = UUID(key)
    except ValueError:
        return None
    return Terminal.objects.select_related("school__organisation").filter(key=uid).first()


def _bytes(text: str) -> bytes:
    try:
        return decoded(text)
    except ValueError:
        return b""
