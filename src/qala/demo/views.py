"""Step into any role: only over a sealed database, only from this machine unless told otherwise."""

import ipaddress

from django.conf import settings
from django.contrib.auth import login, logout
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_POST

from qala.demo.queries import first_page, progress, role_groups, role_of
from qala.demo.seal import is_sealed
from qala.people.models import Account

# What proxies add: behind one, every browser of the world seems to sit on this machine.
FORWARDED = ("HTTP_X_FORWARDED_FOR", "HTTP_FORWARDED", "HTTP_X_REAL_IP", "HTTP_X_FORWARDED_HOST", "HTTP_VIA")
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def _insist_on_demo(request: HttpRequest) -> None:
    """A page that lends roles does not exist anywhere but in the demo."""
    forwarded = any(name in request.META for name in FORWARDED)
    here = _is_loopback(request.META.get("REMOTE_ADDR", "")) and not forwarded
    if not is_sealed() or not (here or getattr(settings, "QALA_DEMO_ANYWHERE", False)):
        raise Http404


def _is_loopback(address: str) -> bool:
    """Anything that is no address, such as a socket's path behind a proxy, is not this machine's browser."""
    try:
        return ipaddress.ip_address(address).is_loopback
    except ValueError:
        return False


@require_GET
def roles(request: HttpRequest) -> HttpResponse:
    """Who can be tried, and what each may see."""
    _insist_on_demo(request)
    return render(request, "demo/roles.html", {"groups": role_groups(), "now": getattr(request, "person", None)})


@require_GET
def works(request: HttpRequest) -> HttpResponse:
    """What the city still makes for itself: texts, photos, the map."""
    _insist_on_demo(request)
    lines = progress()
    return render(request, "demo/progress.html", {"lines": lines, "is_done": all(line.is_done for line in lines)})


@require_POST
def step_into(request: HttpRequest, account: int) -> HttpResponse:
    """Become one of the invented people."""
    _insist_on_demo(request)
    chosen = get_object_or_404(Account, pk=account, is_active=True)
    login(request, chosen, backend=BACKEND)
    return redirect(first_page(role_of(chosen)))


@require_POST
def step_out(request: HttpRequest) -> HttpResponse:
    """Be nobody in particular again."""
    _insist_on_demo(request)
    logout(request)
    return redirect("/demo/")
