"""Where the links of a letter lead: yes, write here; no, stop. Opening a page changes nothing, a button does."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from qala.proposals.actions.subscriptions import confirm_following, end_following
from qala.proposals.letters.sealed import CONFIRM, END, subscription_of


def _kept_private(response: HttpResponse) -> HttpResponse:
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    response.headers["Referrer-Policy"] = "same-origin"
    response.headers["Cache-Control"] = "private, no-store"
    return response


@require_http_methods(["GET", "HEAD", "POST"])
def confirm(request: HttpRequest, token: str) -> HttpResponse:
    """Mail scanners open links by themselves, so the yes is a button."""
    return _page(request, token, CONFIRM)


@csrf_exempt  # one-click unsubscribing (RFC 8058) comes from the mail service; the sealed token is the permission
@require_http_methods(["GET", "HEAD", "POST"])
def end(request: HttpRequest, token: str) -> HttpResponse:
    """No more news of one case to one address."""
    return _page(request, token, END)


def _page(request: HttpRequest, token: str, use: str) -> HttpResponse:
    known = subscription_of(token[:400], use)
    if known is None:
        return _kept_private(render(request, "proposals/follow_unknown.html", status=404))
    subscription, by = known
    done = request.method == "POST"
    if done:
        act = end_following if use == END else confirm_following
        subscription = act(by=by, subscription=subscription)
    context = {"subscription": subscription, "ending": use == END, "done": done, "number": subscription.proposal.number}
    return _kept_private(render(request, "proposals/follow.html", context))
