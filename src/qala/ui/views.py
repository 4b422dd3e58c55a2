"""Choosing a language and a theme without scripts, and the pages for when something went wrong."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.template import loader
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from qala.kernel.refusals import Refusal
from qala.ui.context import NAMES, THEMES
from qala.ui.tongues import YEAR, remember


def _back(request: HttpRequest) -> str:
    """Where to return: the page that asked, if it is ours."""
    wanted = request.GET.get("next", "")
    ours = url_has_allowed_host_and_scheme(
        wanted, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    loops = wanted.startswith((reverse("ui:language", args=["kk"])[:-3], reverse("ui:theme", args=["light"])[:-6]))
    return wanted if ours and not loops else "/"


@require_safe
@never_cache
def choose_language(request: HttpRequest, code: str) -> HttpResponse:
    """Remember the reader's language in a cookie and go back."""
    answer = HttpResponseRedirect(_back(request))
    if code in NAMES:
        remember(answer, request, code)
    return answer


@require_safe
@never_cache
def choose_theme(request: HttpRequest, code: str) -> HttpResponse:
    """Remember light or dark; anything else follows the device again."""
    answer = HttpResponseRedirect(_back(request))
    if code in THEMES:
        answer.set_cookie("theme", code, max_age=YEAR, samesite="Lax", secure=request.is_secure())
    else:
        answer.delete_cookie("theme", samesite="Lax")
    return answer


@require_safe
def offline(request: HttpRequest) -> HttpResponse:
    """What the service worker shows while there is no connection."""
    return render(request, "ui/errors/offline.html")


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:  # noqa: ARG001 - Django names it
    """400: we could not read what was sent."""
    return render(request, "ui/errors/400.html", status=400)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:  # noqa: ARG001 - Django names it
    """403: this page is for other roles."""
    return render(request, "ui/errors/403.html", status=403)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001 - Django names it
    """403 for a form that was open too long or came from elsewhere: what was written is kept by the browser."""
    return render(request, "ui/errors/form_expired.html", status=403)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:  # noqa: ARG001 - Django names it
    """404: nothing lives at this address."""
    return render(request, "ui/errors/404.html", status=404)


def refused(request: HttpRequest, refusal: Refusal) -> HttpResponse:
    """The page of a refusal: reason, rule with source, how to contest. Called by the kernel's middleware."""
    return render(request, "ui/refusal.html", {"refusal": refusal}, status=refusal.status)


def too_many(request: HttpRequest, wait_seconds: int = 60) -> HttpResponse:
    """429: slow down, and when to come back."""
    answer = render(request, "ui/errors/429.html", {"wait_seconds": wait_seconds}, status=429)
    answer.headers["Retry-After"] = str(wait_seconds)
    return answer


def server_error(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 - nothing of it is used: it may be the cause
    """500: needs no database, no session, no context processor."""
    return HttpResponse(loader.render_to_string("ui/errors/500.html"), status=500)
