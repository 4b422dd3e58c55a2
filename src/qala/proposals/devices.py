"""The device cookie: a random word that lets a flood be seen. Never an address, never the same digest in two cases."""

import hmac
import re
import secrets
from hashlib import sha256

from django.conf import settings
from django.http import HttpRequest, HttpResponse

COOKIE = "qala_device"
HALF_A_YEAR = 183 * 24 * 3600
_WORD = re.compile(r"[\w-]{22}", re.ASCII)


def device_of(request: HttpRequest) -> str:
    """The digest under which a device's messages are counted for a day; empty for a browser without our cookie."""
    word = _word(request)
    return _digest(b"budget:", word) if word else ""


def device_in_case(request: HttpRequest, case: int) -> str:
    """The digest of a device in one case: supports of one hand in two cases cannot be linked."""
    word = _word(request)
    return _digest(b"case %d:" % case, word) if word else ""


def remember(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """Give a browser its word, once."""
    if not _word(request):
        word = secrets.token_urlsafe(16)
        secure = request.is_secure()
        response.set_cookie(COOKIE, word, max_age=HALF_A_YEAR, httponly=True, samesite="Lax", secure=secure)
    return response


def _word(request: HttpRequest) -> str:
    word = request.COOKIES.get(COOKIE, "")
    return word if _WORD.fullmatch(word) else ""


def _digest(use: bytes, word: str) -> str:
    return hmac.digest(settings.SECRET_KEY.encode(), use + word.encode(), sha256)[:16].hex()
