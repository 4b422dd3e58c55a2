"""What the city tells through Open311: services, their questions, and cases as everyone may read them."""

from collections.abc import Iterable, Mapping
from datetime import datetime, time

from django.db.models import Max, Prefetch, Q, QuerySet
from django.utils.translation import get_language

from qala.kernel.clock import CITY
from qala.proposals.models import Arrival, Category, Channel, Photo, Proposal, Visibility
from qala.proposals.queries import outcomes
from qala.proposals.queries.listing import supports_count
from qala.proposals.queries.open_data import PLACES
from qala.proposals.rules.georeport.filters import RequestFilter
from qala.proposals.rules.georeport.nouns import CLOSED_STATES, Request, Service, ServiceDefinition, status_of
from qala.proposals.rules.georeport.questions import QUESTIONS, definition_of
from qala.proposals.rules.masking import mask
from qala.proposals.rules.words import STATE_WORDS

#: The service of a case that nobody has sorted yet.
UNSORTED = "other"
LONGEST_NUMBER = 20


def language() -> str:
    """The reader's language; the city's own where none is asked."""
    return (get_language() or "kk")[:2]


def services() -> list[Service]:
    """Every live category in the reader's language; `metadata` says that there are questions."""
    return [
        Service(
            service_code=row.slug,
            service_name=row.title.in_language(),
            description=row.hint.in_language(),
            metadata=row.slug in QUESTIONS,
            keywords=tuple(row.keywords),
            group=row.topic,
        )
        for row in Category.objects.filter(active=True)
    ]


def definitions() -> dict[str, ServiceDefinition]:
    """The questions of every live category."""
    slugs = Category.objects.filter(active=True).values_list("slug", flat=True)
    return {slug: definition_of(slug, language()) for slug in slugs}


# ---- requests ----------------------------------------------------------------------------------------------------


def requests(asked: RequestFilter, photo_address: str) -> list[Request]:
    """Cases as asked, newest first. `photo_address` is the absolute address of a photo with `0` for its number."""
    cases = _full(_asked(asked))[asked.offset : asked.offset + asked.page_size]
    other = Category.objects.filter(pk=UNSORTED).first()
    return [_request(case, other, photo_address) for case in cases]


def request_numbered(number: str, photo_address: str) -> Request | None:
    """One case that the public may read, at least in outline."""
    return next(iter(requests(RequestFilter(ids=(number,)), photo_address)), None)


def _asked(asked: RequestFilter) -> QuerySet[Proposal]:
    shown = Proposal.objects.shown()
    if asked.ids:
        return shown.filter(pk__in=keys_of(asked.ids))
    cases = shown.filter(received_at__gte=asked.start, received_at__lte=asked.end)
    if asked.codes:
        known = Category.objects.filter(slug__in=[code for code in asked.codes if "\0" not in code])
        unsorted = Q(category=None) if UNSORTED in asked.codes else Q(pk=None)
        cases = cases.filter(Q(category__in=known) | unsorted)
    if set(asked.statuses) == {"closed"}:
        cases = cases.filter(state__in=CLOSED_STATES)
    elif set(asked.statuses) == {"open"}:
        cases = cases.exclude(state__in=CLOSED_STATES)
    return cases


def keys_of(numbers: Iterable[str]) -> list[int]:
    """Rows of these talon numbers; a number whose year is another's names nothing."""
    serials = {_serial(number): number for number in numbers}
    rows = Proposal.objects.filter(pk__in=[serial for serial in serials if serial])
    return [row.pk for row in rows.only("pk", "received_at") if row.number == serials[row.pk]]


def _serial(number: str) -> int:
    serial = number.rpartition("-")[2]
    return int(serial) if serial.isascii() and serial.isdigit() and len(number) <= LONGEST_NUMBER else 0


def _full(cases: QuerySet[Proposal]) -> QuerySet[Proposal]:
    seen = Prefetch("photos", Photo.objects.shown(), to_attr="shown_photos")
    return (
        cases.select_related("category", "statement", "landmark", "street", "district", "department", "arrival")
        .prefetch_related(seen)
        .annotate(voices=supports_count(), outcome=outcomes.outcome_word(), stepped_at=Max("steps__at"))
        .order_by("-received_at", "-pk")
    )


def _request(case: Proposal, other: Category | None, photo_address: str) -> Request:
    is_public = case.visibility == Visibility.PUBLIC
    photos = case.shown_photos if is_public else []  # type: ignore[attr-defined]  # prefetched by _full
    category = case.category or other
    statement = getattr(case, "statement", None)
    return Request(
        service_request_id=case.number,
        status=status_of(case.state),
        status_notes=STATE_WORDS[case.state].in_language(),
        service_code=category.slug if category else UNSORTED,
        service_name=str(category or UNSORTED),
        description=statement.public_text if statement and is_public else "",
        agency_responsible=str(case.department or ""),
        requested_datetime=case.received_at,
        updated_datetime=_updated_at(case),
        expected_datetime=_end_of(case),
        address=_address(case),
        address_id=_address_id(case),
        lat=rounded(case.latitude),
        long=rounded(case.longitude),
        media_url=photo_address.replace("/0/", f"/{photos[0].pk}/") if photos and photo_address else "",
        extended=_extended(case),
    )


def rounded(degrees: float | None) -> float | None:
    """As in the open data, to about ten metres: a point may be somebody's door."""
    return None if degrees is None else round(degrees, PLACES)


def _updated_at(case: Proposal) -> datetime:
    stepped: datetime | None = case.stepped_at  # type: ignore[attr-defined]  # annotated by _full
    times = (case.closed_at, stepped, case.received_at)
    return max(at for at in times if at)


def _end_of(case: Proposal) -> datetime | None:
    """The last moment of the promised or legal day."""
    day = case.due_on or case.promised_on
    return datetime.combine(day, time(23, 59, 59), CITY) if day else None


def _arrival(case: Proposal) -> Arrival | None:
    return getattr(case, "arrival", None)


def _address(case: Proposal) -> str:
    """The place by our registers; words a resident typed may name a home, so they are no part of it."""
    named = [str(place) for place in (case.landmark, case.street, case.district) if place]
    if named or case.channel != Channel.IMPORT:
        return ", ".join(dict.fromkeys(named))
    return mask(case.statement.place_text).text if hasattr(case, "statement") else ""


def _address_id(case: Proposal) -> str:
    """A key that a POST takes too."""
    for noun, key in (("landmark", case.landmark_id), ("street", case.street_id), ("district", case.district_id)):
        if key:
            return f"{noun}:{key}"
    return ""


def _extended(case: Proposal) -> Mapping[str, object]:
    """What GeoReport has no word for: the exact outcome, voices, and where an imported case came from."""
    arrival = _arrival(case)
    told: dict[str, object] = {
        "outcome": case.outcome,  # type: ignore[attr-defined]  # annotated by _full
        "supports": case.voices,  # type: ignore[attr-defined]
        "track": case.track,
        "channel": case.channel,
        "language": case.language,
    }
    if arrival and arrival.their_number:
        told |= {"origin": arrival.origin, "their_number": arrival.their_number}
    return told


def arrival_of(token: str) -> Arrival | None:
    """How a case came, by the token given out for it."""
    if not token or "\0" in token:
        return None
    return Arrival.objects.select_related("proposal").filter(token=token[:40]).first()
