"""The pages for when something went wrong."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template import loader
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from qala.kernel.refusals import Refusal

AWAY = Refusal(_("The register cannot be reached now"), code="away", status=503)


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
