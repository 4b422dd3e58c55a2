"""The device cookie: a random word that lets a flood be seen. Never an address, never the same digest in two cases.

The word carries our seal, so that nobody has a new device for every message without opening a page for each.
"""

import hmac
import re
import secrets
from hashlib import sha256

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from qala.proposals.rules.abuse import UNNAMED

COOKIE = "qala_device"
HALF_A_YEAR = 183 * 24 * 3600
_SEALED = re.compile(r"([\w-]{22})([0-9a-f]{32})", re.ASCII)


def device_of(request: HttpRequest) -> str:
    """The digest under which a device's messages are counted for a day; empty for a browser without our cookie."""
    word = _word(request)
    return _digest(b"budget:", word) if word else ""


def speaker_of(request: HttpRequest, *, at_placard: bool) -> str:
    """The device that a message is counted under. Away from placards all that name none share one budget."""
    return device_of(request) or ("" if at_placard else UNNAMED)


def device_in_case(request: HttpRequest, case: int) -> str:
    """The digest of a device in one case: supports of one hand in two cases cannot be linked."""
    word = _word(request)
    return _digest(b"case %d:" % case, word) if word else ""


def remember(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """Give a browser its word, once."""
    if not _word(request):
        word = secrets.token_urlsafe(16)
        sealed, secure = word + _digest(b"seal:", word), request.is_secure()
        response.set_cookie(COOKIE, sealed, max_age=HALF_A_YEAR, httponly=True, samesite="Lax", secure=secure)
    return response


def _word(request: HttpRequest) -> str:
    sealed = _SEALED.fullmatch(request.COOKIES.get(COOKIE, ""))
    if sealed is None or not hmac.compare_digest(sealed[2], _digest(b"seal:", sealed[1])):
        return ""
    return sealed[1]


def _digest(use: bytes, word: str) -> str:
    return hmac.digest(settings.SECRET_KEY.encode(), use + word.encode(), sha256)[:16].hex()
