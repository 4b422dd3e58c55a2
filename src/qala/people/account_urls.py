"""Signing in at /account/. What allauth offers beyond our two doors is closed: a resident who sets a password or
an e-mail here would open a third one.
"""

from typing import NoReturn

from django.http import Http404, HttpRequest
from django.urls import include, path, re_path


def closed(_request: HttpRequest, **_named: str) -> NoReturn:
    """Nothing lives at this address."""
    raise Http404


urlpatterns = [
    path("password/set/", closed),
    re_path(r"^(?:email|confirm-email|phone|verify-phone|login/code)/", closed),
    re_path(r"^3rdparty/(?:signup/)?$", closed),
    path("2fa/webauthn/signup/", closed),
    path("signup/passkey/", closed),
    path("", include("allauth.urls")),
]
