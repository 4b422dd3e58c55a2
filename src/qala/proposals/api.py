"""The city's own JSON API: cases as everyone may read them, and what they can be about. Its OpenAPI is its contract."""

from datetime import date, datetime
from typing import Annotated, Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.views.decorators.http import require_safe
from ninja import Field, NinjaAPI, Path, Query, Schema
from ninja.errors import ValidationError

from qala.kernel.refusals import Refusal
from qala.proposals.models import Category, Proposal, Visibility
from qala.proposals.queries.georeport import keys_of, rounded
from qala.proposals.queries.listing import Asked, found, page_of
from qala.proposals.rules.outcomes import Outcome

MOST = 100
SLUG = r"^[A-Za-z0-9_.-]{1,50}$"
NUMBER = r"^[0-9]{2}-[0-9]{6,12}$"

api = NinjaAPI(
    title="Qala: proposals",
    version="1",
    description="What residents sent and what came of it. Reading needs no key; writing goes through Open311.",
    urls_namespace="proposals_api",
    docs_url=None,
    openapi_url=None,  # ninja cannot reverse a nested namespace: `openapi` below answers
)


class Problem(Schema):
    """RFC 9457."""

    type: str
    title: str
    status: int


class CategoryOut(Schema):
    slug: str
    topic: str
    title: dict[str, str]


class CaseOut(Schema):
    """One case; `text` is null where the public sees only an outline."""

    number: str
    track: str
    channel: str
    state: str
    outcome: Outcome
    category: str | None
    district: str | None
    longitude: float | None
    latitude: float | None
    received_at: datetime
    due_on: date | None
    closed_at: datetime | None
    supports: int
    language: str
    text: str | None
    address: str


class CasesOut(Schema):
    """Newest first; `older` is the `before` of the next page, empty at the end."""

    cases: list[CaseOut]
    older: str


PROBLEMS: dict[int, Any] = {404: Problem, 422: Problem}


class Wanted(Schema):
    """What to list; a filter that is left out filters nothing."""

    q: Annotated[str, Field(max_length=200, description="words, in any spelling")] = ""
    category: Annotated[str, Field(pattern=SLUG)] | None = None
    outcome: Outcome | None = None
    district: Annotated[str, Field(pattern=r"^[0-9]{1,9}$", description="KATO code")] | None = None
    since: date | None = None
    until: date | None = None
    before: Annotated[str, Field(pattern=r"^[0-9]{0,16}(-[0-9]{1,12})?$", description="`older` of a page")] = ""
    size: Annotated[int, Field(ge=1, le=MOST)] = 25


@api.get("/categories", response=list[CategoryOut], summary="What a case can be about", url_name="api_categories")
def categories(request: HttpRequest) -> list[dict[str, object]]:  # noqa: ARG001 - ninja hands it in
    return [
        {"slug": row.slug, "topic": row.topic, "title": row.title.as_dict()}
        for row in Category.objects.filter(active=True)
    ]


@api.get("/cases", response={200: CasesOut, 422: Problem}, summary="Cases, newest first", url_name="api_cases")
def cases(request: HttpRequest, wanted: Query[Wanted]) -> dict[str, object]:
    asked = Asked(
        q=wanted.q.replace("\0", ""),
        category=wanted.category or "",
        outcome=wanted.outcome.value if wanted.outcome else "",
        district=wanted.district or "",
        since=wanted.since,
        until=wanted.until,
    )
    page = page_of(found(asked).cases, wanted.before, wanted.size)
    return {"cases": [_told(request, case) for case in page.cases], "older": page.older}


@api.get("/cases/{number}", response={200: CaseOut, **PROBLEMS}, summary="One case", url_name="api_case")
def case(request: HttpRequest, number: Annotated[str, Path(pattern=NUMBER)]) -> dict[str, object]:
    one = page_of(Proposal.objects.shown().filter(pk__in=keys_of([number])), size=1).cases
    if not one:
        raise Refusal("No case of this number is open to everyone.", code="not-found", status=404)
    return _told(request, one[0])


def _told(request: HttpRequest, one: Proposal) -> dict[str, object]:
    is_public = one.visibility == Visibility.PUBLIC
    statement = getattr(one, "statement", None)
    return {
        "number": one.number,
        "track": one.track,
        "channel": one.channel,
        "state": one.state,
        "outcome": one.outcome,  # type: ignore[attr-defined]  # annotated by page_of
        "category": one.category_id,
        "district": one.district_id,
        "longitude": rounded(one.longitude),
        "latitude": rounded(one.latitude),
        "received_at": one.received_at,
        "due_on": one.due_on,
        "closed_at": one.closed_at,
        "supports": one.voices,  # type: ignore[attr-defined]
        "language": one.language,
        "text": statement.public_text if statement and is_public else None,
        "address": request.build_absolute_uri(reverse("proposals:case", args=[one.number])),
    }


def _problem(request: HttpRequest, status: int, title: str, code: str) -> HttpResponse:
    told = {"type": f"urn:qala:refusal:{code}", "title": title, "status": status}
    return api.create_response(request, told, status=status)


@api.exception_handler(Refusal)
def refused(request: HttpRequest, refusal: Refusal) -> HttpResponse:
    """A refusal as a problem document."""
    return _problem(request, refusal.status, str(refusal.reason), refusal.code)


@api.exception_handler(ValidationError)
def not_understood(request: HttpRequest, trouble: ValidationError) -> HttpResponse:
    """Which argument cannot be read."""
    names = ", ".join(sorted({str(one["loc"][-1]) for one in trouble.errors}))
    return _problem(request, 422, f"Cannot be read: {names}", "arguments")


@require_safe
def openapi(request: HttpRequest) -> HttpResponse:
    """The contract of this API."""
    return JsonResponse(api.get_openapi_schema(path_prefix=request.path.removesuffix("openapi.json")))
