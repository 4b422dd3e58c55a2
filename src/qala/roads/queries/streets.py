"""What the public pages of streets show."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Exists, F, OuterRef, QuerySet, Subquery, Sum
from django.urls import reverse
from django.utils.translation import pgettext

from qala.kernel.cards import Reference
from qala.kernel.keys import row_number, split_key
from qala.places.models import Segment, Street
from qala.places.queries import street_lines
from qala.roads.models import Carriageway, Passport
from qala.roads.queries.completeness import city_shares, shares_of
from qala.roads.queries.passport import approved_on_day, in_work, validity
from qala.roads.queries.register import Stretch, holding_on, stretches_on
from qala.roads.rules.completeness import Share, overall, tone_of

MOST_LINES = 3_000


def road_lines(text: str = "", district: str = "", surface: str = "", state: str = "") -> QuerySet[Street]:
    """Streets as the list shows them: metres, the surface that covers most of them, the state of the passport."""
    here = Carriageway.objects.present().filter(segment__street=OuterRef("pk"), segment__valid_to=None)
    widest = (
        here.values("surface").annotate(metres=Sum(F("to_m") - F("from_m"))).order_by("-metres").values("surface")[:1]
    )
    approved = Passport.objects.filter(street=OuterRef("pk"), state="approved")
    streets = street_lines(text, district).filter(valid_to=None).annotate(
        mostly=Subquery(widest),
        approved_on=Subquery(approved.values("approved_on")[:1]),
    )  # fmt: skip
    if surface:
        streets = streets.filter(Exists(here.filter(surface=surface)))
    if state == "approved":
        streets = streets.filter(approved_on__isnull=False)
    elif state == "none":
        streets = streets.filter(approved_on=None)
    return streets


@dataclass(frozen=True, slots=True)
class StreetPage:
    """One street on a day: what it is made of, what its passport says of itself."""

    street: Street
    day: date
    stretches: tuple[Stretch, ...]
    shares: tuple[Share, ...]
    passport: Passport | None
    waiting: Passport | None
    validity: dict[str, Any]
    holding: Any

    @property
    def carriageways(self) -> list[Carriageway]:
        """All carriageways along the street."""
        return [row for one in self.stretches for row in one.carriageways]

    @property
    def length_m(self) -> Decimal:
        """Metres of the street on that day."""
        return sum((one.length_m for one in self.stretches), Decimal(0))

    @property
    def area_m2(self) -> Decimal:
        """Square metres of carriageway whose width or area is told."""
        return sum((row.area_m2 for row in self.carriageways if row.area_m2 is not None), Decimal(0))

    @property
    def complete(self) -> float:
        """The mean over all fields of the passport."""
        return overall(self.shares)

    @property
    def elements(self) -> list[tuple[str, str, Decimal, int]]:
        """Kinds of elements with their unit, the quantity together and how many rows it adds up."""
        found: dict[tuple[str, str], tuple[Decimal, int]] = {}
        for one in self.stretches:
            for row in one.elements:
                kind = (str(row.get_kind_display()), str(row.get_unit_display()))
                total, rows = found.get(kind, (Decimal(0), 0))
                found[kind] = (total + row.quantity, rows + 1)
        return [(kind, unit, *told) for (kind, unit), told in sorted(found.items())]


def street_page(street: Street, day: date) -> StreetPage:
    """A street as the register stood on a day."""
    stretches = stretches_on(street, day)
    passport = approved_on_day(street, day)
    return StreetPage(
        street=street,
        day=day,
        stretches=tuple(stretches),
        shares=tuple(shares_of(street, stretches, day)),
        passport=passport,
        waiting=in_work(street),
        validity=validity(passport, street, day),
        holding=holding_on(street, day),
    )


def versions_of(street: Street) -> QuerySet[Passport]:
    """Every version of a street's passport, the newest first."""
    return Passport.objects.filter(street=street).order_by("-version")


def street_map(streets: Iterable[int], day: date) -> Iterator[dict[str, Any]]:
    """Segments of these streets as lines with their tone: how complete the street's passport is."""
    keys = list(streets)
    complete = _complete(keys, day)
    rows = Segment.objects.present().filter(street__in=keys).select_related("street").order_by("street", "order", "pk")
    for segment in rows[:MOST_LINES]:
        share = complete.get(segment.street_id or 0)
        yield {
            "type": "Feature",
            "geometry": {"type": "LineString", "coordinates": [list(point) for point in segment.line.coords]},
            "properties": {
                "title": str(segment.street),
                "state": "" if share is None else f"{share:.0%}",
                "tone": tone_of(share),
                "address": address_of(segment.street_id),
            },
        }


def _complete(streets: Sequence[int], day: date) -> dict[int, float]:
    """How complete the passport of each street is; one street is asked for itself, many in one pass."""
    if len(streets) != 1:
        return {one.street: one.overall for one in city_shares(day, streets)} if streets else {}
    street = Street.objects.get(pk=streets[0])
    return {street.pk: overall(shares_of(street, stretches_on(street, day), day))}


def address_of(street: int | None) -> str:
    """The page of a street."""
    return reverse("roads:street", args=[street])


def reference(key: str, person: object) -> Reference | None:  # noqa: ARG001 - everyone may know a passport
    """Title, address and state of a passport or a carriageway behind an opaque key."""
    label, pk = split_key(key)
    if label == "roads.passport":
        passport = Passport.objects.select_related("street").filter(pk=row_number(pk)).first()
        if passport is None:
            return None
        title = f"{passport.street} · {passport.version}"
        return Reference(title, address_of(passport.street_id), str(passport.get_state_display()))
    if label == "roads.carriageway":
        row = Carriageway.objects.select_related("segment__street").filter(pk=row_number(pk)).first()
        if row is None or row.segment.street is None:
            return None
        return Reference(
            f"{row.segment.street}: {row.get_surface_display()}",
            address_of(row.segment.street_id),
            "" if row.valid_to is None else row.valid_to.isoformat(),
        )
    return None


def beside(place: object, person: object) -> list[Reference]:  # noqa: ARG001 - public
    """What the register tells beside a street: its passport."""
    street = place if isinstance(place, Street) else None
    if street is None:
        return []
    passport = Passport.objects.filter(street=street, state="approved").first()
    if passport is None:
        return []
    words = pgettext("roads", "Road passport")
    return [Reference(words, address_of(street.pk), str(passport.get_state_display()))]




def not_surveyed() -> int:
    """Streets of which the register holds assumptions only."""
    known = Carriageway.objects.present().exclude(basis="assumed").values("segment__street")
    guessed = Carriageway.objects.present().filter(basis="assumed", segment__street__isnull=False)
    return guessed.exclude(segment__street__in=known).values("segment__street").distinct().count()
