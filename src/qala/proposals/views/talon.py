"""The talon: what was taken in, until when it is answered, what happened, and what its author may do next."""

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec

import segno
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from qala.proposals.forms.intake import AuthorForm
from qala.proposals.models import Proposal
from qala.proposals.queries.follow import Holder, code_of, holder, own_contacts
from qala.proposals.queries.likeness import alike
from qala.proposals.queries.reception import is_confirmed
from qala.proposals.queries.talon import talon_of
from qala.proposals.signatures import signature_adapter

CODE_COOKIE = "qala_code"
ALIKE = 3


P = ParamSpec("P")


def private(view: Callable[P, HttpResponse]) -> Callable[P, HttpResponse]:
    """The address is a secret: kept out of search engines, caches and foreign logs.

    No referrer leaves our own pages; “no-referrer” itself would blank the Origin header of the page's own forms.
    """

    @wraps(view)
    def answer(*args: P.args, **named: P.kwargs) -> HttpResponse:
        response = view(*args, **named)
        response.headers["X-Robots-Tag"] = "noindex, nofollow"
        response.headers["Referrer-Policy"] = "same-origin"
        response.headers["Cache-Control"] = "private, no-store"
        return response

    return answer


def found(number: str, code: str) -> tuple[Proposal, Holder] | None:
    """The case and its holder; nothing where number and code do not belong together."""
    return holder(number[:20], code[:40])


@private
@require_safe
def show(request: HttpRequest, number: str, code: str) -> HttpResponse:
    """The page of one message, for whoever holds its address."""
    known = found(number, code)
    if known is None:
        return render(request, "proposals/talon_unknown.html", {"number": number}, status=404)
    return page(request, *known)


def page(  # noqa: PLR0913 - the page, and what was just typed on it
    request: HttpRequest, proposal: Proposal, by: Holder, *, form: AuthorForm | None = None, status: int = 200,
    trouble: str = "", typed: dict[str, str] | None = None,
) -> HttpResponse:  # fmt: skip
    """The talon with, perhaps, what was just typed on it and why it was not taken."""
    proposal = in_full(proposal)
    told = talon_of(proposal, by)
    person = getattr(request, "person", None)
    code = code_of(by, proposal)
    address = settings.PUBLIC_URL.rstrip("/") + reverse("proposals:talon", args=[proposal.number, code])
    context = {
        "talon": told,
        "code": code,
        "proposal": proposal,
        "author_form": form or AuthorForm(initial=told.author_known),
        "address": address,
        "qr": qr(address),
        "case_address": f"{settings.PUBLIC_URL.rstrip('/')}/proposals/{proposal.number}/",
        "alike": alike(proposal, public=True, limit=ALIKE),
        # A part is opened by a code as strong as the one that opened the whole.
        "parts": [(part, code_of(by, part)) for part in told.parts],
        "code_sent": CODE_COOKIE in request.COOKIES,
        "may_sign_in": person is not None and is_confirmed(person),
        "takes_signatures": signature_adapter() is not None,
        "telegram": getattr(settings, "QALA_TELEGRAM_BOT", ""),
        "handed": by.handed,
        "own_contacts": own_contacts(proposal) if by.handed else {},
        "trouble": trouble,
        "typed": typed or {},
    }
    return render(request, "proposals/talon.html", context, status=status)


def in_full(proposal: Proposal) -> Proposal:
    """The case with its neighbours, in one query."""
    rows = Proposal.objects.select_related(
        "statement", "author", "category", "placard__landmark", "placard__street", "landmark", "street", "district",
        "department",
    )  # fmt: skip
    return rows.get(pk=proposal.pk)


def qr(address: str) -> str:
    """The talon's address as an SVG a phone reads from the screen or from paper."""
    svg: str = segno.make(address, error="m", micro=False).svg_inline(
        scale=4, border=2, omitsize=True, svgclass="qr", lineclass=None
    )
    return svg


def or_404(number: str, code: str) -> tuple[Proposal, Holder]:
    """The case and its holder, or the kind 404 of every other page."""
    known = found(number, code)
    if known is None:
        raise Http404
    return known
