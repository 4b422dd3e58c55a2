"""Finding cases by words, in any spelling, and by nearness to a place of our own register."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from django.conf import settings
from django.db import OperationalError, connection, transaction
from django.db.models import BooleanField, Case, F, Func, QuerySet, Value, When

from qala.places.models import Address, Landmark, Street
from qala.places.queries import search_places, segments_of
from qala.places.rules.geometry import Box
from qala.proposals.models import Proposal
from qala.proposals.rules.masking_patterns import HIDDEN
from qala.proposals.rules.spelling import folded

CAP = 1_000  # more than this nobody counts for a page, nor reads
PATIENCE_MS = 300
T = TypeVar("T")


@dataclass(frozen=True)
class Spot:
    """A place that was understood from words: its name and point."""

    words: str
    longitude: float
    latitude: float


def said_in_public(cases: QuerySet[Proposal], spelling: str) -> tuple[list[int], bool]:
    """The newest cases whose public words fit, at most `CAP` + 1, and whether letters were taken exactly.

    The index holds the folded original; whatever is masked for the public must not be found by the public either,
    so a text that was masked or edited is read again as everyone reads it.
    """
    if not spelling:
        return [], False
    readable = cases.filter(visibility="public", erased_at=None)
    rows, exactly = _in_time(readable.filter(statement__spelling__trigram_word_similar=spelling)), False
    if rows is None:
        rows, exactly = _in_time(readable.filter(statement__spelling__contains=spelling)) or [], True
    wanted = spelling.split()
    return [pk for pk, text, edited in rows if not (edited or HIDDEN in text) or speaks_of(wanted, text)], exactly


def speaks_of(wanted: list[str], text: str) -> bool:
    """Whether every wished word is near some word of the text (half of its trigrams)."""
    told = [_trigrams(word) for word in folded(text).split()]
    asked = [_trigrams(word) for word in wanted]
    return all(any(2 * len(one & other) >= len(one) for other in told) for one in asked)


def _trigrams(word: str) -> frozenset[str]:
    framed = f"  {word} "
    return frozenset(framed[at : at + 3] for at in range(len(framed) - 2))


def _in_time(cases: QuerySet[Proposal]) -> list[tuple[int, str, bool]] | None:
    """The newest that fit, or None where the search takes too long: in a city of millions a common word does."""
    edited = Case(When(statement__reviewed_at=None, then=Value(False)), default=Value(True))  # noqa: FBT003
    return _patiently(lambda: list(cases.values_list("pk", "statement__public_text", edited)[: CAP + 1]))


def count_in_time(cases: QuerySet[Proposal]) -> int | None:
    """How many cases there are, or None where counting takes too long."""
    return _patiently(cases.order_by().count)


def _patiently(ask: Callable[[], T]) -> T | None:
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"SET LOCAL statement_timeout = {round(PATIENCE_MS * settings.QUERY_PATIENCE)}")
            answer = ask()
            cursor.execute("SET LOCAL statement_timeout = DEFAULT")
    except OperationalError:
        return None
    return answer


def spot_of(words: str) -> Spot | None:
    """The point of the likeliest house, street or landmark of that name; our own register, no outside service."""
    for one in search_places(words, 5):
        if isinstance(one.place, Landmark):
            return Spot(str(one.place), *one.place.point)
        if isinstance(one.place, Address):
            return Spot(str(one.place), float(one.place.point.x), float(one.place.point.y))
        if isinstance(one.place, Street):
            segments = list(segments_of(one.place))
            if segments:
                middle = segments[len(segments) // 2].line.interpolate(0.5, normalized=True)
                return Spot(str(one.place), float(middle.x), float(middle.y))
    return None


def inside(box: Box) -> Func:
    """Points in a box, spoken so that the index `proposals_by_point` answers."""
    corners = [Func(Value(x), Value(y), function="point") for x, y in ((box.west, box.south), (box.east, box.north))]
    return Func(
        Func(F("longitude"), F("latitude"), function="point"),
        Func(*corners, function="box"),
        template="%(expressions)s",
        arg_joiner=" <@ ",
        output_field=BooleanField(),
    )
