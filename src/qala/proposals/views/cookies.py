"""Who needs the token against forged forms: somebody signed in, in whose name another site could speak.

A message without a name, or an act at a talon whose address is the secret, has nothing to forge, and must get through
from a browser that keeps no cookies, such as the window of an app that reads QR codes.
"""

from functools import wraps
from typing import Any, Protocol

from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt, csrf_protect


class View(Protocol):
    """A page by its request and the parts of its address."""

    def __call__(self, request: HttpRequest, /, *args: Any, **named: Any) -> HttpResponse: ...


def token_for_the_named(view: View) -> View:
    """Ask for the token only where a person is signed in."""
    guarded = csrf_protect(view)

    @csrf_exempt
    @wraps(view)
    def answer(request: HttpRequest, /, *args: Any, **named: Any) -> HttpResponse:
        chosen = view if getattr(request, "person", None) is None else guarded
        return chosen(request, *args, **named)

    return answer
