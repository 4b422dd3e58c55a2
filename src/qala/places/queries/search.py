"""Finding a place by what people type: any of three languages, either script, with slips."""

from dataclasses import dataclass

from django.contrib.postgres.search import TrigramWordSimilarity
from django.db.models import QuerySet

from qala.places.models import District, Landmark, Street
from qala.places.rules.names import folded

ENOUGH_ALIKE = 0.5
LONGEST_QUESTION = 100


@dataclass(frozen=True, slots=True)
class Found:
    """A place that answers a search: what it is and how well its name fits (0 to 1)."""

    noun: str
    place: Street | District | Landmark
    likeness: float


def search_places(text: str, limit: int = 10) -> list[Found]:
    """Streets, districts and landmarks whose name holds something like the text, best first."""
    asked = folded(text[:LONGEST_QUESTION])
    if len(asked) < 2:
        return []
    found = [
        *_alike("street", Street.objects.filter(valid_to__isnull=True), asked, limit),
        *_alike("district", District.objects.all(), asked, limit),
        *_alike("landmark", Landmark.objects.filter(closed_on__isnull=True), asked, limit),
    ]
    return sorted(found, key=lambda one: (-one.likeness, one.noun, one.place.pk))[:limit]


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
