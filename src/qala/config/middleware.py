"""Turns a refusal into an answer: a page for people, a problem document for programs. An absent database too."""

import sys
from collections.abc import Callable

from django.conf import settings
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render

from qala.config.database.engine.patience import waiting_at_most
from qala.kernel.refusals import Refusal
from qala.ui.views import AWAY
from qala.ui.views import server_error as failed

Answer = Callable[[HttpRequest], HttpResponse]


def wants_json(request: HttpRequest) -> bool:
    """Programs say so in Accept; an htmx fragment is still a page."""
    return request.get_preferred_type(["text/html", "application/json"]) == "application/json"


class PatienceMiddleware:
    """Nobody waits for ever: a database that falls silent in the midst of a request is one that is away."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with waiting_at_most(settings.DATABASE_PATIENCE_S):
            return self.get_response(request)


class RefusalMiddleware:
    """A Refusal raised anywhere below becomes its page; a database that is away becomes 503."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if isinstance(exception, Refusal):
            return answer(request, exception)
        if isinstance(exception, OperationalError):
            return away(request)
        return None


def answer(request: HttpRequest, refusal: Refusal) -> HttpResponse:
    """The refusal in the reader's language and form."""
    if wants_json(request):
        return JsonResponse(refusal.as_problem(), status=refusal.status, content_type="application/problem+json")
    return render(request, "ui/refusal.html", {"refusal": refusal}, status=refusal.status)


def server_error(request: HttpRequest) -> HttpResponse:
    """The last door. A colleague is looked up before any view: an absent database shows itself here to them."""
    if isinstance(sys.exc_info()[1], OperationalError):
        return away(request)
    return failed(request)


def away(request: HttpRequest) -> HttpResponse:
    """The register cannot be reached now: a step is stored whole or not at all, and can be sent again."""
    if wants_json(request):
        response = answer(request, AWAY)
    else:
        # The menu asks for roles, and nobody could answer.
        request.roles = frozenset()  # type: ignore[attr-defined]
        response = render(request, "ui/away.html", status=503)
    response["Retry-After"] = "10"
    return response
