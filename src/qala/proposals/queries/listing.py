"""The public list as its address asks: only cases the public may see, newest first, turned by a key."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any, NamedTuple
from urllib.parse import urlencode

from django.db.models import (
    Count,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
)
from django.db.models.functions import Coalesce
from django.urls import reverse

from qala.kernel.clock import CITY, today
from qala.kernel.keys import row_number
from qala.places.rules.geometry import Box
from qala.proposals.models import Proposal, Support, numbered
from qala.proposals.queries import outcomes
from qala.proposals.queries.seeking import CAP, Spot, inside, said_in_public, spot_of
from qala.proposals.rules.chains import LINKS
from qala.proposals.rules.outcomes import Outcome
from qala.proposals.rules.spelling import folded

PAGE = 25
NEAR_M = 500
EPOCH, MICROSECOND = datetime(1970, 1, 1, tzinfo=UTC), timedelta(microseconds=1)


@dataclass(frozen=True)
class Asked:
    """What the list's address says. Empty words ask for nothing; the last five words serve the links of figures."""

    q: str = ""
    near: str = ""
    category: str = ""
    topic: str = ""
    outcome: str = ""
    kind: str = ""
    track: str = ""
    district: str = ""
    since: date | None = None
    until: date | None = None
    late: str = ""
    redirected: str = ""
    claimed: str = ""
    answered: str = ""
    chain: str = ""
    place: str = ""

    def address(self, name: str = "proposals:list", **changes: Any) -> str:
        """This view as a link."""
        told = asdict(replace(self, **changes))
        query = urlencode({key: str(word) for key, word in told.items() if word})
        return reverse(name) + (f"?{query}" if query else "")


def asked_from(clean: Mapping[str, Any], query: Mapping[str, str]) -> Asked:
    """From a checked form and the address; a word that means nothing is left out."""
    district = clean.get("district")
    told = {word: str(clean.get(word) or "") for word in ("q", "near", "category", "topic", "outcome", "kind", "track")}
    flags = {word: "1" for word in ("late", "redirected", "claimed", "answered") if query.get(word) == "1"}
    chain = query.get("chain", "")
    return Asked(
        **told,
        **flags,
        district=district.pk if district else "",
        since=clean.get("since"),
        until=clean.get("until"),
        chain=chain if chain in LINKS else "",
        place=query.get("place", "")[:24],
    )


def listed(asked: Asked) -> QuerySet[Proposal]:
    """Cases as asked, without words and nearness, which `found` adds."""
    cases = Proposal.objects.shown().filter(_plain(asked), _by_figures(asked))
    if asked.topic:
        cases = cases.filter(category__topic=asked.topic)
    if asked.kind:
        cases = cases.filter(placard__kind=asked.kind)
    if asked.place:
        cases = cases.filter(_at(asked.place))
    return cases.order_by("-received_at", "-pk")


def period(asked: Asked) -> Q:
    """Received within the days of the city."""
    said = Q()
    if asked.since:
        said &= Q(received_at__gte=_midnight(asked.since))
    if asked.until and asked.until < date.max:
        said &= Q(received_at__lt=_midnight(asked.until + timedelta(days=1)))
    return said


def _midnight(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=CITY)


def _plain(asked: Asked) -> Q:
    said = period(asked)
    for field, word in (("category", asked.category), ("track", asked.track), ("district", asked.district)):
        if word:
            said &= Q(**{field: word})
    return said & outcomes.of_outcome(Outcome(asked.outcome)) if asked.outcome else said


def _by_figures(asked: Asked) -> Q:
    said = Q()
    if asked.late:
        said &= outcomes.overdue(today())
    if asked.redirected:
        said &= outcomes.REDIRECTED
    if asked.claimed:
        said &= outcomes.CLAIMED
    if asked.answered:
        said &= outcomes.ANSWERED_APPEAL
    return said & outcomes.reaching(asked.chain) if asked.chain else said


def _at(place: str) -> Q:
    noun, _colon, key = place.partition(":")
    return Q(**{noun: row_number(key)}) if noun in ("street", "landmark", "incident") else Q(pk=None)


# ---- words and nearness ------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Found:
    """The cases, the place understood from `near`, and whether words had to be taken letter by letter."""

    cases: QuerySet[Proposal]
    spot: Spot | None = None
    lost: bool = False
    exactly: bool = False


def found(asked: Asked) -> Found:
    """The list with words (in any spelling) and nearness."""
    cases = listed(asked)
    spot = spot_of(asked.near) if asked.near else None
    if spot:
        cases = cases.filter(inside(Box.near(spot.longitude, spot.latitude, NEAR_M)))
    lost = bool(asked.near) and spot is None
    if lost:
        cases = cases.none()
    if not asked.q:
        return Found(cases, spot, lost)
    pks, exactly = said_in_public(cases, folded(asked.q))
    return Found(cases.filter(pk__in=pks), spot, lost, exactly)


# ---- the map -----------------------------------------------------------------------------------------------------


class Pin(NamedTuple):
    """A case on the map: plain values, for a thousand of them are drawn at once."""

    pk: int
    received_at: datetime
    longitude: float
    latitude: float
    category: str | None
    outcome: str

    @property
    def number(self) -> str:
        """«25-000123», as the case itself says it."""
        return numbered(self.received_at, self.pk)


def pins(cases: QuerySet[Proposal], most: int) -> list[Pin]:
    """The newest cases that have a point."""
    rows = cases.filter(longitude__isnull=False).annotate(outcome=outcomes.outcome_word())
    return [Pin(*row) for row in rows.values_list(*Pin._fields[:4], "category_id", "outcome")[:most]]


# ---- pages -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Page:
    """One page of the list; `older` is the key of the next one, `total` is None above the cap."""

    cases: Sequence[Proposal]
    older: str
    total: int | None
    is_first: bool


SHOWN_WITH = ("category", "statement", "landmark", "street", "district")
# Borders and shapes are long and not read here; the words as they were typed are nobody's business here.
LEFT_OUT = ("district__area", "landmark__shape", "statement__text", "statement__spelling", "statement__suggested")


def supports_count() -> Coalesce:
    """How many residents said “me too”."""
    counted = Support.objects.filter(proposal=OuterRef("pk")).order_by().values("proposal").values(n=Count("*"))
    return Coalesce(Subquery(counted, output_field=IntegerField()), 0)


def page_of(cases: QuerySet[Proposal], before: str = "", size: int = PAGE) -> Page:
    """The newest cases before a key."""
    total = cases.order_by().values("pk")[: CAP + 1].count()
    key = _key(before)
    if key:
        at, pk = key
        cases = cases.filter(Q(received_at__lt=at) | Q(received_at=at, pk__lt=pk), received_at__lte=at)
    rows = list(
        cases.select_related(*SHOWN_WITH)
        .defer(*LEFT_OUT)
        .annotate(voices=supports_count(), outcome=outcomes.outcome_word())[: size + 1]
    )
    more = len(rows) > size
    rows = rows[:size]
    older = f"{(rows[-1].received_at - EPOCH) // MICROSECOND}-{rows[-1].pk}" if more else ""
    return Page(rows, older, total if total <= CAP else None, is_first=key is None)


def _key(word: str) -> tuple[datetime, int] | None:
    micro, _dash, pk = word.partition("-")
    if not (micro.isascii() and micro.isdigit() and pk.isascii() and pk.isdigit()) or len(word) > 32:
        return None
    try:
        return EPOCH + int(micro) * MICROSECOND, int(pk[:18])
    except OverflowError:
        return None
