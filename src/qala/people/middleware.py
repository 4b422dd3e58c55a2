"""Who asks: the person, the second factor, the administrator's session."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.functional import SimpleLazyObject
from django.utils.http import urlencode

from qala.people.actions import note_admin_request
from qala.people.models import AdminSession, Person
from qala.people.policies import may_use
from qala.people.queries import roles_of

Answer = Callable[[HttpRequest], HttpResponse]

SESSION_KEY = "admin_session"
# Pages a colleague without a second factor still reaches: to set one up, to leave, to read what is public on the way.
OPEN_TO_ONE_FACTOR = ("/account/", "/static/")


def person_of(request: HttpRequest) -> Person | None:
    """Return who is signed in on this request, with the row read in one query."""
    user = request.user
    return user.person if user.is_authenticated and not user.person.is_erased else None


class PersonMiddleware:
    """Puts `request.person` (or None) and `request.roles` (slugs held today) beside `request.user`."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        signed_in = settings.SESSION_COOKIE_NAME in request.COOKIES
        person = person_of(request) if signed_in else None
        request.person = person  # type: ignore[attr-defined]
        request.roles = SimpleLazyObject(lambda: roles_of(person)) if person else frozenset()  # type: ignore[attr-defined]
        return self.get_response(request)


class SecondFactorMiddleware:
    """Sends a colleague without passkey or one-time codes to set one up before anything else."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if self._must_set_up(request):
            return HttpResponseRedirect(reverse("mfa_index"))
        return self.get_response(request)

    def _must_set_up(self, request: HttpRequest) -> bool:
        from allauth.mfa.utils import is_mfa_enabled

        person: Person | None = getattr(request, "person", None)
        if not settings.QALA_STAFF_SECOND_FACTOR or person is None:
            return False
        if request.path.startswith(OPEN_TO_ONE_FACTOR) or not roles_of(person):
            return False
        return not is_mfa_enabled(request.user)


class AdminSessionMiddleware:
    """Lets only a live administrator's session under the administration's address, and journals each request."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, _view: Any, _args: tuple[Any, ...], _named: dict[str, Any]
    ) -> HttpResponse | None:
        if not request.path.startswith(settings.ADMIN_ADDRESS):
            return None
        person: Person | None = getattr(request, "person", None)
        session = live_admin_session(request)
        if person is None or session is None or not may_use(person, session):
            asked = urlencode({"next": request.get_full_path()} if request.method == "GET" else {})
            return HttpResponseRedirect(f"{reverse('people:admin_session')}?{asked}".rstrip("?"))
        note_admin_request(by=person, session=session, method=str(request.method), route=route_of(request))
        return None


def live_admin_session(request: HttpRequest) -> AdminSession | None:
    """Return the administrator's session this browser opened, while it lasts."""
    key = request.session.get(SESSION_KEY)
    session = AdminSession.objects.select_related("person").filter(pk=key).first() if key else None
    return session if session is not None and session.is_live() else None


def route_of(request: HttpRequest) -> str:
    """Return the template of the path, such as `office/admin/people/<uuid:pk>/`: no value stands in it."""
    match = request.resolver_match
    return match.route.replace(" ", "") if match else ""
