"""The history of one object, line by line."""

from dataclasses import replace

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from qala.journal.policies import shown_actor, shown_reference
from qala.journal.queries import history


@require_safe
def of_object(request: HttpRequest, key: str) -> HttpResponse:
    """Everything recorded of an object its part lets this reader see."""
    person = getattr(request, "person", None)
    roles = frozenset(getattr(request, "roles", ()))
    shown = shown_reference(key, person, roles)
    if shown is None:
        raise Http404
    lines = [replace(line, actor=shown_actor(line.actor, key, roles)) for line in history(key)]
    return render(request, "journal/history.html", {"shown": shown, "key": key, "lines": lines})
