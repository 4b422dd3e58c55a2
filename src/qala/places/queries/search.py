"""Finding a place by what people type: any of three languages, either script, with slips."""

from dataclasses import dataclass
from itertools import takewhile

from django.contrib.postgres.search import TrigramWordSimilarity
from django.db.models import QuerySet

from qala.places.models import Address, District, Landmark, Street
from qala.places.rules.addresses import asked_house, bare, same_number
from qala.places.rules.names import folded

ENOUGH_ALIKE = 0.5
LONGEST_QUESTION = 100
STREETS_OF_A_HOUSE = 5


@dataclass(frozen=True, slots=True)
class Found:
    """A place that answers a search: what it is and how well its name fits (0 to 1)."""

    noun: str
    place: Street | District | Landmark | Address
    likeness: float


def search_places(text: str, limit: int = 10) -> list[Found]:
    """Streets, districts and landmarks whose name holds something like the text, best first.

    Where the text ends with a house number («Абай 12») and a street of that name has it, the house stands first.
    """
    asked = folded(text[:LONGEST_QUESTION])
    if len(asked) < 2:
        return []
    open_streets = Street.objects.filter(valid_to__isnull=True)
    streets = _alike("street", open_streets, asked, limit)
    house = asked_house(text[:LONGEST_QUESTION])
    houses: list[Found] = []
    if house is not None and len(bare(house[0])) > 1:
        named = _alike("street", open_streets, bare(house[0]), STREETS_OF_A_HOUSE)
        houses = _houses(named, house[1], limit)
        known = {one.place.pk for one in streets}
        streets += [one for one in named if one.place.pk not in known]
    found = [
        *streets,
        *_alike("district", District.objects.all(), asked, limit),
        *_alike("landmark", Landmark.objects.filter(closed_on__isnull=True), asked, limit),
    ]
    found.sort(key=lambda one: (-one.likeness, one.noun, one.place.pk))
    return [*houses, *found][:limit]


def _houses(streets: list[Found], asked: str, limit: int) -> list[Found]:
    """The houses of a number on these streets, those of the likeliest street first."""
    likeness, number = {int(one.place.pk): one.likeness for one in streets}, same_number(asked)
    digits = "".join(takewhile(str.isdigit, number))
    rows = Address.objects.filter(street__in=likeness, number__startswith=digits).select_related("street")
    fitting = [row for row in rows if same_number(row.number) == number]
    fitting.sort(key=lambda row: (-likeness[row.street_id], row.pk))
    return [Found("address", row, likeness[row.street_id]) for row in fitting[:limit]]


def _alike(
    noun: str, rows: "QuerySet[Street] | QuerySet[District] | QuerySet[Landmark]", asked: str, limit: int
) -> list[Found]:
    alike = (
        rows.filter(search__trigram_word_similar=asked)
        .annotate(likeness=TrigramWordSimilarity(asked, "search"))
        .order_by("-likeness", "pk")[:limit]
    )
    return [Found(noun, place, float(place.likeness)) for place in alike if place.likeness >= ENOUGH_ALIKE]


def streets_called(text: str) -> QuerySet[Street]:
    """Streets in name order, or those whose name is like the text, best first."""
    asked = folded(text[:LONGEST_QUESTION])
    streets = Street.objects.filter(valid_to__isnull=True)
    if not asked:
        return streets.order_by("search", "pk")
    alike = streets.filter(search__trigram_word_similar=asked)
    return alike.annotate(likeness=TrigramWordSimilarity(asked, "search")).order_by("-likeness", "search", "pk")
