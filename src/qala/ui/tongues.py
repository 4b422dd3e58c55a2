"""Another language in the middle of writing: the page comes back with every word that was typed.

The languages at the head of a page are links; on a page to write on they are buttons of its form
(`ui/parts/tongues.html` with `keeps`, the form's id), so that nothing is lost where no scripts run. Its view stands
under `keeps_words` and answers `wants_another(request)` with its form `as_typed`.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

from django.conf import settings
from django.forms import Form
from django.http import HttpRequest, HttpResponseBase
from django.utils import translation

from qala.ui.context import NAMES

FIELD, YEAR = "tongue", 365 * 24 * 3600
Kind = TypeVar("Kind", bound=Form)
Answer = TypeVar("Answer", bound=HttpResponseBase)


def wants_another(request: HttpRequest) -> bool:
    """Whether this POST only asks for the same page in another language."""
    return request.method == "POST" and request.POST.get(FIELD, "") in NAMES


def as_typed(form: type[Kind], request: HttpRequest) -> Kind:
    """The form with what was typed, and nothing checked: nobody has sent anything yet."""
    return form(initial=request.POST.dict())


def remember(response: HttpResponseBase, request: HttpRequest, code: str) -> None:
    """Keep the reader's language for a year."""
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME, code, max_age=YEAR, samesite="Lax", secure=request.is_secure()
    )


def keeps_words(view: Callable[..., Answer]) -> Callable[..., Answer]:
    """Answer in the language of the button that was pressed, and remember it."""

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **named: Any) -> Answer:
        if not wants_another(request):
            return view(request, *args, **named)
        code = request.POST[FIELD]
        translation.activate(code)
        request.LANGUAGE_CODE = code
        response = view(request, *args, **named)
        remember(response, request, code)
        return response

    return answer
