"""Placards as their keeper sees them: the funnel of each, the silent, the moved, the codes that are none of ours."""

from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from django.conf import settings
from django.db.models import (
    BooleanField,
    Count,
    ExpressionWrapper,
    F,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Sum,
)
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from qala.kernel.clock import today
from qala.kernel.translated import Translated
from qala.places.models import District, Landmark
from qala.places.rules.entries import LandmarkKind
from qala.places.rules.names import folded
from qala.proposals.models import DeadScan, Placard, PlacardTally, Proposal
from qala.proposals.printing.placards import Sheet
from qala.proposals.queries.clocks import wait_days
from qala.proposals.rules.placards import KINDS, make_code, shown

STEPS = ("scanned", "opened", "sent")
MOVED_SHARE, MOVED_LEAST = 0.5, 4
#: Where a sheet of each kind may hang; a building is whatever is none of the others.
HANGS_AT = {
    "stop": (LandmarkKind.STOP,),
    "park": (LandmarkKind.PARK, LandmarkKind.PLAYGROUND),
    "school": (LandmarkKind.SCHOOL, LandmarkKind.KINDERGARTEN),
}


def _summed(field: str) -> Coalesce:
    rows = PlacardTally.objects.filter(placard=OuterRef("pk")).order_by().values("placard")
    return Coalesce(Subquery(rows.annotate(n=Sum(field)).values("n"), output_field=IntegerField()), 0)


def _cases(condition: Q) -> Coalesce:
    rows = Proposal.objects.filter(condition, placard=OuterRef("pk")).order_by().values("placard")
    return Coalesce(Subquery(rows.annotate(n=Count("pk")).values("n"), output_field=IntegerField()), 0)


def with_funnel() -> QuerySet[Placard]:
    """Every placard with what came of it: scanned → opened → sent → valid (no quarantine) → confirmed."""
    counts = {step: _summed(step) for step in STEPS}
    return Placard.objects.select_related("landmark__district", "keeper").annotate(
        **counts,
        valid=_cases(Q(quarantined_at=None)),
        confirmed=_cases(Q(state="confirmed")),
        is_silent=ExpressionWrapper(_silent(), BooleanField()),
    )


@dataclass(frozen=True)
class FunnelStep:
    """One step of the whole funnel and its share of the step before."""

    name: str
    count: int
    of: int | None


def whole_funnel(placards: QuerySet[Placard]) -> list[FunnelStep]:
    """The city's funnel from hanging sheets to confirmed repairs; each count with its own denominator."""
    hanging = placards.filter(installed_on__isnull=False, removed_on=None).count()
    counted = ("scanned", "opened", "sent", "valid", "confirmed")
    told = placards.aggregate(**{f"all_{name}": Sum(name) for name in counted})
    sums = {name: told[f"all_{name}"] or 0 for name in counted}
    steps = [FunnelStep("hanging", hanging, placards.count()), FunnelStep("scanned", sums["scanned"], None)]
    return steps + [FunnelStep(after, sums[after], sums[before]) for before, after in pairwise(counted)]


def places_for(kind: str, district: District | None = None, words: str = "") -> QuerySet[Landmark]:
    """Where a new sheet of this kind may hang: places without one first; `sheets` counts those not taken down."""
    taken = [place for places in HANGS_AT.values() for place in places]
    fits = Q(kind__in=HANGS_AT[kind]) if kind in HANGS_AT else ~Q(kind__in=taken)
    places = Landmark.objects.filter(fits, closed_on=None).select_related("district")
    if district is not None:
        places = places.filter(district=district)
    if words:
        places = places.filter(search__contains=folded(words))
    hangs = Count("placards", filter=Q(placards__removed_on=None))
    return places.annotate(sheets=hangs).order_by("sheets", "search", "pk")


def silent_since(on: date | None = None) -> date:
    """A hanging sheet without a scan after this day is called silent (the norm `placard_silence`)."""
    return (on or today()) - timedelta(days=wait_days("placard_silence", on))


def silent(placards: QuerySet[Placard]) -> QuerySet[Placard]:
    """Hanging, and nobody scanned it for the days of the norm: perhaps torn down or pasted over."""
    return placards.filter(_silent())


def _silent() -> Q:
    since = silent_since()
    never = Q(last_scan_at=None, installed_on__lte=since)
    return Q(installed_on__isnull=False, removed_on=None) & (never | Q(last_scan_at__date__lte=since))


def moved(placards: QuerySet[Placard]) -> QuerySet[Placard]:
    """Half or more of its recent cases (four at least) lie in another district than the sheet should hang in."""
    recent = Q(received_at__date__gte=today() - timedelta(days=90), district__isnull=False)
    elsewhere = recent & ~Q(district=OuterRef("landmark__district"))
    return placards.annotate(recent=_cases(recent), elsewhere=_cases(elsewhere)).filter(
        landmark__district__isnull=False, recent__gte=MOVED_LEAST, elsewhere__gte=F("recent") * MOVED_SHARE
    )


def dead_codes(days: int = 30) -> QuerySet[DeadScan]:
    """Codes that were scanned and are no living sheet of ours, of late."""
    return DeadScan.objects.filter(day__gte=today() - timedelta(days=days))


@dataclass(frozen=True)
class Day:
    """What one placard did on one day."""

    day: date
    scanned: int
    opened: int
    sent: int


def days_of(placard: Placard, days: int = 30) -> list[Day]:
    """The last days of one placard on which somebody scanned it or wrote, oldest first."""
    since = today() - timedelta(days=days - 1)
    rows = placard.tallies.filter(day__gte=since).values_list("day").annotate(*(Sum(step) for step in STEPS))
    return [Day(*row) for row in rows.order_by("day") if any(row[1:])]


def code_of(placard: Placard) -> str:
    """The code printed on the sheet, signed with the city's newest key."""
    return make_code(placard.serial, settings.PLACARD_KEYS[0].encode())


def place_of(placard: Placard) -> Translated:
    """What people call the place of a sheet."""
    if placard.landmark:
        return Translated.of(placard.landmark.names)
    named = {"route": placard.route, "vehicle": placard.vehicle}
    return Translated(
        kk="№ {route} бағыт, {vehicle}".format(**named),
        ru="Маршрут № {route}, {vehicle}".format(**named),
        en="Route {route}, {vehicle}".format(**named),
    )


def kind_word(placard: Placard) -> str:
    return str(KINDS[placard.kind].title)


def state_word(placard: Placard) -> tuple[str, str]:
    """Where a sheet `with_funnel` stands, in a word and a tone: one that nobody scans may not hang any more."""
    if placard.removed_on:
        return _("Taken down"), "quiet"
    if placard.is_silent:  # type: ignore[attr-defined]
        return _("Not scanned for long"), "attention"
    if placard.installed_on:
        return _("Hanging"), "confirmed"
    return _("Issued"), "wait"


def sheet_of(placard: Placard) -> Sheet:
    """What is printed of a placard."""
    code = code_of(placard)
    return Sheet(shown(code), f"{settings.PUBLIC_URL}/p/{code}/", place_of(placard))
