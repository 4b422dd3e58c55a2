"""Where no voice comes from: districts by inhabitants, streets and landmarks without a single case."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from qala.places.models import Landmark, Street
from qala.places.queries import DistrictLine, district_lines
from qala.places.rules.entries import LandmarkKind
from qala.proposals.models import Placard
from qala.proposals.queries.keeping import kept
from qala.proposals.queries.listing import Asked, listed
from qala.proposals.queries.statistics import Scope
from qala.proposals.rules.silence import Heard, Place, heard

# Where people are many and a voice is to be expected; a monument needs none.
KINDS = tuple(kind.value for kind in (
    LandmarkKind.STOP, LandmarkKind.SCHOOL, LandmarkKind.KINDERGARTEN, LandmarkKind.CLINIC, LandmarkKind.HOSPITAL,
    LandmarkKind.PARK, LandmarkKind.PLAYGROUND, LandmarkKind.MARKET,
))  # fmt: skip


@dataclass(frozen=True)
class DistrictHeard:
    """A district beside what the city's rate expects of it."""

    line: DistrictLine
    heard: Heard
    asked: Asked

    @property
    def per_10_000(self) -> float | None:
        people = self.heard.place.inhabitants
        return self.heard.place.observed * 10_000 / people if people else None


def districts_heard(scope: Scope) -> list[DistrictHeard]:
    """Every district in the order of its code, never by its count."""
    lines = district_lines()
    counted = dict(
        listed(Scope(scope.since, scope.until).asked())
        .filter(district__isnull=False)
        .order_by()
        .values_list("district")
        .annotate(Count("pk"))
    )
    places = [
        Place(one.district.pk, one.population.people if one.population else 0, counted.get(one.district.pk, 0))
        for one in lines
    ]
    return [
        DistrictHeard(line, told, Asked(since=scope.since, until=scope.until, district=line.district.pk))
        for line, told in zip(lines, heard(places), strict=True)
    ]


def _spoke(field: str, since: date | None, until: date | None) -> Exists:
    cases = listed(Asked(since=since, until=until)).order_by()
    return Exists(cases.filter(**{field: OuterRef("pk")}))


def silent_streets(scope: Scope) -> QuerySet[Street]:
    """Streets of today without one case in the period, by name."""
    streets = Street.objects.filter(valid_to__isnull=True).exclude(_spoke("street", scope.since, scope.until))
    if scope.district:
        streets = streets.filter(districts=scope.district)
    return streets.order_by("search", "pk")


def silent_landmarks(scope: Scope) -> QuerySet[Landmark]:
    """Stops, schools, parks and the like without one case; those where a placard hangs are marked."""
    places = Landmark.objects.filter(closed_on__isnull=True, kind__in=KINDS)
    if scope.district:
        places = places.filter(district=scope.district)
    hangs = Exists(Placard.objects.hanging().filter(landmark=OuterRef("pk")))
    silent = places.exclude(_spoke("landmark", scope.since, scope.until))
    return silent.annotate(has_placard=hangs).order_by("kind", "search", "pk")


@dataclass(frozen=True)
class KindHeard:
    """Of one kind of places: how many spoke, how many there are."""

    kind: str
    spoke: int
    total: int

    @property
    def word(self) -> str:
        """The kind as the places call it."""
        return str(dict(Landmark.KINDS)[self.kind])


def kinds_heard(scope: Scope) -> list[KindHeard]:
    """Of stops, schools, parks …: from how many a voice came at all."""
    return kept(f"kinds:{scope.since}:{scope.until}:{scope.district}", lambda: _kinds_heard(scope))


def _kinds_heard(scope: Scope) -> list[KindHeard]:
    places = Landmark.objects.filter(closed_on__isnull=True, kind__in=KINDS)
    if scope.district:
        places = places.filter(district=scope.district)
    rows = (
        places.annotate(spoke=_spoke("landmark", scope.since, scope.until))
        .order_by()
        .values_list("kind")
        .annotate(spoke_n=Count("pk", filter=Q(spoke=True)), n=Count("pk"))
    )
    return [KindHeard(kind, spoke, n) for kind, spoke, n in sorted(rows, key=lambda row: KINDS.index(row[0]))]


def unplaced(scope: Scope) -> int:
    """Cases whose district nobody knows (a bus rides through all): they stand in no district's count."""
    return listed(Asked(since=scope.since, until=scope.until)).filter(district=None).count()

