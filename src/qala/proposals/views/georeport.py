"""Open311 GeoReport v2: discovery, services, requests, tokens. `testing` is the endpoint that keeps nothing."""

import secrets
from datetime import UTC, datetime

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _

from qala.kernel.actors import Job
from qala.kernel.clock import now
from qala.kernel.refusals import Refusal
from qala.proposals.actions.programs import bring
from qala.proposals.models import ApiKey, Proposal
from qala.proposals.queries import georeport, programs
from qala.proposals.queries.follow import given_code
from qala.proposals.rules.georeport import sandbox, spelling
from qala.proposals.rules.georeport.filters import read_filter
from qala.proposals.rules.georeport.nouns import Created, Discovery, Endpoint, Problem, TokenAnswer
from qala.proposals.rules.georeport.submissions import Submission, read_submission
from qala.proposals.views.georeport_spelling import (
    READ,
    Complaint,
    Sent,
    answer,
    arguments,
    form,
    insist_on_jurisdiction,
    preferred,
    speaks,
    split,
)

#: When what stands here last changed for programs.
CHANGESET = datetime(2026, 11, 23, tzinfo=UTC)


@speaks(*READ)
def discovery(request: HttpRequest, extension: str = "") -> HttpResponse:
    """Where the API stands, and who gives keys."""
    page = request.build_absolute_uri(reverse("proposals:georeport"))
    name = settings.CITY_NAME["en"]
    told = Discovery(
        changeset=CHANGESET,
        contact=f"{name}: {page}",
        key_service=f"Ask for a key: {page}",
        endpoints=tuple(
            Endpoint(f"{page}{folder}", CHANGESET, kind) for folder, kind in (("v2", "production"), ("test/v2", "test"))
        ),
    )
    return answer(extension or preferred(request), "discovery", spelling.discovery(told), bare=True)


@speaks(*READ)
def services(request: HttpRequest, extension: str, *, testing: bool) -> HttpResponse:  # noqa: ARG001 - the same in both
    """What can be reported."""
    insist_on_jurisdiction(arguments(request).get("jurisdiction_id", ""))
    return answer(extension, "services", spelling.services(georeport.services()))


@speaks(*READ)
def service(request: HttpRequest, last: str, *, testing: bool) -> HttpResponse:  # noqa: ARG001 - the same in both
    """The questions of one service."""
    code, extension = split(last)
    insist_on_jurisdiction(arguments(request).get("jurisdiction_id", ""))
    found = georeport.definitions().get(code)
    if found is None:
        raise Complaint(Problem(404, f"service_code {code[:100]!r} was not found."))
    return answer(extension, "service_definition", spelling.definition(found))


@speaks(*READ, "POST")
def requests(request: HttpRequest, extension: str, *, testing: bool) -> HttpResponse:
    """Cases as asked, or a new one."""
    if request.method == "POST":
        return _received(request, extension, testing=testing)
    given = arguments(request)
    insist_on_jurisdiction(given.get("jurisdiction_id", ""))
    asked = read_filter(given, now())
    if isinstance(asked, list):
        raise Complaint(*asked)
    found = georeport.requests(asked, _photo_address(request))
    return answer(extension, "service_requests", spelling.requests(found, extensions=asked.extensions))


@speaks(*READ)
def one_request(request: HttpRequest, last: str, *, testing: bool) -> HttpResponse:
    """One case, as a list of one."""
    number, extension = split(last)
    given = arguments(request)
    insist_on_jurisdiction(given.get("jurisdiction_id", ""))
    found = georeport.request_numbered(number, _photo_address(request))
    if found is None:
        kept = " The test endpoint keeps nothing." if testing and number.startswith(sandbox.MARK) else ""
        raise Complaint(Problem(404, f"service_request_id {number[:100]!r} was not found.{kept}"))
    wide = given.get("extensions", "").lower() == "true"
    return answer(extension, "service_requests", spelling.requests([found], extensions=wide))


@speaks(*READ)
def token(request: HttpRequest, last: str, *, testing: bool) -> HttpResponse:
    """The number behind a token; none yet while an officer still checks the case."""
    given, extension = split(last)
    insist_on_jurisdiction(arguments(request).get("jurisdiction_id", ""))
    number = _sandbox_number(given) if testing else _number(given)
    if number is None:
        raise Complaint(Problem(404, f"token {given[:100]!r} was not found."))
    return answer(extension, "service_requests", spelling.token(TokenAnswer(number, given)))


def _sandbox_number(given: str) -> str | None:
    return sandbox.number_of(given, settings.SECRET_KEY.encode()) or None


def _number(given: str) -> str | None:
    arrival = georeport.arrival_of(given)
    if arrival is None:
        return _sandbox_number(given)
    return "" if arrival.proposal.quarantined_at else arrival.proposal.number


def _photo_address(request: HttpRequest) -> str:
    try:
        return request.build_absolute_uri(reverse("proposals:photo", args=[0, "public"]))
    except NoReverseMatch:
        return ""


# ---- a new one ---------------------------------------------------------------------------------------------------


def _received(request: HttpRequest, extension: str, *, testing: bool) -> HttpResponse:
    """Key, city, fields: all that is wrong with the fields is told at once."""
    sent = form(request)
    key = programs.key_of(sent.first("api_key"))
    if key is None:
        raise Complaint(Problem(403, "A living api_key is needed to write. Discovery says where to ask for one."))
    insist_on_jurisdiction(sent.first("jurisdiction_id"))
    told = read_submission(sent.fields, georeport.definitions())
    problems = told if isinstance(told, list) else programs.problems_of(told)
    if isinstance(told, list) or problems:
        raise Complaint(*problems)
    made = _tried() if testing or key.for_testing else _taken(request, key, sent, told)
    return answer(extension, "service_requests", spelling.created(made), status=200)


def _tried() -> Created:
    made = sandbox.token_of(secrets.token_hex(6), settings.SECRET_KEY.encode())
    return Created(token=made, service_notice=_("A test: everything is in order, and nothing was stored."))


def _taken(request: HttpRequest, key: ApiKey, sent: Sent, told: Submission) -> Created:
    """A signal; its author gets the talon's address. One that waits for a check is answered with a token."""
    by = Job(f"open311.key{key.pk}")
    uid = programs.uid_of(key, sent.fields)
    proposal = bring(by=by, key=key, uid=uid, sheet=programs.sheet_of(told, key), sent=told)
    lost = _keep_media(by, proposal, sent) if sent.files else ""
    talon = request.build_absolute_uri(reverse("proposals:talon", args=[proposal.number, given_code(proposal)]))
    notice = " ".join(word for word in (_("Received. Follow it here: %(address)s") % {"address": talon}, lost) if word)
    if proposal.quarantined_at:
        return Created(token=proposal.arrival.token, service_notice=notice, account_id=told.account_id)
    return Created(service_request_id=proposal.number, service_notice=notice, account_id=told.account_id)


def _keep_media(by: Job, proposal: Proposal, sent: Sent) -> str:
    """A photo that cannot be kept never costs the case: the answer says so."""
    from qala.proposals.actions.photos import keep_photos

    try:
        kept = keep_photos(by=by, proposal=proposal, files=sent.files)
    except Refusal as refusal:
        return str(refusal.reason)
    return str(kept.refusals[0].reason) if kept.refusals else ""


@speaks(*READ, "POST", "PUT", "PATCH", "DELETE")
def nothing(request: HttpRequest, rest: str) -> HttpResponse:  # noqa: ARG001 - Django names them
    """An address below the API that is none: answered in its own format, not with a page."""
    raise Complaint(Problem(404, "Nothing stands at this address. Begin with discovery."))
